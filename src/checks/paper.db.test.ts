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
import { closePhase, openPhase, prepareCheck, voidPhase } from './actions.server.ts';
import type { Check, FilledSheet, Mode } from './model.ts';
import { keepSheets } from './paper.server.ts';
import { getCheck, listCounts, listPairs, listPhases } from './store.server.ts';

let scratch: Scratch;
let committee: Committee;
let programme: Programme;
let set: string;
let number = 0;
let activityId: string;

const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = { kind: 'installation', actor: 'command' }) =>
	inTransaction(scope, run);

beforeAll(async () => {
	process.env.KAMBANA_SECRET ??= randomBytes(32).toString('base64url');
	scratch = await makeScratch('paper');
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

async function prepare(mode: Mode, persons = 10): Promise<Check> {
	const preparation = { setId: set, mode, label: 'IX-A', persons };
	const outcome = await work((tx) => prepareCheck(tx, 'command', committee, programme, number, preparation));
	if (!outcome.ok) throw new Error(outcome.reason);
	return work((tx) => getCheck(tx, outcome.id));
}
const desk = (): Scope => ({ kind: 'committee', committeeId: committee.id });
const keep = (check: Check, sheets: FilledSheet[], scope: Scope = desk()) =>
	work((tx) => keepSheets(tx, 'command', check, sheets), scope);
const both = (before: number[], after: number[]): FilledSheet => ({ before, after });
const times = (n: number, sheet: FilledSheet): FilledSheet[] => Array.from({ length: n }, () => sheet);
/** Of the first question, by whether it was right before and after. */
const pairsOf = async (check: Check) =>
	(await work((tx) => listPairs(tx, [check.id])))
		.filter(({ question }) => question === 0)
		.map(({ rightBefore, rightAfter, n }) => [rightBefore, rightAfter, n])
		.toSorted();

describe('what is not allowed', () => {
	test('another county, and whoever runs another activity, counts nothing', async () => {
		const check = await prepare('paired');
		const elsewhere = await work((tx) => getCommittee(tx, { code: 'AL-11' }));
		const one = [both([1, 1, 1, 1], [1, 1, 1, 1])];
		await expect(keep(check, one, { kind: 'committee', committeeId: elsewhere.id })).rejects.toThrow(/row-level/);
		const other: Scope = { kind: 'activity', committeeId: committee.id, activityIds: [committee.id] };
		await expect(keep(check, one, other)).rejects.toThrow(/row-level/);
		expect(await work((tx) => listPhases(tx, [check.id]))).toEqual([]);
		const own: Scope = { kind: 'activity', committeeId: committee.id, activityIds: [activityId] };
		expect(await keep(check, one, own)).toEqual({ ok: true });
	});

	test('hands have no sheets, and who is asked only afterwards has no half before', async () => {
		const one = [both([1, 1, 1, 1], [1, 1, 1, 1])];
		expect(await keep(await prepare('group'), one)).toEqual({ ok: false, reason: 'not_of_mode' });
		expect(await keep(await prepare('after'), one)).toEqual({ ok: false, reason: 'not_of_mode' });
	});

	test('no more sheets than a fifth beyond the declared persons', async () => {
		const check = await prepare('paired', 10);
		const sheet = both([1, 1, 1, 1], [1, 1, 1, 1]);
		expect(await keep(check, times(13, sheet))).toEqual({ ok: false, reason: 'beyond_quota' });
		expect(await keep(check, times(12, sheet))).toEqual({ ok: true });
	});

	test('a class is entered once; voided, once more', async () => {
		const check = await prepare('unpaired');
		const sheets = times(3, { before: [0, 0, 0, 0], after: null });
		expect(await keep(check, sheets)).toEqual({ ok: true });
		expect(await keep(check, sheets)).toEqual({ ok: false, reason: 'sheets_entered' });
		const [phase] = await work((tx) => listPhases(tx, [check.id]));
		await work((tx) => voidPhase(tx, check, { phaseId: phase?.id ?? '', reason: 'provë' }));
		expect(await keep(check, sheets)).toEqual({ ok: true });
	});

	test('nothing while somebody may still answer by telephone', async () => {
		const check = await prepare('unpaired');
		await work((tx) => openPhase(tx, 'command', check, { phase: 'before', minutes: 5 }));
		const sheets = times(1, { before: [0, 0, 0, 0], after: null });
		expect(await keep(check, sheets)).toEqual({ ok: false, reason: 'already_open' });
	});
});

test('of a paired check the sheets become two closed phases, counters and pairs, and nothing else', async () => {
	const check = await prepare('paired');
	const sheets = [
		...times(4, both([1, 0, -1, 3], [1, 1, 1, 3])),
		...times(3, both([0, 0, 0, 0], [1, 1, 1, 1])),
		both([1, 1, 1, 1], [2, 1, 1, 1]),
		// Came late, left early: counted, and in no pair.
		{ before: null, after: [1, 1, 1, 1] },
		{ before: [0, 0, 0, 0], after: null },
	];
	expect(await keep(check, sheets)).toEqual({ ok: true });
	const phases = await work((tx) => listPhases(tx, [check.id]));
	expect(phases.map(({ phase, state, answered }) => [phase, state, answered]).toSorted()).toEqual([
		['after', 'closed', 9],
		['before', 'closed', 9],
	]);
	expect(await pairsOf(check)).toEqual([
		[false, true, 3],
		[true, false, 1],
		[true, true, 4],
	]);
	const before = phases.find(({ phase }) => phase === 'before');
	const [counts, ...more] = await work((tx) => listCounts(tx, [before?.id ?? '']));
	expect(more).toEqual([]);
	expect(counts?.way).toBe('paper');
	expect(counts?.counts.filter(({ question }) => question === 2)).toEqual([
		{ question: 2, option: -1, n: 4 },
		{ question: 2, option: 0, n: 4 },
		{ question: 2, option: 1, n: 1 },
	]);
});

test('sheets are added to what telephones have answered, once that is closed', async () => {
	const check = await prepare('unpaired');
	await work((tx) => openPhase(tx, 'command', check, { phase: 'after', minutes: 5 }));
	const [phase] = await work((tx) => listPhases(tx, [check.id]));
	await work((tx) => closePhase(tx, check, phase?.id ?? ''));
	expect(await keep(check, times(2, { before: null, after: [1, 1, 1, 1] }))).toEqual({ ok: true });
	const phases = await work((tx) => listPhases(tx, [check.id]));
	expect(phases.map(({ id, answered }) => [id, answered])).toEqual([[phase?.id, 2]]);
	expect(await pairsOf(check)).toEqual([]);
});
