import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import {
	closePhase,
	countAnswers,
	openPhase,
	prepareCheck,
	prepareNational,
	tidyChecks,
	voidPhase,
} from './actions.server.ts';
import { keepAnswer, lookAtDoor, openDoor } from './answering.server.ts';
import { readCode } from './code.server.ts';
import type { Check, Mode, Phase } from './model.ts';
import { deleteCheck, findCards, getCheck, listCounts, listPairs, listPhases } from './store.server.ts';

let scratch: Scratch;
let committee: Committee;
let elsewhere: Committee;
let programme: Programme;
let set: string;
let activityId: string;
let number = 0;

const installation: Scope = { kind: 'installation', actor: 'command' };
const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = installation): Promise<T> =>
	inTransaction(scope, run);
const desk = (): Scope => ({ kind: 'committee', committeeId: committee.id });
const receipt = () => randomBytes(16).toString('hex');
const sent = (answer: number[], more: { card?: number; receipt?: string } = {}) => ({
	...{ receipt: more.receipt ?? receipt(), proof: '', card: more.card ?? null, way: 'phone' as const, answer },
});

beforeAll(async () => {
	process.env.KAMBANA_SECRET ??= randomBytes(32).toString('base64url');
	scratch = await makeScratch('checks');
	await work(async (tx) => {
		committee = await buildCommittee(tx);
		elsewhere = await getCommittee(tx, { code: 'AL-11' });
		await buildProgramme(tx, committee.id);
		programme = await getProgramme(tx, committee.id, '2026-10');
		set = await buildSet(tx, committee.id);
	});
});
afterAll(() => scratch.drop());
beforeEach(async () => {
	number += 1;
	await work(async (tx) => {
		const lead = await buildPartner(tx, committee.id, `Shkolla ${number}`, 'ngo');
		const built = { id: programme.id, committeeId: committee.id, slug: '2026-10' };
		[activityId = ''] = await buildActivities(tx, built, [{ number, leadId: lead, state: 'ready' }]);
	});
});

async function prepare(mode: Mode, persons = 25): Promise<Check> {
	const outcome = await work((tx) =>
		prepareCheck(tx, 'command', committee, programme, number, { setId: set, mode, label: 'IX-A', persons }),
	);
	if (!outcome.ok) throw new Error(outcome.reason);
	return work((tx) => getCheck(tx, outcome.id));
}
async function open(check: Check, phase: Phase) {
	const outcome = await work((tx) => openPhase(tx, 'command', check, { phase, minutes: 15 }));
	if (!outcome.ok) throw new Error(outcome.reason);
	const door = await openDoor(outcome.code);
	if (!door) throw new Error('the door is shut');
	return door;
}
/** Where hands are counted there is no door. */
async function openForHands(check: Check, phase: Phase): Promise<{ phaseId: string; code: string }> {
	const outcome = await work((tx) => openPhase(tx, 'command', check, { phase, minutes: 15 }));
	if (!outcome.ok) throw new Error(outcome.reason);
	const [opened] = (await work((tx) => listPhases(tx, [check.id]))).filter((one) => one.phase === phase);
	return { phaseId: opened?.id ?? '', code: outcome.code };
}
const countsOf = async (phaseId: string) =>
	(await work((tx) => listCounts(tx, [phaseId]))).flatMap(({ counts }) => counts);
const tables = async () =>
	(
		await scratch.own`select (select count(*) from check_receipts) as receipts, (select count(*) from check_cards) as cards`
	)[0];

