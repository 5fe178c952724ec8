import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { changeState } from '#activities/actions.server.ts';
import { getActivity, getNames, listActivities, saveActivityState } from '#activities/store.server.ts';
import { loadPack } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { listPartners } from '#partners/store.server.ts';
import { listPlaces } from '#places/store.server.ts';
import { csvFile } from '#platform/csv.ts';
import type { Transaction } from '#platform/db.server.ts';
import { getProgramme, listProgrammeEvents, saveProgrammeState } from '#programmes/store.server.ts';
import { become, closeDatabase, rolledBack, rolledBackAsOwner } from '#tests/support/database.ts';
import { sheetOf, workbookOf } from '#tests/support/sheets.ts';
import {
	answerImport,
	confirmImport,
	getImport,
	importSheet,
	previewImport,
	readSpreadsheet,
} from './actions.server.ts';
import { exampleRows, programmeRows } from './exporting.ts';

afterAll(closeDatabase);

const october = readFileSync('db/demo/programi-durres-tetor-2026.csv');
const upload = (bytes: Uint8Array, fileName = 'tetor.csv') => ({ bytes, fileName });

async function committeeIn(tx: Transaction, code = 'AL-02'): Promise<Committee> {
	await become(tx, { kind: 'installation' });
	await loadPack(tx, 'db/packs/al');
	const committee = await getCommittee(tx, { code });
	await become(tx, { kind: 'committee', committeeId: committee.id });
	return committee;
}

async function preview(tx: Transaction, committee: Committee, bytes: Uint8Array, month: string | null = null) {
	const read = await readSpreadsheet(upload(bytes));
	if (!read.ok) throw new Error(JSON.stringify(read.issues));
	const kept = await previewImport(tx, 'desk', committee, { sheet: read.sheet, upload: upload(bytes), month });
	if (!kept.ok) throw new Error(JSON.stringify(kept.issues));
	return kept.id;
}

async function bring(tx: Transaction, committee: Committee, bytes: Uint8Array, month: string | null = null) {
	const id = await preview(tx, committee, bytes, month);
	const { comparison, seen } = await getImport(tx, committee, id);
	return { id, comparison, confirmed: await confirmImport(tx, 'desk', committee, { id, seen }) };
}

/** Every record the import may touch, with the transaction that wrote it last. */
const footprint = async (tx: Transaction) =>
	(
		await sql`select 'activity' as what, id::text, xmin::text, version::text, changed_at::text from activities
		union all select 'partner', id::text, xmin::text, name, null from partners
		union all select 'alias', id::text, xmin::text, alias, null from partner_aliases
		union all select 'place', id::text, xmin::text, name, null from places
		union all select 'place alias', id::text, xmin::text, alias, null from place_aliases
		union all select 'supporter', activity_id::text || partner_id::text, xmin::text, null, null from activity_supporters
		union all select 'event', id::text, xmin::text, kind, null from activity_events
		union all select 'programme event', id::text, xmin::text, kind, null from programme_events
		order by 1, 2`.execute(tx)
	).rows;

test('another committee sees nothing of a preview and can neither answer nor confirm it', () =>
	rolledBack(async (tx) => {
		const ours = await committeeIn(tx);
		const id = await preview(tx, ours, october);
		const { seen } = await getImport(tx, ours, id);
		const theirs = await committeeIn(tx, 'AL-11');
		await expect(getImport(tx, theirs, id)).rejects.toThrow(/no import preview/);
		await expect(getImport(tx, ours, id)).rejects.toThrow(/no import preview/);
		await expect(confirmImport(tx, 'desk', ours, { id, seen })).rejects.toThrow(/no import preview/);
		expect((await sql<{ n: number }>`select count(*) as n from import_previews`.execute(tx)).rows[0]?.n).toBe(0);
	}));

