import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getActivity } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee, getNationalCommittee } from '#committees/store.server.ts';
import { askContribution } from '#contributions/actions.server.ts';
import { savePartnersMerged } from '#partners/store.server.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import {
	changeLetter,
	draftInvitations,
	draftMonthOrder,
	draftOneInvitation,
	getLetterPage,
	getMonthPaper,
	loadBases,
	submitText,
} from './actions.server.ts';
import { changeBasis, submitBasis } from './bases.server.ts';
import { typedForText } from './input.ts';
import type { LetterVerb } from './model.ts';
import { deleteDraft, getLetter, listBases, listLetters } from './store.server.ts';

let scratch: Scratch;
let committee: Committee;
let programme: Programme;
let lead: string;
let police: string;
let stranger: string;
const now = new Date('2026-12-03T09:00:00Z');
const installation: Scope = { kind: 'installation', actor: 'command' };
const desk = (): Scope => ({ kind: 'committee', committeeId: committee.id });
const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = desk()): Promise<T> => inTransaction(scope, run);
const at = (tx: Transaction) => ({ tx, actor: 'desk' as const, committee, programme });
const numbers = { protocol_number: ['214'], dated_on: ['2026-12-01'], unconfirmed: ['yes'] };
const change = (id: string, verb: LetterVerb, typed: Record<string, string[]> = {}, scope = desk()) =>
	work(async (tx) => {
		const { version } = await getLetter(tx, committee.id, id);
		return changeLetter(at(tx), { id, verb, typed: { version: [String(version)], ...typed }, now });
	}, scope);
const all = (scope: Scope = desk()) => work((tx) => listLetters(tx, { committeeId: committee.id }), scope);
const draftOrder = () => work((tx) => draftMonthOrder(at(tx), 'sq'));

beforeAll(async () => {
	scratch = await makeScratch('letters');
	committee = await work(async (tx) => {
		const built = await buildCommittee(tx);
		await loadBases(tx, 'db/packs/al');
		return built;
	}, installation);
});
afterAll(() => scratch.drop());
beforeEach(() =>
	work(async (tx) => {
		await sql`delete from programmes`.execute(tx);
		await sql`delete from partners`.execute(tx);
		await sql`delete from legal_bases where code is null`.execute(tx);
		const built = await buildProgramme(tx, committee.id, { slug: '2026-12', approved: false });
		programme = await getProgramme(tx, committee.id, '2026-12');
		lead = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
		police = await buildPartner(tx, committee.id, 'Policia Durrës', 'police');
		stranger = await buildPartner(tx, committee.id, 'CSDS', 'ngo');
		await buildActivities(tx, built, [
			{ number: 1, leadId: lead, supporterIds: [police], state: 'proposed', title: 'Orë informuese' },
			{ number: 2, leadId: lead, state: 'confirmed', title: 'Takim me prindërit' },
			{ number: 3, leadId: police, state: 'cancelled', title: 'E anuluar' },
		]);
	}, installation),
);

