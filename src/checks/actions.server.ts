import { getActivity } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { whyNotAsk } from '#questions/model.ts';
import { getSet } from '#questions/store.server.ts';
import { openCards, sealCards } from './answers.server.ts';
import { drawCode } from './code.server.ts';
import { answeredBeside, countedUntil, whyTooMany } from './counting.ts';
import type { Counted, NationalPreparation, Preparation } from './input.ts';
import {
	askedIn,
	type Check,
	type CheckPhase,
	type CheckWhyNot,
	type Counts,
	leftOut,
	type Phase,
	quotaOf,
	waysOf,
	whyNotOpen,
} from './model.ts';
import { pairsOf } from './paper.server.ts';
import {
	addPairs,
	deleteCards,
	deleteCardsOlderThan,
	deleteCheck,
	deletePairs,
	endPhase,
	findActivityState,
	findCards,
	getCheck,
	insertCheck,
	insertPhase,
	listChecks,
	listCounts,
	listOverdue,
	listPhases,
	lockPhase,
	recountChecks,
	saveCards,
	saveCounted,
} from './store.server.ts';

type Outcome<T = object> = ({ ok: true } & T) | { ok: false; reason: CheckWhyNot };
const no = (reason: CheckWhyNot) => ({ ok: false, reason }) as const;

/** Prepares a check for an activity: set, mode and declared persons never change; another of these is another check. */
export async function prepareCheck(
	tx: Transaction,
	actor: Actor,
	committee: Pick<Committee, 'id'>,
	programme: Pick<Programme, 'id'>,
	number: number,
	preparation: Preparation,
): Promise<Outcome<{ id: string }>> {
	const activity = await getActivity(tx, programme.id, number);
	if (activity.state === 'cancelled' || activity.state === 'postponed') return no('cancelled');
	if (!(await mayBeAsked(tx, preparation))) return no('not_of_mode');
	const id = await insertCheck(tx, {
		...{ ...preparation, committeeId: committee.id, activityId: activity.id, title: null, actor },
	});
	return { ok: true, id };
}

/** A check that is open to the whole country; only the national office has those. */
export async function prepareNational(
	tx: Transaction,
	actor: Actor,
	committee: Pick<Committee, 'id' | 'level'>,
	preparation: NationalPreparation,
): Promise<Outcome<{ id: string }>> {
	if (committee.level !== 'national') throw new Problem('forbidden', 'a check for the whole country of a county');
	if (!(await mayBeAsked(tx, preparation))) return no('not_of_mode');
	const id = await insertCheck(tx, { ...preparation, committeeId: committee.id, activityId: null, actor });
	return { ok: true, id };
}

/** Whether the set is ready, and has something that the mode asks. */
async function mayBeAsked(tx: Transaction, { setId, mode }: Pick<Preparation, 'setId' | 'mode'>): Promise<boolean> {
	const set = await getSet(tx, setId);
	return whyNotAsk(set, dayAt(new Date())) === null && askedIn(mode, set).length > 0;
}

/** A check that nobody has answered goes without a trace but in the audit. */
export async function removeCheck(tx: Transaction, check: Check): Promise<Outcome> {
	const existing = await listPhases(tx, [check.id]);
	if (existing.some(({ answered, state }) => answered > 0 && state !== 'voided')) return no('has_answers');
	if (existing.some(({ state }) => state === 'open')) return no('already_open');
	await deleteCheck(tx, check.id);
	return { ok: true };
}

type Opening = { phase: Phase; minutes: number; now?: Date };

/** Opens a phase under a code that is drawn. @returns the code */
export async function openPhase(
	tx: Transaction,
	actor: Actor,
	check: Check,
	{ phase, minutes, now = new Date() }: Opening,
): Promise<Outcome<{ code: string }>> {
	const existing = await closeOverduePhases(tx, check, await listPhases(tx, [check.id]), now);
	const state = await findActivityState(tx, check.activityId);
	const reason = whyNotOpen(check, existing, phase, { state, now });
	if (reason) return no(reason);
	const code = drawCode();
	await insertPhase(tx, {
		...{ checkId: check.id, committeeId: check.committeeId, phase, code, actor },
		...{ quota: quotaOf(check.persons), closesAt: new Date(now.getTime() + minutes * 60_000) },
	});
	return { ok: true, code };
}

async function closeOverduePhases(tx: Transaction, check: Check, existing: CheckPhase[], now: Date) {
	const overdue = existing.filter(({ state, closesAt }) => state === 'open' && closesAt <= now);
	for (const { id } of overdue) await closePhase(tx, check, id, now);
	return overdue.length > 0 ? listPhases(tx, [check.id]) : existing;
}

/** Ends a phase: receipts go, and of a paired check the cards too once both sides are in; what is left are counters. */
export async function closePhase(tx: Transaction, check: Check, phaseId: string, now = new Date()): Promise<Outcome> {
	const outcome = await endOpen(tx, check, phaseId, now);
	if (outcome.ok) await recountChecks(tx, [check.id]);
	return outcome;
}