test('the October of Durrës comes in whole', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		const { comparison, confirmed } = await bring(tx, committee, october);
		expect(comparison.counts).toEqual({ new: 24, changed: 0, same: 0, question: 1, error: 0 });
		expect(comparison.rows.filter((row) => row.class === 'question').map(({ plan }) => plan?.number)).toEqual([24]);
		expect(confirmed).toMatchObject({ ok: true, outcome: { added: 25, leftOut: 0, changed: 0, same: 0 } });

		const programme = await getProgramme(tx, committee.id, '2026-10');
		expect(programme).toMatchObject({
			titleSq: 'Muaji i Antitrafikut',
			titleEn: 'Anti-trafficking Month',
			startsOn: '2026-10-01',
			endsOn: '2026-10-31',
		});
		const activities = await listActivities(tx, programme.id);
		expect(activities).toHaveLength(25);
		const bySetting = Object.groupBy(activities, ({ setting }) => setting);
		expect(Object.fromEntries(Object.entries(bySetting).map(([setting, all]) => [setting, all.length]))).toEqual({
			school: 9,
			community: 5,
			company: 3,
			health: 5,
			public: 3,
		});
		expect(new Set(activities.map(({ municipalityName }) => municipalityName))).toEqual(
			new Set(['Durrës', 'Krujë', 'Shijak', null]),
		);
		expect(activities.filter(({ national }) => national).map(({ number }) => number)).toEqual([24]);
		expect(activities.filter(({ municipalityCode }) => municipalityCode === null)).toHaveLength(1);
		expect(activities.find(({ number }) => number === 1)).toMatchObject({
			title: 'Orë informuese me klasat e 8-ta dhe të 9-ta',
			placeName: 'Shkolla 9-vjeçare "Eftali Koçi"',
			leadName: 'ZVAP Durrës',
			audiences: ['pupils', 'teachers'],
			methods: ['video', 'case', 'leaflet', 'help_information'],
			takesPlaceOn: '2026-10-02',
			startsAt: '10:00',
			endsAt: '11:30',
			plannedPersons: 60,
			visibility: 'closed',
			state: 'proposed',
		});
		expect(activities.find(({ number }) => number === 4)).toMatchObject({
			takesPlaceOn: '2026-10-09',
			startsAt: '16:30',
			endsAt: null,
		});

		const partners = await listPartners(tx, committee.id);
		expect(partners.filter(({ name }) => /fokus/i.test(name))).toMatchObject([
			{ name: 'Gruaja në Fokus', aliases: ['Gruja në Fokus'], kind: 'ngo', confirmed: false },
		]);
		const focus = partners.find(({ name }) => name === 'Gruaja në Fokus')?.id;
		expect(
			activities
				.filter(({ supporterIds }) => supporterIds.includes(focus ?? ''))
				.map(({ number }) => number)
				.sort((a, b) => a - b),
		).toEqual([3, 10, 13, 23]);
		expect((await listPlaces(tx, committee.id)).filter(({ kind }) => kind === 'health_centre')).toHaveLength(6);
		expect((await listProgrammeEvents(tx, programme.id)).map(({ kind }) => kind).sort()).toEqual([
			'created',
			'imported',
		]);
	}));

test('the same file a second time changes nothing', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		await bring(tx, committee, october);
		const before = await footprint(tx);
		const { comparison, confirmed } = await bring(tx, committee, october);
		expect(comparison.counts).toEqual({ new: 0, changed: 0, same: 25, question: 0, error: 0 });
		expect(comparison).toMatchObject({ partners: [], places: [], partnerAliases: [], placeAliases: [] });
		expect(confirmed).toMatchObject({ ok: true, outcome: { added: 0, changed: 0, same: 25 } });
		expect(await footprint(tx)).toEqual(before);
	}));

test('a workbook with real dates and hours says what the CSV says', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		await bring(tx, committee, october);
		const { comparison } = await bring(tx, committee, workbookOf(october.toString('utf8')));
		expect(comparison.counts).toEqual({ new: 0, changed: 0, same: 25, question: 0, error: 0 });
	}));

