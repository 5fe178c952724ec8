import type { Actor, Transaction } from '#platform/db.server.ts';
import { getSet } from '#questions/store.server.ts';
import { drawCode } from './code.server.ts';
import {
	type Answer,
	askedIn,
	type Check,
	type CheckPhase,
	type CheckWhyNot,
	type Counts,
	type FilledSheet,
	leftOut,
	quotaOf,
	sheetsPerPhase,
	whyNotKeepSheets,
} from './model.ts';
import {
	addPairs,
	addSheets,
	findActivityState,
	insertPhase,
	listCounts,
	listPhases,
	lockCheck,
	type Pair,
	recountChecks,
} from './store.server.ts';

/**
 * Counts the printed sheets of a class, all at once: counters of each phase, and of a paired check right before against right after. Phases that
 * nobody opened were on paper: they are kept as closed. Of a sheet there is no row, no time and no order.
 */
export async function keepSheets(
	tx: Transaction,
	actor: Actor,
	check: Check,
	sheets: readonly FilledSheet[],
	now = new Date(),
): Promise<{ ok: true } | { ok: false; reason: CheckWhyNot }> {
	await lockCheck(tx, check.id);
	const phases = await listPhases(tx, [check.id]);
	const reason = await whyNotSheets(tx, check, phases, sheets);
	if (reason) return { ok: false, reason };
	for (const { phase, n } of sheetsPerPhase(sheets)) {
		const known = phases.find((one) => one.phase === phase && one.state !== 'voided');
		const opened = { checkId: check.id, committeeId: check.committeeId, phase, code: drawCode(), actor, over: true };
		const phaseId = known?.id ?? (await insertPhase(tx, { ...opened, quota: quotaOf(check.persons), closesAt: now }));
		const answers = sheets.flatMap((sheet) => (sheet[phase] === null ? [] : [sheet[phase]]));
		await addSheets(tx, { committeeId: check.committeeId, phaseId, answered: n }, countsOf(answers));
	}
	if (check.mode === 'paired') await addPairs(tx, check, await pairsOf(tx, check, sheets));
	await recountChecks(tx, [check.id]);
	return { ok: true };
}

/** Why these sheets cannot be counted now, or null. */
export async function whyNotSheets(
	tx: Transaction,
	check: Check,
	phases: readonly CheckPhase[],
	sheets: readonly FilledSheet[],
): Promise<CheckWhyNot | null> {
	const counts = await listCounts(
		tx,
		phases.map(({ id }) => id),
	);
	const onPaper = new Set(counts.filter(({ way }) => way === 'paper').map(({ phaseId }) => phaseId));
	const existing = phases.map((phase) => ({ ...phase, onPaper: onPaper.has(phase.id) }));
	return whyNotKeepSheets(check, existing, sheets, await findActivityState(tx, check.activityId));
}

/** How often each option was chosen; what was left out is counted too. */
function countsOf(answers: readonly Answer[]): Counts {
	const sums = new Map<string, Counts[number]>();
	for (const answer of answers)
		for (const [question, option] of answer.entries()) {
			const name = `${question} ${option}`;
			sums.set(name, { question, option, n: (sums.get(name)?.n ?? 0) + 1 });
		}
	return [...sums.values()];
}

type Paired = { before?: Answer | null; after?: Answer | null };
/** Of those who answered a question twice: how many were right before, after, both times, never. */
export async function pairsOf(tx: Transaction, check: Check, paired: readonly Paired[]): Promise<Pair[]> {
	const questions = askedIn(check.mode, await getSet(tx, check.setId));
	const sums = new Map<string, Pair>();
	for (const { before, after } of paired) {
		if (!before || !after) continue;
		for (const [question, { right }] of questions.entries()) {
			// Whoever left it out did not answer it twice.
			if (right === null || before[question] === leftOut || after[question] === leftOut) continue;
			const [rightBefore, rightAfter] = [before[question] === right, after[question] === right];
			const name = `${question} ${rightBefore} ${rightAfter}`;
			const n = (sums.get(name)?.n ?? 0) + 1;
			sums.set(name, { checkId: check.id, question, rightBefore, rightAfter, n });
		}
	}
	return [...sums.values()];
}
