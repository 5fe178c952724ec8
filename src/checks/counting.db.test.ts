import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { closePhase, countAnswers, openPhase, prepareCheck, tidyChecks, voidPhase } from './actions.server.ts';
import { keepAnswer } from './answering.server.ts';
import { getCounting, submitCounted } from './desk.server.ts';
import { keepSheets } from './paper.server.ts';
import { getCheck, listCounts, listPhases } from './store.server.ts';

let scratch: Scratch;
let committee: Committee;
let programme: Programme;
let set: string;
let activityId: string;
let number = 0;

const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = { kind: 'installation', actor: 'command' }) =>
	inTransaction(scope, run);
const desk = (): Scope => ({ kind: 'committee', committeeId: committee.id });
const owner = () => ({ committeeId: committee.id, activityId });

beforeAll(async () => {
	process.env.KAMBANA_SECRET ??= randomBytes(32).toString('base64url');
	scratch = await makeScratch('counting');
	await work(async (tx) => {
		committee = await buildCommittee(tx);
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

/** A check of twenty persons, 24 answers at most, whose phase `after` is open for a quarter of an hour. */
async function opened() {
	const preparation = { setId: set, mode: 'unpaired' as const, label: 'IX-A', persons: 20 };
	return work(async (tx) => {
		const made = await prepareCheck(tx, 'command', committee, programme, number, preparation);
		if (!made.ok) throw new Error(made.reason);
		const check = await getCheck(tx, made.id);
		await openPhase(tx, 'command', check, { phase: 'after', minutes: 15 });
		const [phase] = await listPhases(tx, [check.id]);
		return { check, phaseId: phase?.id ?? '' };
	});
}
type Opened = Awaited<ReturnType<typeof opened>>;
const everybody = (persons: number) => Array.from({ length: 4 }, () => [0, persons, 0, 0]);
const count = (
	{ check, phaseId }: Opened,
	way: 'hands' | 'paper',
	persons: number,
	{ scope = desk(), minutes = 0 }: { scope?: Scope; minutes?: number } = {},
) => {
	const now = new Date(Date.now() + minutes * 60_000);
	const counted = { persons, byQuestion: everybody(persons) };
	return work((tx) => countAnswers(tx, check, phaseId, { way, counted, now }), scope);
};
const answer = async ({ phaseId }: Opened, times: number) => {
	for (let n = 0; n < times; n += 1) {
		const sent = { receipt: randomBytes(16).toString('hex'), proof: '', card: null, way: 'tablet' as const };
		expect(await keepAnswer({ phaseId }, { ...sent, answer: [1, 1, 1, 1] })).toBe('kept');
	}
};
const answered = async ({ check }: Opened) => (await work((tx) => listPhases(tx, [check.id])))[0]?.answered;
const typedFor = (phaseId: string, fields: Record<string, string>) =>
	Object.fromEntries(Object.entries({ phase_id: phaseId, ...fields }).map(([name, value]) => [name, [value]]));

describe('what is not allowed', () => {
	test('another county, and whoever runs another activity, counts nothing', async () => {
		const one = await opened();
		const elsewhere = await work((tx) => getCommittee(tx, { code: 'AL-11' }));
		const foreign: Scope = { kind: 'committee', committeeId: elsewhere.id };
		const other: Scope = { kind: 'activity', committeeId: committee.id, activityIds: [committee.id] };
		for (const scope of [foreign, other])
			await expect(count(one, 'hands', 20, { scope })).rejects.toMatchObject({ code: 'not_found' });
		const own: Scope = { kind: 'activity', committeeId: committee.id, activityIds: [activityId] };
		expect(await count(one, 'hands', 20, { scope: own })).toEqual({ ok: true });
	});

	test('one class counted in several ways is no more than the phase takes', async () => {
		const one = await opened();
		await answer(one, 3);
		const words = { known: 3, tablet: 3, phone: 0, persons: 22, sum: 25, quota: 24, left: 21 };
		expect(await count(one, 'paper', 22)).toMatchObject({
			ok: false,
			issues: [{ field: 'persons', message: 'check.issue.too_many.paper', words }],
		});
		expect(await count(one, 'hands', 20)).toEqual({ ok: true });
		expect(await count(one, 'paper', 2)).toMatchObject({ ok: false, issues: [{ words: { known: 23, left: 1 } }] });
		expect(await count(one, 'paper', 1)).toEqual({ ok: true });
		expect(await answered(one)).toBe(24);
		// Counted again in the same way it replaces itself.
		expect(await count(one, 'hands', 19)).toEqual({ ok: true });
		expect(await answered(one)).toBe(23);
	});

	test('telephones and counted hands that come at once are no more than the phase takes either', async () => {
		const one = await opened();
		const sent = () => ({ receipt: randomBytes(16).toString('hex'), proof: '', card: null, way: 'phone' as const });
		const answers = Array.from({ length: 24 }, () =>
			keepAnswer({ phaseId: one.phaseId }, { ...sent(), answer: [1, 1, 1, 1] }),
		);
		await Promise.all([...answers, count(one, 'hands', 12), count(one, 'paper', 12)]);
		expect(await answered(one)).toBeLessThanOrEqual(24);
	});

	test('a phase that is voided, or was closed more than an hour ago, takes no counts', async () => {
		const refused = { ok: false, reason: 'not_open' };
		const closed = await opened();
		await work((tx) => closePhase(tx, closed.check, closed.phaseId), desk());
		expect(await count(closed, 'hands', 20, { minutes: 61 })).toEqual(refused);
		expect(await count(closed, 'hands', 20, { minutes: 59 })).toEqual({ ok: true });
		await work((tx) => voidPhase(tx, closed.check, { phaseId: closed.phaseId, reason: 'Klasë e gabuar' }), desk());
		expect(await count(closed, 'hands', 20)).toEqual(refused);
		expect(await work((tx) => listCounts(tx, [closed.phaseId]))).toEqual([]);
	});

	test('what was typed for one phase is not kept for another', async () => {
		const one = await opened();
		const submit = (typed: Record<string, string[]>) =>
			work((tx) => submitCounted(tx, owner(), one.check.id, { way: 'hands', typed }), desk());
		const fields = { persons: '20', n0_1: '18' };
		expect(await submit(typedFor('', fields))).toEqual({ ok: false, reason: 'not_open' });
		const other = await opened();
		expect(await submit(typedFor(other.phaseId, fields))).toEqual({ ok: false, reason: 'not_open' });
		expect(await submit(typedFor(one.phaseId, { ...fields, n1_1: '24' }))).toMatchObject({
			issues: [{ field: 'n1_0', words: { question: 2, sum: 24, persons: 20 } }],
		});
		expect(await submit(typedFor(one.phaseId, fields))).toEqual({ ok: true });
	});
});

describe('whoever was counting when the minutes ran out', () => {
	test('saves while nobody has closed the phase, and for an hour after the job did', async () => {
		const one = await opened();
		expect(await count(one, 'hands', 18, { minutes: 20 })).toEqual({ ok: true });
		await work((tx) => tidyChecks(tx, new Date(Date.now() + 16 * 60_000)));
		const [phase] = await work((tx) => listPhases(tx, [one.check.id]));
		expect(phase).toMatchObject({ state: 'closed', endedAt: phase?.closesAt, answered: 18 });
		expect(await count(one, 'hands', 20, { minutes: 74 })).toEqual({ ok: true });
		expect(await count(one, 'hands', 19, { minutes: 76 })).toEqual({ ok: false, reason: 'not_open' });
		expect(await answered(one)).toBe(20);
	});

	test('finds the results of the closed phase counted anew', async () => {
		const one = await opened();
		const results = () =>
			scratch.own`select distinct answered, after_count, after_n from check_results where check_id = ${one.check.id}`;
		await answer(one, 2);
		await work((tx) => closePhase(tx, one.check, one.phaseId), desk());
		expect(await results()).toMatchObject([{ answered: 2, after_count: 2, after_n: 2 }]);
		const own: Scope = { kind: 'activity', committeeId: committee.id, activityIds: [activityId] };
		expect(await count(one, 'hands', 18, { scope: own })).toEqual({ ok: true });
		expect(await results()).toMatchObject([{ answered: 20, after_count: 20, after_n: 20 }]);
	});
});

describe('the page of counting', () => {
	test('shows what was counted in its way, what came in otherwise, and until when', async () => {
		const one = await opened();
		await answer(one, 2);
		await count(one, 'paper', 7);
		const see = async (way: 'hands' | 'paper') =>
			(await work((tx) => getCounting(tx, owner(), one.check.id, way), desk())).phases[0];
		const hands = await see('hands');
		expect(hands).toMatchObject({ beside: { tablet: 2, paper: 7 }, saved: {}, minutesLeft: 15 });
		expect(hands?.until?.getTime()).toBe((hands?.closesAt.getTime() ?? 0) + 3_600_000);
		expect(await see('paper')).toMatchObject({ beside: { tablet: 2 }, saved: { persons: ['7'], n0_1: ['7'] } });
	});

	test('shows sheets that were entered one by one as what was counted before', async () => {
		const one = await opened();
		await work((tx) => closePhase(tx, one.check, one.phaseId), desk());
		const sheets = Array.from({ length: 3 }, () => ({ before: null, after: [0, 1, 2, -1] }));
		await work((tx) => keepSheets(tx, 'command', one.check, sheets), desk());
		const { phases } = await work((tx) => getCounting(tx, owner(), one.check.id, 'paper'), desk());
		expect(phases[0]?.saved).toMatchObject({ persons: ['3'], n0_0: ['3'], n2_2: ['3'] });
	});
});
