import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { sql } from 'kysely';
import { composable, draftAnnouncement, fileOf } from '#announcements/actions.server.ts';
import { findVersion } from '#announcements/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { importProgramme } from '#planning/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildReturn } from '../tests/support/builders.ts';
import { type Line, median, milliseconds, ms, paired, spread } from './measure.ts';
import { sheet } from './sheet.ts';

/** HTML, DOCX and PDF of a month from its records, against JSON and gzip of the same evidence. */
export async function benchAnnouncement(): Promise<Line[]> {
	const lines: Line[] = [];
	for (const [rows, month] of [
		[25, '2025-10'],
		[2500, '2024-10'],
	] as const) {
		const programme = await heldMonth(rows, month);
		const version = () =>
			inTransaction({ kind: 'installation' }, async (tx) => {
				const found = await findVersion(tx, programme.id, 1);
				if (!found) throw new Error('no draft');
				return composable(tx, programme.id, found);
			});
		const ours = () =>
			milliseconds(async () => {
				const composed = await version();
				for (const format of ['html', 'docx', 'pdf'] as const) await fileOf(format, 'sq', composed);
			});
		const plain = () =>
			milliseconds(async () => {
				const { evidence } = await version();
				await promisify(gzip)(JSON.stringify(evidence));
			});
		await ours();
		const times = await paired(5, ours, plain);
		lines.push({
			what: `announcement of ${rows.toLocaleString('en-GB')} activities: HTML + DOCX + PDF, warm`,
			ours: ms(median(times.ours)),
			baseline: `${ms(median(times.baseline))} same records as JSON, gzip`,
			ratio: `${(median(times.ours) / median(times.baseline)).toFixed(1)} ×`,
			n: 5,
			spread: spread(times.ours),
			...(rows === 25 ? { must: '≤ 1 s', met: median(times.ours) <= 1000 } : {}),
		});
	}
	return lines;
}

/** A month whose every activity was held and returned, with its announcement drafted. */
async function heldMonth(rows: number, month: string) {
	const file = new TextEncoder().encode(sheet(rows, month));
	const { written, lines } = await importProgramme({ file, fileName: 'tetor.csv', committeeCode: 'AL-02' });
	if (!written) throw new Error(lines.join('\n'));
	return inTransaction({ kind: 'installation' }, async (tx) => {
		const committee = await getCommittee(tx, { code: 'AL-02' });
		const { id } = await getProgramme(tx, committee.id, month);
		await sql`update programmes set state = 'approved' where id = ${id}`.execute(tx);
		await sql`update activities set state = 'returned' where programme_id = ${id}`.execute(tx);
		const activities = await sql<{
			id: string;
			day: string;
		}>`select id, takes_place_on as day from activities where programme_id = ${id}`.execute(tx);
		for (const activity of activities.rows) {
			const counts = [
				{
					audience: 'pupils',
					sex: 'not_recorded',
					ageBand: 'not_recorded',
					unit: 'persons',
					method: 'counted',
					value: 31,
				},
			] as const;
			await buildReturn(tx, committee.id, activity.id, {
				heldOn: activity.day,
				methods: ['video'],
				answers: [1, 3],
				counts: [...counts],
			});
		}
		const programme = await getProgramme(tx, committee.id, month);
		const drafted = await draftAnnouncement(tx, 'command', programme);
		if (!drafted.ok) throw new Error(drafted.reason);
		return programme;
	});
}
