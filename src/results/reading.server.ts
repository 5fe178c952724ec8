import type { Check } from '#checks/model.ts';
import { listChecks, listCounts, listPairs, listPhases } from '#checks/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
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

export type ActivityResult = { check: Check; result: CheckResult };

/** What was measured at an activity, class by class. */
export async function listResults(
	tx: Transaction,
	of: { committeeId: string; activityId: string },
): Promise<ActivityResult[]> {
	const measured = await measure(tx, await listChecks(tx, of));
	return measured.map((one) => ({ check: one.check, result: resultOf(one) }));
}