test('an error in the midst of writing leaves nothing behind', () =>
	rolledBackAsOwner(async (tx) => {
		await become(tx, { kind: 'installation' });
		const committee = await committeeIn(tx);
		const id = await preview(tx, committee, october);
		const { seen } = await getImport(tx, committee, id);
		const before = await footprint(tx);
		await sql`reset role`.execute(tx);
		await sql`create function pg_temp.break() returns trigger language plpgsql as $$ begin raise exception 'broken in the midst'; end $$`.execute(
			tx,
		);
		await sql`create trigger breaking before insert on activity_events for each row execute function pg_temp.break()`.execute(
			tx,
		);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		await sql`savepoint before_import`.execute(tx);
		await expect(confirmImport(tx, 'desk', committee, { id, seen })).rejects.toThrow(/broken in the midst/);
		await sql`rollback to savepoint before_import`.execute(tx);
		expect(await footprint(tx)).toEqual(before);
		expect((await getImport(tx, committee, id)).preview.confirmedAt).toBeNull();
	}));

test('a row with an error stops the whole file', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		const broken = Buffer.from(october.toString('utf8').replace('02.10.2026', '31.09.2026'));
		const { comparison, confirmed } = await bring(tx, committee, broken);
		expect(comparison.rows.find((row) => row.class === 'error')).toMatchObject({
			row: 2,
			issues: [{ field: 'date', message: 'issue.no_such_day' }],
		});
		expect(confirmed).toEqual({ ok: false, reason: 'errors' });
		expect(await footprint(tx)).toEqual([]);
	}));

test('what changed after the preview was shown is shown first, then confirmed', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		const id = await preview(tx, committee, october);
		const { seen } = await getImport(tx, committee, id);
		await bring(tx, committee, october);
		expect(await confirmImport(tx, 'desk', committee, { id, seen })).toEqual({ ok: false, reason: 'stale' });
		const again = await getImport(tx, committee, id);
		expect(again.comparison.counts.same).toBe(25);
		expect(await confirmImport(tx, 'desk', committee, { id, seen: again.seen })).toMatchObject({ ok: true });
		expect(await confirmImport(tx, 'desk', committee, { id, seen: 'whatever' })).toMatchObject({
			ok: true,
			outcome: { added: 0 },
		});
	}));

test('answers are kept and followed: two institutions, a march in Durrës', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		const id = await preview(tx, committee, october);
		await answerImport(tx, committee, id, () => ({
			'row.25.municipality': 'AL121',
			'partner.gruja ne fokus|': 'different',
		}));
		const { seen } = await getImport(tx, committee, id);
		expect(await confirmImport(tx, 'desk', committee, { id, seen })).toMatchObject({
			ok: true,
			outcome: { aliases: 0 },
		});
		const programme = await getProgramme(tx, committee.id, '2026-10');
		expect(await getActivity(tx, programme.id, 24)).toMatchObject({ national: false, municipalityName: 'Durrës' });
		expect((await listPartners(tx, committee.id)).filter(({ name }) => /fokus/i.test(name))).toHaveLength(2);
		expect((await bring(tx, committee, october)).comparison.counts.same).toBe(25);
	}));

test('a changed row changes its activity only, and its state stays; a held day is asked', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		await bring(tx, committee, october);
		const programme = await getProgramme(tx, committee.id, '2026-10');
		await changeState(tx, 'desk', committee, programme, 1, 'confirm', { version: 1, today: '2026-10-01' });
		const held = await getActivity(tx, programme.id, 2);
		await saveActivityState(tx, held.id, held.version, 'held');
		const text = october
			.toString('utf8')
			.replace('rast, fletëpalosje, informacion për ndihmë;60;', 'rast;70;')
			.replace('fletëpalosje, informacion për ndihmë;60;jo', 'informacion për ndihmë;70;jo');
		const changed = Buffer.from(text.replace('2;05.10.2026', '2;06.10.2026'));
		const { comparison, confirmed } = await bring(tx, committee, changed);
		expect(comparison.counts).toEqual({ new: 0, changed: 1, same: 23, question: 1, error: 0 });
		expect(comparison.rows[0]?.changes).toMatchObject({ plannedPersons: { from: 60, to: 70 } });
		expect(confirmed).toMatchObject({ ok: true, outcome: { changed: 1, same: 23 } });
		expect(await getActivity(tx, programme.id, 1)).toMatchObject({
			plannedPersons: 70,
			state: 'confirmed',
			version: 3,
		});
		expect(await getActivity(tx, programme.id, 2)).toMatchObject({ takesPlaceOn: '2026-10-05', state: 'held' });
	}));

