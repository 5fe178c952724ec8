import type { Check } from '#checks/model.ts';
import { getCheck, listChecksOfMonth, listCounts, listPairs, listPhases } from '#checks/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { QuestionSet } from '#questions/model.ts';
import { getSet } from '#questions/store.server.ts';
import { type CheckResult, type Measured, resultOf } from './model.ts';

/** Checks with everything that is kept of them. */
export async function measure(tx: Transaction, checks: readonly Check[]): Promise<Measured[]> {
	const ids = checks.map(({ id }) => id);
	const phases = await listPhases(tx, ids);
	const ended = phases.filter(({ state }) => state === 'closed').map(({ id }) => id);
	const counts = await listCounts(tx, ended);
	const pairs = await listPairs(tx, ids);
	const sets = new Map<string, QuestionSet>();
	for (const { setId } of checks) if (!sets.has(setId)) sets.set(setId, await getSet(tx, setId));
	return checks.map((check) => {
		const own = phases.filter(({ checkId }) => checkId === check.id);
		return {
			check,
			set: sets.get(check.setId) as QuestionSet,
			phases: own,
			counts: counts.filter(({ phaseId }) => own.some(({ id }) => id === phaseId)),
			pairs: pairs.filter(({ checkId }) => checkId === check.id),
		};
	});
}

/** A class of a month: its activity by number and title. */
export type ClassResult = { check: Check; result: CheckResult; number: number; title: string };

/** What was measured in a month, class by class, in the order of the activities; what nobody has answered is left out. */
export async function listMonthResults(tx: Transaction, programmeId: string): Promise<ClassResult[]> {
	const found = await listChecksOfMonth(tx, programmeId);
	const measured = await measure(
		tx,
		found.map(({ check }) => check),
	);
	return measured.flatMap((one, at) => {
		const result = resultOf(one);
		const { number = 0, title = '' } = found[at] ?? {};
		return result.answered.some(({ n }) => n > 0) ? [{ check: one.check, result, number, title }] : [];
	});
}

/** What one check found. @throws Problem not_found for a check of another activity, or of another owner */
export async function getResult(
	tx: Transaction,
	owner: { committeeId: string; activityId: string | null },
	id: string,
): Promise<{ check: Check; isOpen: boolean; result: CheckResult }> {
	const check = await getCheck(tx, id);
	const [measured] =
		check.activityId === owner.activityId && check.committeeId === owner.committeeId ? await measure(tx, [check]) : [];
	if (!measured) throw new Problem('not_found', `check ${id} of another activity`);
	return { check, isOpen: measured.phases.some(({ state }) => state === 'open'), result: resultOf(measured) };
}
