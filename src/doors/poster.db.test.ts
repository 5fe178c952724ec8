import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertLine, insertTest } from '#help/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { saveProgrammeState } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { readPdf } from '../../tests/support/pdf.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { getPoster, printPoster } from './poster.server.ts';

let scratch: Scratch;
let programmeId: string;
const now = new Date('2026-10-01T08:00:00Z');
const poster = (month = '2026-10') =>
	inTransaction({ kind: 'public' }, (tx) =>
		getPoster(tx, 'sq', { county: 'durres', month, size: 'a4', home: 'https://kambana.example', now }),
	);

beforeAll(async () => {
	scratch = await makeScratch('poster');
	await inTransaction({ kind: 'installation' }, async (tx) => {
		const committee = await buildCommittee(tx);
		const programme = await buildProgramme(tx, committee.id, { approved: false });
		programmeId = programme.id;
		const lead = await buildPartner(tx, committee.id, 'Bashkia Durrës', 'municipality');
		await buildActivities(tx, programme, [
			{ number: 1, leadId: lead, visibility: 'public', state: 'confirmed', title: 'Stendë në shesh' },
			{ number: 2, leadId: lead, visibility: 'closed', state: 'confirmed', title: 'Klasë e mbyllur' },
			{ number: 3, leadId: lead, visibility: 'public', state: 'proposed', title: 'Ende e propozuar' },
			{ number: 4, leadId: lead, visibility: 'public', state: 'cancelled', title: 'E anuluar' },
		]);
		await buildActivities(tx, await buildProgramme(tx, committee.id, { slug: '2026-11' }), [
			{ number: 1, leadId: lead, visibility: 'closed', state: 'confirmed' },
			{ number: 2, leadId: lead, visibility: 'public', state: 'postponed' },
		]);
	});
});
afterAll(() => scratch?.drop());

test('a month that nobody approved, or with nothing open that takes place, has none', async () => {
	await expect(poster()).rejects.toMatchObject({ code: 'not_found' });
	await expect(poster('2026-11')).rejects.toMatchObject({ code: 'not_found' });
});

test('it names what is open and agreed, and the numbers that answer: of the county and of the nation, no dead one', async () => {
	await inTransaction({ kind: 'installation' }, async (tx) => {
		await saveProgrammeState(tx, programmeId, 'approved');
		await sql`delete from line_tests`.execute(tx);
		await sql`delete from help_lines`.execute(tx);
		const { rows } = await sql<{ id: string; code: string }>`select id, code from committees`.execute(tx);
		const idOf = (code: string) => rows.find((row) => row.code === code)?.id ?? '';
		const line = async (code: string, number: string, outcome: 'answered' | 'no_answer' | null, at = now) => {
			const lineId = await insertLine(tx, idOf(code), {
				...{ number, digits: number.replaceAll(' ', ''), purpose: 'advice', operator: 'Linja', hours: 'always' },
				...{ opensAt: null, closesAt: null, cost: 'free', languages: [], source: 'provë', sourceOn: null },
				...{ rank: 1, reviewOn: null, validTo: null },
			});
			const called = { lineId, testedAt: at, actor: 'desk', demonstration: false };
			if (outcome) await insertTest(tx, idOf('AL-02'), { ...called, outcome });
		};
		await line('AL-02', '052 100 200', 'answered');
		await line('AL', '116 111', 'answered');
		await line('AL', '116 006', 'no_answer');
		await line('AL', '116 117', null);
		await line('AL', '129', 'answered', new Date('2026-08-01T08:00:00Z'));
		await line('AL-11', '042 300 400', 'answered');
	});
	const { text } = await readPdf(await printPoster(await poster()));
	expect(text).toContain('Stendë në shesh');
	expect(text).toContain('052 100 200');
	expect(text).toContain('116 111');
	for (const absent of ['Klasë e mbyllur', 'propozuar', 'E anuluar', '116 006', '116 117', '129', '042 300'])
		expect([absent, text.includes(absent)]).toEqual([absent, false]);
});