describe('what is not allowed', () => {
	test('another committee finds, numbers and rests on nothing of ours', async () => {
		const id = await draftOrder();
		const foreign = await work((tx) => getCommittee(tx, { code: 'AL-11' }), installation);
		const elsewhere: Scope = { kind: 'committee', committeeId: foreign.id };
		expect(await all(elsewhere)).toEqual([]);
		await expect(change(id, 'number', numbers, elsewhere)).rejects.toMatchObject({ code: 'not_found' });
		await expect(work((tx) => draftMonthOrder(at(tx), 'sq'), elsewhere)).rejects.toThrow(/row-level security/);
		await work((tx) => submitBasis(at(tx), { text_sq: ['ligjit 1'], text_en: ['law 1'], source: ['FZ 1'] }));
		const [own] = await work(async (tx) =>
			(await listBases(tx, committee.id, committee.id)).filter((one) => !one.checkedOn),
		);
		const typed = { basis: [own?.id ?? ''] };
		await expect(
			work((tx) => changeBasis({ ...at(tx), committee: foreign }, typed, 'check'), elsewhere),
		).rejects.toMatchObject({ code: 'not_found' });
		// Nor does a county say that it has checked what the national office cites.
		const national = await work((tx) => getNationalCommittee(tx));
		const [theirs] = await work((tx) => listBases(tx, national.id, national.id));
		await expect(work((tx) => changeBasis(at(tx), { basis: [theirs?.id ?? ''] }, 'remove'))).rejects.toMatchObject({
			code: 'not_found',
		});
	});

	test('an institution reads what was sent to it: no drafts, nothing of others, and it changes nothing', async () => {
		await work((tx) => draftInvitations(at(tx), 'sq'));
		const own: Scope = { kind: 'partner', committeeId: committee.id, partnerId: lead };
		expect(await all(own)).toEqual([]);
		const [first, second] = await all();
		for (const [index, letter] of [first, second].entries())
			await change(letter?.id ?? '', 'number', { ...numbers, protocol_number: [`21${index}`] });
		expect((await all(own)).map(({ addressee }) => addressee)).toEqual(['ZVAP Durrës']);
		expect(await all({ kind: 'partner', committeeId: committee.id, partnerId: stranger })).toEqual([]);
		expect(await all({ kind: 'public' })).toEqual([]);
		const changed = await work(
			async (tx) => sql`update letters set signed_by = 'desk', signed_at = now(), state = 'signed'`.execute(tx),
			own,
		);
		expect(changed.numAffectedRows).toBe(0n);
	});

	test('nobody without a part in the month is invited, and no number is given twice in a year', async () => {
		expect(await work((tx) => draftOneInvitation(at(tx), { partner: [stranger] }, 'sq'))).toMatchObject({
			issues: [{ field: 'partner', message: 'letter.issue.no_part' }],
		});
		const [one, other, third] = [await draftOrder(), await draftOrder(), await draftOrder()];
		expect(await change(one, 'number', numbers)).toEqual({ ok: true });
		expect(await change(other, 'number', numbers)).toMatchObject({ issues: [{ message: 'letter.issue.taken' }] });
		// A withdrawn letter keeps its number; in another year it is free, and the database says the same.
		expect(await change(one, 'withdraw', { reason: ['gabim'] })).toEqual({ ok: true });
		expect(await change(other, 'number', numbers)).toMatchObject({ issues: [{ field: 'protocol_number' }] });
		expect(await change(third, 'number', { ...numbers, dated_on: ['2025-12-01'] })).toEqual({ ok: true });
		await expect(
			work((tx) =>
				sql`update letters set state = 'numbered', protocol_number = '214', dated_on = '2026-12-02', facts = '{}'
					where id = ${other}`.execute(tx),
			),
		).rejects.toThrow(/letters_number_key/);
	});

	test('what has a number is not changed, not deleted, not numbered again; nobody comes too late', async () => {
		const id = await draftOrder();
		const letter = await work((tx) => getLetter(tx, committee.id, id));
		const typed = { ...typedForText(letter), version: ['1'] };
		expect(await work((tx) => submitText(at(tx), id, { ...typed, subject: ['Për miratimin'] }))).toEqual({ ok: true });
		// The text that was numbered is the one that was read.
		expect(await change(id, 'number', { ...numbers, version: ['1'] })).toMatchObject({
			issues: [{ message: 'form.stale' }],
		});
		expect(await change(id, 'number', { ...numbers, unconfirmed: [''] })).toMatchObject({
			issues: [{ field: 'unconfirmed' }],
		});
		expect(await change(id, 'number', numbers)).toEqual({ ok: true });
		expect(await change(id, 'number', { ...numbers, protocol_number: ['215'] })).toEqual({
			ok: false,
			why: 'wrong_state',
		});
		expect(await change(id, 'discard')).toEqual({ ok: false, why: 'wrong_state' });
		await expect(work((tx) => submitText(at(tx), id, typed))).rejects.toMatchObject({ code: 'frozen' });
		await work((tx) => deleteDraft(tx, id));
		await work((tx) => sql`delete from letters where id = ${id}`.execute(tx));
		for (const [column, value] of [
			['subject', sql`'tjetër'`],
			['protocol_number', sql`'9'`],
			['facts', sql`'{}'::jsonb`],
			['state', sql`'draft'`],
		] as const)
			await expect(
				work((tx) => sql`update letters set ${sql.ref(column)} = ${value} where id = ${id}`.execute(tx), installation),
			).rejects.toThrow(/frozen/);
		expect((await all()).map(({ protocolNumber, subject }) => [protocolNumber, subject])).toEqual([
			['214', 'Për miratimin'],
		]);
	});
});