describe('what is not allowed', () => {
	test('another county sees no check, no phase, no counter, and opens nothing', async () => {
		const check = await prepare('unpaired');
		const door = await open(check, 'before');
		await keepAnswer(door, sent([0, 1, 2, 3]));
		const abroad: Scope = { kind: 'committee', committeeId: elsewhere.id };
		await expect(work((tx) => getCheck(tx, check.id), abroad)).rejects.toMatchObject({ code: 'not_found' });
		expect(await work((tx) => listPhases(tx, [check.id]), abroad)).toEqual([]);
		expect(await work((tx) => listCounts(tx, [door.phaseId]), abroad)).toEqual([]);
		await expect(work((tx) => closePhase(tx, check, door.phaseId), abroad)).rejects.toMatchObject({
			code: 'not_found',
		});
	});

	test('whoever runs another activity carries no check of this one; whoever runs it does', async () => {
		const check = await prepare('unpaired');
		const other: Scope = { kind: 'activity', committeeId: committee.id, activityIds: [committee.id] };
		await expect(work((tx) => getCheck(tx, check.id), other)).rejects.toMatchObject({ code: 'not_found' });
		const own: Scope = { kind: 'activity', committeeId: committee.id, activityIds: [activityId] };
		const outcome = await work((tx) => openPhase(tx, 'command', check, { phase: 'before', minutes: 10 }), own);
		expect(outcome).toMatchObject({ ok: true });
	});

	test('a receipt of no phase, or of another county’s, is refused; with its check it goes', async () => {
		const check = await prepare('unpaired');
		const door = await open(check, 'before');
		await keepAnswer(door, sent([0, 1, 2, 3]));
		const stray = (phaseId: string, committeeId: string) =>
			work((tx) =>
				sql`insert into check_receipts (phase_id, hash, committee_id)
					values (${phaseId}, ${randomBytes(16)}, ${committeeId})`.execute(tx),
			);
		const refused = { message: 'a receipt belongs to a phase of its committee' };
		await expect(stray(randomUUID(), committee.id)).rejects.toMatchObject(refused);
		await expect(stray(door.phaseId, elsewhere.id)).rejects.toMatchObject(refused);
		const kept = async () =>
			Number((await scratch.own`select count(*) as n from check_receipts where phase_id = ${door.phaseId}`)[0]?.n);
		expect(await kept()).toBe(1);
		await work((tx) => deleteCheck(tx, check.id));
		expect(await kept()).toBe(0);
	});

	test('the public and the door of answers read neither activities nor people', async () => {
		const seen = (scope: Scope) =>
			work(async (tx) => (await tx.selectFrom('activities').select('id').execute()).length, scope);
		expect(await seen({ kind: 'answers' })).toBe(0);
		const accounts = await work((tx) => tx.selectFrom('accounts').select('id').execute(), { kind: 'answers' });
		expect(accounts).toEqual([]);
		const check = await prepare('unpaired');
		await expect(work((tx) => getCheck(tx, check.id), { kind: 'public' })).rejects.toMatchObject({ code: 'not_found' });
	});

	test('only the national office opens a check to the whole country', async () => {
		const draft = {
			setId: set,
			mode: 'after' as const,
			label: null,
			persons: 1000,
			title: { sq: 'Dita', en: 'The day' },
		};
		await expect(work((tx) => prepareNational(tx, 'command', committee, draft))).rejects.toMatchObject({
			code: 'forbidden',
		});
	});
});

describe('a code', () => {
	test('opens its phase until it ends, typed in small letters and with spaces', async () => {
		const check = await prepare('unpaired');
		const { code, phaseId } = await open(check, 'before');
		expect(await openDoor(`${code.slice(0, 3).toLowerCase()} ${code.slice(3)}`)).toMatchObject({ phaseId });
		await work((tx) => closePhase(tx, check, phaseId), desk());
		expect(await keepAnswer({ phaseId }, sent([0, 0, 0, 0]))).toBe('closed');
		expect(await lookAtDoor(code)).toBeNull();
		expect(await openDoor(code)).toBeNull();
	});

	test('that this installation has not drawn is refused without asking the database', () => {
		const codes = Array.from({ length: 32 ** 2 }, (_, n) => {
			const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
			return `AB2D${letters[Math.floor(n / 32)]}${letters[n % 32]}`;
		});
		expect(codes.filter((code) => readCode(code) !== null)).toHaveLength(1);
		for (const wrong of ['', 'ABC', 'ABCDEFG', '000000', "AB'--1"]) expect(readCode(wrong), wrong).toBeNull();
	});
});

