import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { instantOf } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { buildCommittee } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import {
	checkLine,
	loadHelpPack,
	submitLine,
	submitOffice,
	submitRight,
	submitTest,
	tellHelp,
	tellLines,
} from './actions.server.ts';
import { getPublishedPage, listPages, publishPage, submitPage, withdrawPage } from './pages.server.ts';
import { getLine, listRefusedNumbers, listTests } from './store.server.ts';

afterAll(closeDatabase);

const now = instantOf('2026-11-24', '12:00');
const secretary = 'secretary:01a20e6a-8935-75d5-bcd2-8956afa5d329';
const another = 'secretary:01a20e6a-8935-75d5-bcd2-8956afa5d330';

/** The pack's help, the national office, Durrës and Tirana. */
async function land(tx: Transaction) {
	const durres = await buildCommittee(tx);
	await loadHelpPack(tx, 'db/packs/al');
	const office = await getCommittee(tx, { code: 'AL' });
	const tirana = await getCommittee(tx, { code: 'AL-11' });
	const lines = await tellLines(tx, office.id, now);
	const idOf = (number: string): string => lines.find((line) => line.number === number)?.id ?? '';
	return { durres, office, tirana, idOf };
}

const at = (tx: Transaction, { id }: { id: string }, actor: Actor = secretary) =>
	become(tx, { kind: 'committee', committeeId: id, actor });
const own: Typed = {
	number: ['052 222 333'],
	purpose: ['advice'],
	operator: ['Bashkia'],
	hours: ['always'],
	cost: ['paid'],
	source: ['bashkia'],
};
const texts: Typed = {
	...{
		language: ['rom-AL'],
		name: ['Romani'],
		direction: ['ltr'],
		made: ['written'],
		way: ['text'],
		title: ['T'],
		exit: ['E'],
		call: ['C'],
	},
	...Object.fromEntries(
		[1, 2, 3, 4, 5].flatMap((n) => [
			[`heading${n}`, [`H${n}`]],
			[`text${n}`, [`T${n}`]],
		]),
	),
};
const read: Typed = { ...texts, reviewer: ['Lexuesja e provës'], reviewed_on: ['2026-11-20'] };

