import { type ClassesChange, type ClassesProportion, classesChange, classesProportion } from '#checks/clusters.ts';
import type { Mode } from '#checks/model.ts';
import type { Part } from '#checks/statistics.ts';
import type { SetQuestion } from '#questions/model.ts';
import { type CheckResult, isPaired } from './model.ts';

/** A version of a question over all classes that were asked in one mode. */
export type PooledQuestion = {
	question: SetQuestion;
	classes: number;
	after: ClassesProportion;
	/** Null where nothing was asked before. */
	change: ClassesChange | null;
};
export type PooledMode = { mode: Mode; classes: number; answered: number; questions: PooledQuestion[] };

/**
 * What classes know together: counts of one version of a question in one mode are added, and the interval says that pupils of one class are alike. What
 * was measured in another mode stands apart.
 */
export function poolResults(results: readonly CheckResult[]): PooledMode[] {
	const shown = results.filter(({ answered }) => answered.some(({ phase }) => phase === 'after'));
	return [...Map.groupBy(shown, ({ mode }) => mode)].map(([mode, of]) => ({
		mode,
		classes: of.length,
		answered: of.reduce((sum, one) => sum + (one.answered.find(({ phase }) => phase === 'after')?.n ?? 0), 0),
		questions: poolQuestions(of),
	}));
}

function poolQuestions(results: readonly CheckResult[]): PooledQuestion[] {
	const asked = results.flatMap(({ questions }) => questions);
	const versions = Map.groupBy(asked, ({ question }) => question.versionId);
	const pooled = [...versions.values()].flatMap((of) => {
		const [one] = of;
		if (!one) return [];
		const afters = of.flatMap(({ after }) => (after ? [asPart(after)] : []));
		// Of a paired check those count who were there twice.
		const changes = of.flatMap(({ change }) => (change ? [{ before: change.before, after: change.after }] : []));
		return [
			{
				question: one.question,
				classes: of.length,
				after: classesProportion(
					of.every(({ change }) => isPaired(change)) ? changes.map(({ after }) => after) : afters,
				),
				change: changes.length > 0 ? classesChange(changes) : null,
			},
		];
	});
	return pooled.sort((one, other) => one.question.answer - other.question.answer);
}

const asPart = ({ count, n }: Part): Part => ({ count, n });