test('a closed programme takes no import', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		await bring(tx, committee, october);
		const programme = await getProgramme(tx, committee.id, '2026-10');
		await saveProgrammeState(tx, programme.id, 'closed');
		expect((await bring(tx, committee, october)).confirmed).toEqual({ ok: false, reason: 'closed' });
	}));

test('without a person: defaults are taken, and the month is the one most dates fall in', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		const read = await readSpreadsheet(upload(october));
		if (!read.ok) throw new Error('unread');
		const imported = await importSheet(tx, 'command', committee, {
			sheet: read.sheet,
			upload: upload(october),
			month: null,
		});
		expect(imported).toMatchObject({
			ok: true,
			month: '2026-10',
			outcome: { added: 25 },
			questions: [{ answer: 'national' }, { answer: 'same' }],
		});
	}));

test('2,500 rows are read, shown and written, and again without a change', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		const bytes = Buffer.from(sheetOf(2500));
		const { comparison, confirmed } = await bring(tx, committee, bytes);
		expect(comparison.counts).toMatchObject({ new: 2500, error: 0 });
		expect(confirmed).toMatchObject({ ok: true, outcome: { added: 2500 } });
		expect((await bring(tx, committee, bytes)).comparison.counts.same).toBe(2500);
	}));

test.each(['sq', 'en'] as const)('the programme as a table (%s) comes back the same', (locale) =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		await bring(tx, committee, october);
		const programme = await getProgramme(tx, committee.id, '2026-10');
		const plans = await listActivities(tx, programme.id);
		const ids = plans.flatMap((plan) => [
			plan.leadId,
			plan.placeId,
			plan.municipalityCode,
			plan.unitCode,
			...plan.supporterIds,
		]);
		const table = csvFile(programmeRows(locale, plans, await getNames(tx, ids)));
		const { comparison } = await bring(tx, committee, Buffer.from(table));
		expect(comparison.counts).toEqual({ new: 0, changed: 0, same: 25, question: 0, error: 0 });
		expect(comparison).toMatchObject({ questions: [], partners: [], places: [] });
	}),
);

test('the example comes in without a question', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		for (const locale of ['sq', 'en'] as const) {
			const rows = exampleRows(locale, '2026-11', { code: 'AL121', name: 'Durrës' });
			const { comparison } = await bring(tx, committee, Buffer.from(csvFile(rows)));
			expect(comparison.counts.error).toBe(0);
		}
	}));

test('a confirmed import stays in the list without its rows; what nobody confirmed in time is forgotten', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		const { id } = await bring(tx, committee, october);
		const waiting = await preview(tx, committee, october);
		await sql`update import_previews set at = now() - interval '40 days'`.execute(tx);
		const latest = await preview(tx, committee, october);
		const kept = await tx.selectFrom('import_previews').select(['id', 'sheet']).orderBy('at').execute();
		expect(kept.map((row) => row.id)).toEqual([id, latest]);
		expect(kept.map((row) => row.id)).not.toContain(waiting);
		expect(kept[0]?.sheet).toMatchObject({ rows: [] });
	}));

test('a character cut in half and a NUL do not stop a preview from being kept', () =>
	rolledBack(async (tx) => {
		const committee = await committeeIn(tx);
		const sheet = {
			name: '\ud83d \u0000 \\ud83d',
			headerRow: 1,
			columns: [],
			ignored: [],
			hiddenRows: [],
			skippedRows: [],
			rows: [],
		};
		const kept = await previewImport(tx, 'desk', committee, { sheet, upload: upload(october), month: '2026-10' });
		expect(kept.ok).toBe(true);
		const row = await tx.selectFrom('import_previews').select('sheet').executeTakeFirstOrThrow();
		expect(row.sheet).toMatchObject({ name: '\ufffd \ufffd \\ud83d' });
	}));