describe('answers', () => {
	test('of a class at once are counted exactly; the same receipt counts once, whoever sends it again', async () => {
		const door = await open(await prepare('unpaired', 30), 'before');
		const all = Array.from({ length: 30 }, (_, n) => sent([n % 4, 1, n % 2, -1]));
		const outcomes = await Promise.all([...all, ...all].map((one) => keepAnswer(door, one)));
		expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(30);
		expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(30);
		const counts = await countsOf(door.phaseId);
		const of = (question: number, option: number) =>
			counts.find((one) => one.question === question && one.option === option)?.n;
		expect([0, 1, 2, 3].map((option) => of(0, option))).toEqual([8, 8, 7, 7]);
		expect([of(1, 1), of(2, 0), of(2, 1), of(3, -1)]).toEqual([30, 15, 15, 30]);
	});

	test('are no more than a fifth beyond the declared persons', async () => {
		const door = await open(await prepare('unpaired', 10), 'before');
		const outcomes = await Promise.all(Array.from({ length: 20 }, () => keepAnswer(door, sent([0, 0, 0, 0]))));
		expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(12);
		expect(outcomes.filter((outcome) => outcome === 'full')).toHaveLength(8);
	});

	test('after the end are refused, and the end takes the receipts away', async () => {
		const check = await prepare('unpaired');
		const door = await open(check, 'before');
		const one = sent([0, 0, 0, 0]);
		await keepAnswer(door, one);
		expect(Number((await tables())?.receipts)).toBeGreaterThan(0);
		await work((tx) => closePhase(tx, check, door.phaseId), desk());
		const [left] = await scratch.own`select count(*) as n from check_receipts where phase_id = ${door.phaseId}`;
		expect(Number(left?.n)).toBe(0);
		expect(await keepAnswer(door, sent([1, 1, 1, 1]))).toBe('closed');
		expect(await countsOf(door.phaseId)).toHaveLength(4);
	});

	test('of a phase that was left open are closed by the job when its minutes are over', async () => {
		const check = await prepare('unpaired');
		const door = await open(check, 'before');
		await keepAnswer(door, sent([0, 0, 0, 0]));
		expect(await work((tx) => tidyChecks(tx, new Date(Date.now() + 16 * 60_000)))).toMatchObject({
			closed: expect.any(Number),
		});
		const [phase] = await work((tx) => listPhases(tx, [check.id]));
		expect(phase).toMatchObject({ state: 'closed', endedAt: phase?.closesAt });
	});
});

describe('a paired check', () => {
	test('ends in counters of right before and after; no card is left', async () => {
		const check = await prepare('paired', 20);
		const before = await open(check, 'before');
		// The right option is the second: the first ten cards have it before, all but one have it after, and one card loses it.
		for (let card = 1; card <= 20; card += 1)
			expect(await keepAnswer(before, sent([card <= 10 ? 1 : 0, 3, 3, -1], { card }))).toBe('kept');
		expect(await keepAnswer(before, sent([0, 0, 0, 0], { card: 7 }))).toBe('card_used');
		await work((tx) => closePhase(tx, check, before.phaseId), desk());
		const sealed = await work((tx) => findCards(tx, check.id));
		expect(sealed?.toString('latin1')).not.toContain('before');
		const after = await open(check, 'after');
		for (let card = 20; card >= 1; card -= 1) await keepAnswer(after, sent([card === 3 ? 2 : 1, 1, 0, -1], { card }));
		// Came late: after without before is no pair.
		expect(await keepAnswer(after, sent([1, 1, 1, 1], { card: 22 }))).toBe('kept');
		await work((tx) => closePhase(tx, check, after.phaseId), desk());
		const pairs = (await work((tx) => listPairs(tx, [check.id]))).filter(({ question }) => question === 0);
		const n = (rightBefore: boolean, rightAfter: boolean) =>
			pairs.find((pair) => pair.rightBefore === rightBefore && pair.rightAfter === rightAfter)?.n ?? 0;
		expect([n(true, true), n(true, false), n(false, true), n(false, false)]).toEqual([9, 1, 10, 0]);
		expect(await work((tx) => findCards(tx, check.id))).toBeUndefined();
	});

	test('whose end is voided while it is open keeps what lies under its cards, and is asked again', async () => {
		const check = await prepare('paired', 20);
		const before = await open(check, 'before');
		for (let card = 1; card <= 10; card += 1) await keepAnswer(before, sent([0, 0, 0, 0], { card }));
		await work((tx) => closePhase(tx, check, before.phaseId), desk());
		const early = await open(check, 'after');
		await keepAnswer(early, sent([0, 0, 0, 0], { card: 1 }));
		await work((tx) => voidPhase(tx, check, { phaseId: early.phaseId, reason: 'U hap para orës' }), desk());
		const after = await open(check, 'after');
		for (let card = 1; card <= 10; card += 1)
			expect(await keepAnswer(after, sent([1, 1, 1, 1], { card }))).toBe('kept');
		await work((tx) => closePhase(tx, check, after.phaseId), desk());
		const pairs = () => work((tx) => listPairs(tx, [check.id]));
		const gained = { question: 0, rightBefore: false, rightAfter: true, n: 10 };
		expect(await pairs()).toContainEqual(expect.objectContaining(gained));
		// Weeks later it is asked again by mistake: the pairs have nothing to do with that.
		const later = await work((tx) =>
			openPhase(tx, 'command', check, { phase: 'follow_up', minutes: 10, now: new Date(Date.now() + 35 * 86_400_000) }),
		);
		if (!later.ok) throw new Error(later.reason);
		const [phase] = (await work((tx) => listPhases(tx, [check.id]))).filter((one) => one.phase === 'follow_up');
		await work((tx) => voidPhase(tx, check, { phaseId: phase?.id ?? '', reason: 'Klasë e gabuar' }), desk());
		expect(await pairs()).toContainEqual(expect.objectContaining(gained));
		await work((tx) => voidPhase(tx, check, { phaseId: after.phaseId, reason: 'Klasë e gabuar' }), desk());
		expect(await pairs()).toEqual([]);
	});

	test('whose second half never comes forgets its cards after a morning', async () => {
		const check = await prepare('paired');
		const before = await open(check, 'before');
		await keepAnswer(before, sent([0, 0, 0, 0], { card: 1 }));
		await work((tx) => closePhase(tx, check, before.phaseId), desk());
		await work((tx) => tidyChecks(tx, new Date(Date.now() + 11 * 3_600_000)));
		expect(await work((tx) => findCards(tx, check.id))).toBeDefined();
		await work((tx) => tidyChecks(tx, new Date(Date.now() + 13 * 3_600_000)));
		expect(await work((tx) => findCards(tx, check.id))).toBeUndefined();
	});
});

