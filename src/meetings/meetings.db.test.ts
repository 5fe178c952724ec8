import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { mergePartners } from '#partners/actions.server.ts';
import { insertContact } from '#partners/store.server.ts';
import { insertAccount, insertOrder, insertSeat } from '#people/store.server.ts';
import { type Actor, inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import { listTasks } from '#tasks/store.server.ts';
import { buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { convene, getMeetingPage, getPlanForm, planMeeting, takeStep } from './actions.server.ts';
import { listDecisions, listItems, listMinutes } from './agenda.server.ts';
import { approveMinutes, getMinutes } from './minutes.server.ts';
import { addItem, decide, giveTask, moveItem, note, removeDecision, removeItem } from './noting.server.ts';
import { getMeeting, listEvents, listMeetings, listParticipants } from './store.server.ts';

let scratch: Scratch;
let committee: Committee;
let elsewhere: Committee;
let [member, guest, stranger, secretary]: string[] = [];

const today = '2026-12-10';
const installation: Scope = { kind: 'installation', actor: 'command' };
const desk = (): Scope => ({ kind: 'committee', committeeId: committee.id });
const speaking = (partnerId = ''): Scope => ({ kind: 'partner', committeeId: committee.id, partnerId });
const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = desk()): Promise<T> => inTransaction(scope, run);
const clerk = (): Actor => `secretary:${secretary}` as Actor;
const chair = 'chair:0199d1a0-0000-7000-8000-000000000001' as Actor;
const plan = (takesPlaceOn = today) => ({
	...{ kind: 'ordinary' as const, takesPlaceOn, startsAt: '10:00', endsAt: null, online: false },
	place: 'Salla e Prefekturës',
});
const point = (title: string) => ({
	...{
		title,
		presenterId: null,
		presenterOffice: 'secretary' as const,
		note: null,
		programmeId: null,
		activityId: null,
	},
});
const votes = (agreed: number | null = null) => ({ for: agreed, against: null, abstained: null });
const current = (id: string) => work((tx) => getMeeting(tx, committee.id, id), installation);
/** The meeting as its latest form shows it. */
const at = async (id: string) => ({ id, version: (await current(id)).version });

beforeAll(async () => {
	scratch = await makeScratch('meetings');
	await work(async (tx) => {
		committee = await buildCommittee(tx);
		elsewhere = await getCommittee(tx, { code: 'AL-11' });
		await buildProgramme(tx, committee.id, { slug: '2026-12' });
		member = await buildPartner(tx, committee.id, 'Bashkia Durrës', 'municipality');
		guest = await buildPartner(tx, committee.id, 'CSDS', 'ngo');
		stranger = await buildPartner(tx, committee.id, 'Policia Durrës', 'police');
		secretary = await insertAccount(tx, { email: 'sekretari@durres.example', name: 'Elira', locale: 'sq' });
		const days = { validFrom: '2026-01-01', validTo: '2026-12-31' };
		const orderId = await insertOrder(tx, { committeeId: committee.id, number: '12', datedOn: '2026-01-09', ...days });
		const seat = { committeeId: committee.id, orderId, accountId: secretary, ...days };
		await insertSeat(tx, { ...seat, role: 'focal_point', partnerId: member });
		for (const [partnerId, email] of [
			[member, 'bashkia@durres.example'],
			[guest, 'csds@durres.example'],
		] as const)
			await insertContact(tx, committee.id, {
				...{ partnerId, name: 'Arta', email, phone: null, locale: 'sq', validFrom: '2026-01-01', validTo: null },
			});
	}, installation);
});
afterAll(() => scratch.drop());

const planned = (day = today) =>
	work((tx) =>
		planMeeting(tx, clerk(), committee, {
			plan: plan(day),
			invited: [
				{ partnerId: member ?? '', standing: 'member' },
				{ partnerId: guest ?? '', standing: 'invited' },
			],
		}),
	);
const withItem = async (id: string, title = 'Kalendari i muajit') =>
	work(async (tx) => addItem(tx, clerk(), committee, await at(id), point(title)));
const noted = async (id: string) =>
	work(async (tx) =>
		note(tx, clerk(), committee, await at(id), {
			...{ ledBy: 'chair', endsAt: '12:00', protocolNumber: '214', remarks: null, discussions: [] },
			attendance: (await listParticipants(tx, id)).map(({ partnerId }) => ({ partnerId, attendance: 'present' })),
		}),
	);
const step = async (
	id: string,
	verb: 'hold' | 'write' | 'cancel' | 'send_back' | 'reopen',
	actor = clerk(),
	words = 'arsye',
) => work(async (tx) => takeStep(tx, actor, committee, { ...(await at(id)), verb, words, today: '2026-12-19' }));
const approve = async (id: string, actor = chair) =>
	work(async (tx) => approveMinutes(tx, actor, committee, await at(id)));

/** Held, with one decision, and its minutes with the chair. */
async function written(day = today): Promise<{ id: string; itemId: string }> {
	const id = await planned(day);
	const itemId = await withItem(id);
	await step(id, 'hold');
	await noted(id);
	const draft = { text: 'Miratohet kalendari.', votes: votes(2) };
	await work(async (tx) => decide(tx, clerk(), committee, { ...(await at(id)), itemId, decisionId: null, draft }));
	await step(id, 'write');
	return { id, itemId };
}

describe('what is not allowed', () => {
	test('another county neither sees a meeting nor plans one here; the public sees none', async () => {
		const id = await planned();
		const abroad: Scope = { kind: 'committee', committeeId: elsewhere.id };
		expect(await work((tx) => listMeetings(tx, committee.id), abroad)).toEqual([]);
		expect(await work((tx) => listMeetings(tx, committee.id), { kind: 'public' })).toEqual([]);
		await expect(work((tx) => getMeeting(tx, committee.id, id), abroad)).rejects.toMatchObject({ code: 'not_found' });
		const theirs = { plan: plan(), invited: [] };
		await expect(work((tx) => planMeeting(tx, clerk(), committee, theirs), abroad)).rejects.toThrow(
			/row-level security/,
		);
	});

	test('an institution sees what it was called to, once it was, and writes nothing', async () => {
		const id = await planned();
		await withItem(id);
		const seen = async (partnerId: string) =>
			(await work((tx) => listMeetings(tx, committee.id), speaking(partnerId))).map((one) => one.id);
		expect(await seen(guest ?? '')).not.toContain(id);
		await work(async (tx) => convene(tx, clerk(), committee, { ...(await at(id)), today: '2026-12-01' }));
		expect(await seen(guest ?? '')).toContain(id);
		expect(await seen(stranger ?? '')).not.toContain(id);
		const page = await work((tx) => getMeetingPage(tx, committee, { id, actor: 'desk' }), speaking(guest));
		expect([page.items.length, page.participants.map(({ name }) => name), page.events]).toEqual([1, ['CSDS'], []]);
		const writing = work(async (tx) => addItem(tx, 'desk', committee, await at(id), point('Tjetër')), speaking(guest));
		await expect(writing).rejects.toThrow();
		await expect(
			work((tx) => getMinutes(tx, committee, id, { asked: null, scope: speaking(guest) }), speaking(guest)),
		).rejects.toMatchObject({ code: 'not_found' });
	});

	test('nobody approves minutes they handed in, and the secretary’s substitute chair neither', async () => {
		const { id } = await written();
		expect(await approve(id, `chair:${secretary}` as Actor)).toEqual({ ok: false, reason: 'own' });
		expect((await current(id)).state).toBe('written');
	});

	test('a meeting that lies ahead was not held; without attendance nothing goes to the chair', async () => {
		const id = await planned('2026-12-24');
		await withItem(id);
		expect(await step(id, 'hold')).toEqual({ ok: false, reason: 'ahead' });
		const other = await planned();
		await withItem(other);
		await step(other, 'hold');
		expect(await step(other, 'write')).toEqual({ ok: false, reason: 'attendance_open' });
	});

	test('a meeting is not deleted from a desk', async () => {
		const id = await planned();
		await work((tx) => sql`delete from meetings where id = ${id}`.execute(tx));
		expect((await current(id)).id).toBe(id);
	});
});

test('a form that is no longer true overwrites nothing, and what happened since is told', async () => {
	const id = await planned();
	const seen = (await current(id)).version;
	await withItem(id, 'E para');
	const late = work((tx) => addItem(tx, clerk(), committee, { id, version: seen }, point('E dyta')));
	await expect(late).rejects.toMatchObject({ code: 'stale' });
	expect((await work((tx) => listItems(tx, id))).map(({ title }) => title)).toEqual(['E para']);
	const since = await work((tx) => listEvents(tx, id, seen));
	expect(since.map(({ kind, details }) => [kind, details.title])).toEqual([['item_added', 'E para']]);
});

test('the form begins with whom the order names and whom the last meeting knew', async () => {
	await planned('2026-12-29');
	const { typed, order } = await work((tx) => getPlanForm(tx, committee, 'sq', today));
	expect([typed[`as_${member}`], typed[`as_${guest}`], typed[`as_${stranger}`]]).toEqual([
		['member'],
		['invited'],
		undefined,
	]);
	expect([typed.place, order?.number]).toEqual([['Salla e Prefekturës'], '12']);
});

test('the agenda is put in order and numbered again; a point that decided something stays', async () => {
	const id = await planned();
	for (const title of ['A', 'B', 'C']) await withItem(id, title);
	const items = () => work((tx) => listItems(tx, id));
	const [a, , c] = await items();
	const move = async (itemId: string, by: -1 | 1) =>
		work(async (tx) => moveItem(tx, clerk(), committee, { ...(await at(id)), itemId, by }));
	await move(c?.id ?? '', -1);
	await move(a?.id ?? '', -1);
	expect((await items()).map(({ title, position }) => `${position}${title}`)).toEqual(['1A', '2C', '3B']);
	const remove = async (itemId: string) =>
		work(async (tx) => removeItem(tx, clerk(), committee, { ...(await at(id)), itemId }));
	expect(await remove(a?.id ?? '')).toEqual({ ok: true });
	expect((await items()).map(({ title, position }) => `${position}${title}`)).toEqual(['1C', '2B']);
	await step(id, 'hold');
	const draft = { text: 'Po.', votes: votes() };
	await work(async (tx) =>
		decide(tx, clerk(), committee, { ...(await at(id)), itemId: c?.id ?? '', decisionId: null, draft }),
	);
	expect(await remove(c?.id ?? '')).toEqual({ ok: false, reason: 'item_used' });
});

describe('decisions and tasks', () => {
	test('more votes than members present are refused; a task hangs on the meeting and is found again', async () => {
		const id = await planned();
		const itemId = await withItem(id);
		await step(id, 'hold');
		await noted(id);
		const deciding = async (agreed: number) =>
			work(async (tx) =>
				decide(tx, clerk(), committee, {
					...{ ...(await at(id)), itemId, decisionId: null },
					draft: { text: 'Miratohet.', votes: votes(agreed) },
				}),
			);
		// One member institution, and the chair.
		expect(await deciding(3)).toMatchObject({ ok: false, issues: [{ field: 'votes_for', words: { n: 2 } }] });
		expect(await deciding(2)).toEqual({ ok: true });
		const [decision] = await work((tx) => listDecisions(tx, id));
		const task = {
			title: 'Të dërgohet kalendari',
			dueOn: '2026-12-14',
			partnerId: guest ?? '',
			decisionId: decision?.id ?? '',
		};
		await work(async (tx) => giveTask(tx, clerk(), committee, { ...(await at(id)), itemId, task }));
		const tasks = await work((tx) => listTasks(tx, { committeeId: committee.id, meetingId: id }));
		expect(tasks.map(({ title, partnerName }) => [title, partnerName])).toEqual([['Të dërgohet kalendari', 'CSDS']]);
		const { decisions, openTasks } =
			(await work((tx) => listMeetings(tx, committee.id))).find((one) => one.id === id) ?? {};
		expect([decisions, openTasks]).toEqual([1, 1]);
		const next = await planned('2026-12-20');
		const page = await work((tx) => getMeetingPage(tx, committee, { id: next, actor: 'desk' }));
		expect(page.previous?.tasks.map(({ title }) => title)).toEqual(['Të dërgohet kalendari']);
		// Another meeting between does not let it be forgotten.
		await written('2026-12-18');
		const later = await work((tx) => getMeetingPage(tx, committee, { id: next, actor: 'desk' }));
		expect(later.previous?.tasks.map(({ title }) => title)).toEqual(['Të dërgohet kalendari']);
	});

	test('get the numbers of the year in the order of approval, none missing', async () => {
		const [one, other] = [await written('2026-12-08'), await written('2026-12-09')];
		const last = await work((tx) =>
			sql<{ n: number }>`select coalesce(max(number), 0) as n from meeting_decisions where year = 2026`.execute(tx),
		);
		const before = last.rows[0]?.n ?? 0;
		for (const { id } of [other, one]) await approve(id);
		const numbers = async (id: string) =>
			(await work((tx) => listDecisions(tx, id))).map(({ number, year }) => [number, year]);
		expect(await numbers(other.id)).toEqual([[before + 1, 2026]]);
		expect(await numbers(one.id)).toEqual([[before + 2, 2026]]);
	});
});

describe('approved minutes', () => {
	test('are frozen for everybody, with what they were written from', async () => {
		const { id, itemId } = await written();
		await approve(id);
		const tries = [
			sql`update meeting_minutes set content = '{}' where meeting_id = ${id}`,
			sql`update meeting_decisions set text = 'x' where meeting_id = ${id}`,
			sql`delete from meeting_decisions where meeting_id = ${id}`,
			sql`update meeting_items set discussion = 'x' where id = ${itemId}`,
			sql`update meeting_participants set attendance = 'absent' where meeting_id = ${id}`,
			sql`update meetings set place = 'x' where id = ${id}`,
		];
		for (const attempt of tries)
			await expect(work((tx) => attempt.execute(tx))).rejects.toThrow(/frozen|permission denied/);
		// Not even as the owner.
		await expect(
			scratch.asSuperuser((tx) => sql`update meeting_minutes set content = '{}'`.execute(tx)),
		).rejects.toThrow(/approved minutes are frozen/);
		expect(await step(id, 'hold')).toEqual({ ok: false, reason: 'wrong_state' });
		const frozen = work(async (tx) =>
			removeDecision(tx, clerk(), committee, { ...(await at(id)), itemId, decisionId: 'x' }),
		);
		await expect(frozen).rejects.toMatchObject({ code: 'stale' });
	});

	test('are corrected as the next version; the first one reads as it did, numbers stay', async () => {
		const { id, itemId } = await written();
		await approve(id);
		const [before] = await work((tx) => listDecisions(tx, id));
		await step(id, 'reopen', clerk(), 'Mungonte një fjalë.');
		const draft = { text: 'Miratohet kalendari i dhjetorit.', votes: votes(2) };
		const decisionId = before?.id ?? '';
		await work(async (tx) => decide(tx, clerk(), committee, { ...(await at(id)), itemId, decisionId, draft }));
		const gone = work(async (tx) => removeDecision(tx, clerk(), committee, { ...(await at(id)), itemId, decisionId }));
		await expect(gone).rejects.toMatchObject({ code: 'frozen' });
		await step(id, 'write');
		await approve(id);
		const versions = await work((tx) => listMinutes(tx, id));
		const told = versions.map(({ version, reason, content }) => [
			version,
			reason,
			content.items[0]?.decisions[0]?.text,
		]);
		expect(told).toEqual([
			[2, 'Mungonte një fjalë.', 'Miratohet kalendari i dhjetorit.'],
			[1, null, 'Miratohet kalendari.'],
		]);
		expect(versions.map(({ content }) => content.items[0]?.decisions[0]?.number)).toEqual([
			before?.number,
			before?.number,
		]);
		const first = await work((tx) => getMinutes(tx, committee, id, { asked: 1, scope: desk() }));
		expect(first.edition).toMatchObject({ version: 1, reason: null });
	});

	test('are read by an institution that was called, and not while they are a draft', async () => {
		const id = await planned();
		const itemId = await withItem(id);
		await work(async (tx) => convene(tx, clerk(), committee, { ...(await at(id)), today: '2026-12-01' }));
		await step(id, 'hold');
		await noted(id);
		const draft = { text: 'Miratohet.', votes: votes() };
		await work(async (tx) => decide(tx, clerk(), committee, { ...(await at(id)), itemId, decisionId: null, draft }));
		await step(id, 'write');
		const read = (partnerId = '') =>
			work((tx) => getMinutes(tx, committee, id, { asked: null, scope: speaking(partnerId) }), speaking(partnerId));
		await expect(read(guest)).rejects.toMatchObject({ code: 'not_found' });
		expect(await step(id, 'send_back', chair, 'Shtoni votat.')).toEqual({ ok: true });
		await step(id, 'write');
		await approve(id);
		expect((await read(guest)).content.items[0]?.decisions[0]?.text).toBe('Miratohet.');
		await expect(read(stranger)).rejects.toMatchObject({ code: 'not_found' });
	});
});

test('institutions that become one keep their part, also where the minutes are approved', async () => {
	const { id } = await written();
	await approve(id);
	const kept = await work((tx) => buildPartner(tx, committee.id, 'Qendra CSDS', 'ngo'));
	await work((tx) => mergePartners(tx, 'command', committee, { kept, gone: guest ?? '' }), installation);
	expect((await work((tx) => listParticipants(tx, id))).map(({ name }) => name)).toEqual([
		'Bashkia Durrës',
		'Qendra CSDS',
	]);
	guest = kept;
});