describe('forbidden', () => {
	test('a county reads and calls national lines, and changes none; nor rights, nor languages', () =>
		rolledBack(async (tx) => {
			const { durres, idOf } = await land(tx);
			const line = idOf('116 006');
			await at(tx, durres);
			await expect(submitLine(tx, durres, own, line)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(checkLine(tx, secretary, durres, line, now)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(submitRight(tx, durres, {}, null)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(submitPage(tx, secretary, durres, texts, { id: null, now })).rejects.toMatchObject({
				code: 'forbidden',
			});
			const { numAffectedRows } = await sql`update help_lines set number = '1' where id = ${line}`.execute(tx);
			expect(numAffectedRows).toBe(0n);
		}));

	test('another county neither sees nor calls a county’s own line, by action or by the database', () =>
		rolledBack(async (tx) => {
			const { durres, tirana } = await land(tx);
			await at(tx, durres);
			const added = await submitLine(tx, durres, own, null);
			if (!added.ok) throw new Error('not added');
			await at(tx, tirana);
			expect((await tellLines(tx, tirana.id, now)).map(({ number }) => number)).not.toContain('052 222 333');
			await expect(getLine(tx, durres.id, added.id)).rejects.toMatchObject({ code: 'not_found' });
			await expect(submitTest(tx, secretary, tirana, { outcome: ['answered'] }, added.id, now)).rejects.toMatchObject({
				code: 'not_found',
			});
		}));

	test('a test call is never changed or taken back, not even one’s own', () =>
		rolledBack(async (tx) => {
			const { durres, idOf } = await land(tx);
			await at(tx, durres);
			await submitTest(tx, secretary, durres, { outcome: ['no_answer'] }, idOf('129'), now);
			await sql`savepoint before`.execute(tx);
			await expect(sql`update line_tests set outcome = 'answered'`.execute(tx)).rejects.toThrow(/permission denied/);
			await sql`rollback to savepoint before`.execute(tx);
			const { numAffectedRows } = await sql`delete from line_tests`.execute(tx);
			expect(numAffectedRows).toBe(0n);
		}));

	test('a shelter gets no address, whatever way it comes', () =>
		rolledBack(async (tx) => {
			const { durres } = await land(tx);
			await at(tx, durres);
			const shelter = { kind: ['shelter'], name_sq: ['Strehimi'], address: ['Rruga 1'], source: ['x'] };
			expect(await submitOffice(tx, durres, shelter, [], null)).toMatchObject({ ok: false });
			await expect(
				sql`insert into help_offices (id, committee_id, kind, name_sq, name_en, address, source)
					values (gen_random_uuid(), ${durres.id}, 'shelter', 'x', 'x', 'Rruga 1', 'x')`.execute(tx),
			).rejects.toThrow(/help_offices_hidden_check/);
		}));

	test('nothing in another language is public unread, by its own author, or made by a machine', () =>
		rolledBack(async (tx) => {
			const { office } = await land(tx);
			await at(tx, office);
			const machine = await submitPage(tx, secretary, office, { ...read, made: ['machine'] }, { id: null, now });
			expect(machine).toMatchObject({ ok: false, issues: [{ field: 'made', message: 'issue.made_by_machine' }] });
			const added = await submitPage(tx, secretary, office, texts, { id: null, now });
			if (!added.ok) throw new Error('not added');
			expect(await publishPage(tx, another, office, added.id, now)).toEqual({ ok: false, reason: 'no_reviewer' });
			expect(await submitPage(tx, secretary, office, { ...read, version: ['1'] }, { id: added.id, now })).toMatchObject(
				{ ok: true },
			);
			expect(await publishPage(tx, secretary, office, added.id, now)).toEqual({ ok: false, reason: 'own_text' });
			await expect(
				sql`update help_pages set state = 'published', published_by = author, published_at = now()`.execute(tx),
			).rejects.toThrow(/help_pages_second_person_check/);
		}));
});

test('a pack brings lines, offices and rights unconfirmed, once, and leaves what the desk has changed', () =>
	rolledBack(async (tx) => {
		const { office, idOf } = await land(tx);
		const told = await tellHelp(tx, now);
		expect(told.lines.map(({ state, checkedOn }) => [state, checkedOn])).toEqual(
			told.lines.map(() => ['unproven', null]),
		);
		expect([told.offices.length > 5, told.rights.length > 5]).toEqual([true, true]);
		expect([...told.offices, ...told.rights].every(({ checkedOn }) => checkedOn === null)).toBe(true);
		const edited = { ...own, number: ['116 006'], purpose: ['trafficking'], version: ['1'] };
		expect(await submitLine(tx, office, edited, idOf('116 006'))).toMatchObject({ ok: true });
		await loadHelpPack(tx, 'db/packs/al');
		expect(await getLine(tx, office.id, idOf('116 006'))).toMatchObject({ operator: 'Bashkia', version: 2 });
		expect((await tellHelp(tx, now)).lines.length).toBe(told.lines.length);
	}));

test('what any county hears of a national line is told to all, and the public, at once', () =>
	rolledBack(async (tx) => {
		const { durres, tirana, idOf } = await land(tx);
		const line = idOf('116 111');
		const stateFor = async () => (await tellLines(tx, tirana.id, now)).find(({ id }) => id === line)?.state;
		await at(tx, durres);
		await submitTest(tx, secretary, durres, { outcome: ['answered'] }, line, now);
		await at(tx, tirana);
		expect(await stateFor()).toBe('answered');
		expect((await listTests(tx, line)).map(({ committeeId }) => committeeId)).toEqual([durres.id]);
		await submitTest(tx, another, tirana, { outcome: ['out_of_service'] }, line, now);
		expect(await listRefusedNumbers(tx, durres.id, '2026-11-24')).toContainEqual({
			digits: '116111',
			number: '116 111',
			reason: 'dead',
		});
		await become(tx, { kind: 'public' });
		expect((await tellHelp(tx, now)).lines.find(({ id }) => id === line)?.state).toBe('failed');
	}));

test('two forms of one line: the later is told, nothing is overwritten; the same number is not added twice', () =>
	rolledBack(async (tx) => {
		const { durres } = await land(tx);
		await at(tx, durres);
		const added = await submitLine(tx, durres, own, null);
		if (!added.ok) throw new Error('not added');
		const edit = (operator: string) =>
			submitLine(tx, durres, { ...own, operator: [operator], version: ['1'] }, added.id);
		expect(await edit('Njëri')).toMatchObject({ ok: true });
		expect(await edit('Tjetri')).toMatchObject({ ok: false, issues: [{ message: 'form.stale' }] });
		expect(await getLine(tx, durres.id, added.id)).toMatchObject({ operator: 'Njëri' });
		expect(await submitLine(tx, durres, { ...own, number: ['052-222-333'] }, null)).toMatchObject({
			ok: false,
			issues: [{ field: 'number', message: 'issue.line_taken' }],
		});
		await checkLine(tx, secretary, durres, added.id, now);
		expect(await submitLine(tx, durres, { ...own, operator: ['Tjetri'], version: ['2'] }, added.id)).toMatchObject({
			ok: true,
		});
		expect(await getLine(tx, durres.id, added.id)).toMatchObject({ checkedBy: null, checkedOn: null });
	}));

test('a language is public once somebody who speaks it has read it and another person publishes; changed, it is a draft again', () =>
	rolledBack(async (tx) => {
		const { office } = await land(tx);
		await at(tx, office);
		const added = await submitPage(tx, secretary, office, read, { id: null, now });
		if (!added.ok) throw new Error('not added');
		await become(tx, { kind: 'public' });
		await expect(getPublishedPage(tx, 'rom-AL')).rejects.toMatchObject({ code: 'not_found' });
		await at(tx, office, another);
		expect(await publishPage(tx, another, office, added.id, now)).toEqual({ ok: true });
		await become(tx, { kind: 'public' });
		expect((await tellHelp(tx, now)).languages).toEqual([{ language: 'rom-AL', name: 'Romani', direction: 'ltr' }]);
		await at(tx, office);
		expect(
			await submitPage(tx, secretary, office, { ...read, title: ['Tjetër'], version: ['1'] }, { id: added.id, now }),
		).toMatchObject({ ok: true });
		await become(tx, { kind: 'public' });
		expect(await listPages(tx)).toEqual([]);
		await at(tx, office, another);
		await publishPage(tx, another, office, added.id, now);
		await withdrawPage(tx, office, added.id);
		await become(tx, { kind: 'public' });
		expect(await listPages(tx)).toEqual([]);
	}));
