import { sql } from 'kysely';
import { getCommittee } from '#committees/store.server.ts';
import { importProgramme } from '#planning/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { type Line, median, milliseconds, ms, paired, spread } from './measure.ts';
import { sheet } from './sheet.ts';

const rows = 2500;

/** Reading, preview and confirmation of 2,500 rows in one transaction, against one INSERT of the same finished rows. */
export async function benchImport(): Promise<Line[]> {
	const file = new TextEncoder().encode(sheet(rows));
	const installation = { kind: 'installation' } as const;
	const { id } = await inTransaction(installation, (tx) => getCommittee(tx, { code: 'AL-02' }));
	const clear = () =>
		inTransaction(installation, (tx) =>
			sql`delete from programmes where committee_id = ${id} and slug = '2027-10'`.execute(tx),
		);
	const ours = () =>
		milliseconds(async () => {
			const { written, lines } = await importProgramme({ file, fileName: 'tetor.csv', committeeCode: 'AL-02' });
			if (!written) throw new Error(lines.join('\n'));
		});
	await ours();
	const kept = await inTransaction(installation, async (tx) =>
		(
			await sql<{ row: unknown }>`select to_jsonb(a) as row from activities a
		join programmes p on p.id = programme_id where p.committee_id = ${id} and p.slug = '2027-10'`.execute(tx)
		).rows.map(({ row }) => row),
	);
	if (kept.length !== rows) throw new Error(`${kept.length} rows arrived`);
	await clear();
	const imported = async () => {
		const time = await ours();
		await clear();
		return time;
	};
	const plain = async () => {
		const programme = (kept[0] as { programme_id: string }).programme_id;
		await inTransaction(installation, (tx) =>
			sql`insert into programmes (id, committee_id, slug, title_sq, title_en, starts_on, ends_on, state)
			values (${programme}, ${id}, '2027-10', 'x', 'x', '2027-10-01', '2027-10-31', 'in_preparation')`.execute(tx),
		);
		const time = await milliseconds(() =>
			inTransaction(installation, (tx) =>
				sql`insert into activities select * from jsonb_populate_recordset(null::activities, ${JSON.stringify(kept)}::text::jsonb)`.execute(
					tx,
				),
			),
		);
		await clear();
		return time;
	};
	const times = await paired(5, imported, plain);
	return [
		{
			what: 'import of 2,500 rows: read, preview, confirm',
			ours: ms(median(times.ours)),
			baseline: `${ms(median(times.baseline))} one INSERT of the finished rows`,
			ratio: `${(median(times.ours) / median(times.baseline)).toFixed(1)} ×`,
			n: 5,
			spread: spread(times.ours),
			must: '≤ 5 s',
			met: median(times.ours) <= 5000,
		},
	];
}