async function endOpen(tx: Transaction, check: Check, phaseId: string, now: Date): Promise<Outcome> {
	const phase = await lockPhase(tx, phaseId);
	if (phase.checkId !== check.id) throw new Problem('not_found', `phase ${phaseId} of another check`);
	if (phase.state !== 'open') return no('already_closed');
	if (check.mode === 'paired' && phase.phase === 'after') await pairUp(tx, check);
	await endPhase(tx, phaseId, { state: 'closed', at: phase.closesAt < now ? phase.closesAt : now });
	return { ok: true };
}

/** From cards to counters: how many were right before and after, and no card is kept. */
async function pairUp(tx: Transaction, check: Check): Promise<void> {
	const cards = openCards(check.id, await findCards(tx, check.id));
	await addPairs(tx, check, await pairsOf(tx, check, Object.values(cards)));
	await deleteCards(tx, check.id);
}

/** Says that a phase does not count, with the reason; its counters go. It may then be repeated. */
export async function voidPhase(
	tx: Transaction,
	check: Check,
	{ phaseId, reason }: { phaseId: string; reason: string },
	now = new Date(),
): Promise<Outcome> {
	const phase = await lockPhase(tx, phaseId);
	if (phase.checkId !== check.id) throw new Problem('not_found', `phase ${phaseId} of another check`);
	if (phase.state === 'voided') return no('already_closed');
	if (check.mode === 'paired') await forgetPairs(tx, check, phase.phase);
	await endPhase(tx, phaseId, { state: 'voided', reason, at: now });
	await recountChecks(tx, [check.id]);
	return { ok: true };
}

/** What cards told goes with either side of it; weeks later nobody has a card. What lies under the cards since before the hour waits for another end. */
async function forgetPairs(tx: Transaction, check: Check, phase: Phase): Promise<void> {
	if (phase === 'follow_up') return;
	await deletePairs(tx, check.id);
	if (phase === 'before') return void (await deleteCards(tx, check.id));
	const cards = Object.entries(openCards(check.id, await findCards(tx, check.id)));
	const waiting = cards.flatMap(([card, { before }]) => (before ? [[card, { before }] as const] : []));
	await deleteCards(tx, check.id);
	if (waiting.length > 0) await saveCards(tx, check, sealCards(check.id, Object.fromEntries(waiting)));
}

/**
 * Keeps what a person counted: hands, or printed sheets. Counted again in the same way, the latest counts; beside other ways it is added to them,
 * and all together are no more than the phase takes. For an hour after its end figures are counted anew.
 */
export async function countAnswers(
	tx: Transaction,
	check: Check,
	phaseId: string,
	{ way, counted, now = new Date() }: { way: 'hands' | 'paper'; counted: Counted; now?: Date },
): Promise<Outcome | { ok: false; reason?: undefined; issues: Issue[] }> {
	const phase = await lockPhase(tx, phaseId);
	if (phase.checkId !== check.id) throw new Problem('not_found', `phase ${phaseId} of another check`);
	if (!waysOf[check.mode].includes(way)) return no('not_of_mode');
	if (countedUntil(phase, now) === null) return no('not_open');
	const beside = answeredBeside(way, await listCounts(tx, [phaseId]));
	const tooMany = whyTooMany(way, counted.persons, phase.quota, beside);
	if (tooMany) return { ok: false, issues: [tooMany] };
	await saveCounted(tx, { committeeId: check.committeeId, phaseId, way }, countsOf(counted));
	if (phase.state === 'closed') await recountChecks(tx, [check.id]);
	return { ok: true };
}

/** What nobody raised a hand for was left out: every question has one number for every person. */
const countsOf = ({ persons, byQuestion }: Counted): Counts =>
	byQuestion.flatMap((row, question) => {
		const left = persons - row.reduce((sum, n) => sum + n, 0);
		const all = [...row.map((n, option) => ({ question, option, n })), { question, option: leftOut, n: left }];
		return all.filter(({ n }) => n > 0);
	});

/** The checks of an activity, each with its phases. */
export async function listWithPhases(
	tx: Transaction,
	of: { committeeId: string; activityId: string | null },
): Promise<{ check: Check; phases: CheckPhase[] }[]> {
	const checks = await listChecks(tx, of);
	const phases = await listPhases(
		tx,
		checks.map(({ id }) => id),
	);
	return checks.map((check) => ({ check, phases: phases.filter(({ checkId }) => checkId === check.id) }));
}

/** Cards are kept for the hour between before and after; a morning is enough. */
const hoursOfCards = 12;

/** What a job does every minute: closes phases whose time is over, and takes away the cards of a class that never came to the second half. */
export async function tidyChecks(tx: Transaction, now = new Date()): Promise<{ closed: number; forgotten: number }> {
	const overdue = await listOverdue(tx, now);
	const ended = new Set<string>();
	for (const { id } of overdue) {
		const { checkId } = await lockPhase(tx, id);
		await endOpen(tx, await getCheck(tx, checkId), id, now);
		ended.add(checkId);
	}
	// After all of them: whoever ends one phase holds it before the sums of its month, and would wait for us as we for it.
	await recountChecks(tx, [...ended]);
	const forgotten = await deleteCardsOlderThan(tx, new Date(now.getTime() - hoursOfCards * 3_600_000));
	return { closed: overdue.length, forgotten };
}
