import { type ClassesProportion, classesProportion } from '#checks/clusters.ts';
import type { Mode } from '#checks/model.ts';
import type { Part } from '#checks/statistics.ts';
import type { SetQuestion } from '#questions/model.ts';
import type { CheckResult } from '#results/model.ts';

type Three = Record<'before' | 'after' | 'followUp', ClassesProportion>;
export type LaterQuestion = Three & { question: SetQuestion };
export type LaterMode = { mode: Mode; classes: number; questions: LaterQuestion[] };

/** What classes that were reached knew at the three times, by mode and version of a question; answers are added, of the same classes each time. */
export const laterOf = (results: readonly CheckResult[]): LaterMode[] =>
	[...Map.groupBy(results, ({ mode }) => mode)].map(([mode, of]) => {
		const asked = Map.groupBy(
			of.flatMap(({ questions }) => questions),
			({ question }) => question.versionId,
		);
		const questions = [...asked.values()].flatMap((ones): LaterQuestion[] => {
			const [one] = ones;
			const whole = ones.filter(({ before, after, followUp }) => before && after && followUp);
			const together = (time: keyof Three) =>
				classesProportion(
					whole.flatMap(({ [time]: part }): Part[] => (part ? [{ count: part.count, n: part.n }] : [])),
				);
			if (!one || whole.length === 0) return [];
			const [before, after, followUp] = [together('before'), together('after'), together('followUp')];
			return [{ question: one.question, before, after, followUp }];
		});
		return { mode, classes: of.length, questions };
	});