describe('what a person counts', () => {
	test('is kept, corrected by counting again, and what nobody raised a hand for was left out', async () => {
		const check = await prepare('group', 25);
		const { phaseId, code } = await openForHands(check, 'before');
		// What telephones would send is added to nothing.
		expect(await openDoor(code)).toBeNull();
		const count = (byQuestion: number[][]) =>
			work((tx) => countAnswers(tx, check, phaseId, { way: 'hands', counted: { persons: 24, byQuestion } }), desk());
		const rows = [
			[20, 3, 0, 1],
			[0, 0, 0, 0],
			[8, 8, 8, 0],
			[24, 0, 0, 0],
		];
		expect(await count(rows)).toEqual({ ok: true });
		expect(await count([[10, 10, 0, 1], ...rows.slice(1)])).toEqual({ ok: true });
		const counts = await countsOf(phaseId);
		expect(counts.filter(({ question }) => question === 0)).toEqual([
			{ question: 0, option: -1, n: 3 },
			{ question: 0, option: 0, n: 10 },
			{ question: 0, option: 1, n: 10 },
			{ question: 0, option: 3, n: 1 },
		]);
		const [phase] = await work((tx) => listPhases(tx, [check.id]));
		expect(phase?.answered).toBe(24);
	});

	test('is not taken where nobody raises hands', async () => {
		const check = await prepare('paired');
		const { phaseId } = await open(check, 'before');
		const counted = { persons: 2, byQuestion: [[1, 1, 0, 0]] };
		expect(await work((tx) => countAnswers(tx, check, phaseId, { way: 'hands', counted }))).toEqual({
			ok: false,
			reason: 'not_of_mode',
		});
	});
});

test('a phase that is voided counts nothing, says why, and may be repeated', async () => {
	const check = await prepare('unpaired');
	const door = await open(check, 'before');
	await keepAnswer(door, sent([0, 0, 0, 0]));
	const reason = 'U përgjigj dikush që nuk ishte në klasë';
	expect(await work((tx) => voidPhase(tx, check, { phaseId: door.phaseId, reason }), desk())).toEqual({ ok: true });
	expect(await countsOf(door.phaseId)).toEqual([]);
	expect(await open(check, 'before')).toMatchObject({ phase: 'before' });
});

test('asked afterwards, nobody says what was known before; a second time some weeks later, not earlier', async () => {
	const check = await prepare('unpaired');
	const after = await open(check, 'after');
	await work((tx) => closePhase(tx, check, after.phaseId));
	const attempt = (phase: Phase, days: number) =>
		work((tx) =>
			openPhase(tx, 'command', check, { phase, minutes: 10, now: new Date(Date.now() + days * 86_400_000) }),
		);
	expect(await attempt('before', 0)).toEqual({ ok: false, reason: 'after_first' });
	expect(await attempt('follow_up', 5)).toEqual({ ok: false, reason: 'too_soon' });
	expect(await attempt('follow_up', 57)).toEqual({ ok: false, reason: 'too_late' });
	expect(await attempt('follow_up', 30)).toMatchObject({ ok: true });
});