test('an order rests on the acts that are written down; what nobody checked says so until it is checked', async () => {
	const grounds = async () =>
		(await work(async (tx) => getLetter(tx, committee.id, await draftMonthOrder(at(tx), 'sq')))).grounds;
	expect((await grounds()).split('\n')).toHaveLength(3);
	await work((tx) => submitBasis(at(tx), { text_sq: ['ligjit nr. 9'], text_en: ['law no. 9'], source: ['FZ 9/2020'] }));
	expect((await grounds()).split('\n').at(-1)).toBe('ligjit nr. 9 {?}');
	const own = (await work((tx) => listBases(tx, committee.id, committee.id))).at(-1);
	await work((tx) => changeBasis(at(tx), { basis: [own?.id ?? ''] }, 'check', now));
	expect((await grounds()).split('\n').at(-1)).toBe('ligjit nr. 9');
	await work((tx) => changeBasis(at(tx), { basis: [own?.id ?? ''] }, 'remove'));
	expect((await grounds()).split('\n')).toHaveLength(3);
});

test('all institutions of a month are invited at once, each to what is its own; pressed again it finds nobody', async () => {
	await work(async (tx) => {
		const where = { committee, programme, activity: await getActivity(tx, programme.id, 1) };
		const line = { kind: 'police_presence' as const, partnerId: police, quantity: null, versionId: null, note: null };
		await askContribution(tx, 'command', where, line);
	}, installation);
	expect(await work((tx) => draftInvitations(at(tx), 'sq'))).toBe(2);
	expect(await work((tx) => draftInvitations(at(tx), 'sq'))).toBe(0);
	const pages = await work(async (tx) =>
		Promise.all(
			(await listLetters(tx, { committeeId: committee.id })).map(({ id }) => getLetterPage(tx, committee, id)),
		),
	);
	const told = pages.map(({ letter, facts }) => [
		letter.addressee,
		facts.activities.map(({ number, part }) => `${number} ${part}`).join(),
		facts.brings.map(({ kind }) => kind).join(),
	]);
	expect(told.sort()).toEqual([
		['Policia Durrës', '1 supports', 'police_presence'],
		['ZVAP Durrës', '1 leads,2 leads', ''],
	]);
	const month = await work((tx) => getMonthPaper(tx, committee, programme));
	expect([month.unwritten, month.hasOrder, month.posters]).toEqual([[], false, []]);
	// Thrown away, it is wanted again.
	await change(pages[0]?.letter.id ?? '', 'discard');
	expect(await work((tx) => draftInvitations(at(tx), 'en'))).toBe(1);
});

test('the table follows the programme until the number is given, and then stays; a merged institution keeps its letters', async () => {
	const drafted = await work((tx) => draftOneInvitation(at(tx), { partner: [police], activity: ['1'] }, 'sq'));
	const id = drafted.ok ? drafted.id : '';
	const titles = () =>
		work(async (tx) => (await getLetterPage(tx, committee, id)).facts.activities.map(({ title }) => title));
	const rename = (title: string) =>
		work((tx) => sql`update activities set title = ${title} where number = 1`.execute(tx), installation);
	await rename('Titull i ri');
	expect(await titles()).toEqual(['Titull i ri']);
	expect(await change(id, 'number', numbers)).toEqual({ ok: true });
	await rename('Titull tjetër');
	expect(await titles()).toEqual(['Titull i ri']);
	expect(await change(id, 'sign')).toEqual({ ok: true });
	await work((tx) => savePartnersMerged(tx, { kept: stranger, gone: police, actor: 'command' }));
	const letter = await work((tx) => getLetter(tx, committee.id, id));
	expect([letter.partnerId, letter.addressee, letter.state]).toEqual([stranger, 'Policia Durrës', 'signed']);
	expect(await change(id, 'withdraw', { reason: [''] })).toMatchObject({ issues: [{ field: 'reason' }] });
	expect(await change(id, 'withdraw', { reason: ['u zëvendësua'] })).toEqual({ ok: true });
	await expect(
		work((tx) => sql`update letters set withdrawn_reason = 'tjetër' where id = ${id}`.execute(tx)),
	).rejects.toThrow(/frozen/);
});
