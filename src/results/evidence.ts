import { publish } from '#checks/disclosure.ts';
import type { Mode } from '#checks/model.ts';
import { type Answer, fiveAnswers } from '#returns/model.ts';
import type { CheckResult } from './model.ts';

export type Moment = 'before' | 'after';
/** Rounded numbers of answers, none of them of fewer than ten: what may be said in public. */
export type PublishedKnowledge = { answer: Answer; moment: Moment; right: number; asked: number };
export type Knowledge = {
	/** The activities, by number, at which a check in this mode has ended. */
	activities: number[];
	mode: Mode | null;
	published: PublishedKnowledge[];
};

type ClassOf = { number: number; result: CheckResult };

/**
 * What an announcement may say of what was learned: of one mode, the one with most answers at the end, because modes are never added; for each of the
 * five answers, how many answers to its questions of knowledge were right. Answers are counted, not persons. Goes through `publish`, a table for
 * each answer and moment.
 */
export function knowledgeOf(classes: readonly ClassOf[]): Knowledge {
	const ended = classes.filter(({ result }) => answeredAfter(result) > 0 && result.mode !== 'retrospective');
	const modes = [...Map.groupBy(ended, ({ result }) => result.mode)].map(([mode, of]) => ({
		...{ mode, of },
		answered: of.reduce((sum, { result }) => sum + answeredAfter(result), 0),
	}));
	const [most] = modes.sort((one, other) => other.answered - one.answered);
	if (!most) return { activities: [], mode: null, published: [] };
	const published = (['before', 'after'] as const).flatMap((moment) =>
		publishedAt(
			moment,
			most.of.map(({ result }) => result),
		),
	);
	const numbers = [...new Set(most.of.map(({ number }) => number))].sort((one, other) => one - other);
	return { activities: numbers, mode: most.mode, published };
}

const answeredAfter = ({ answered }: CheckResult): number => answered.find(({ phase }) => phase === 'after')?.n ?? 0;

function publishedAt(moment: Moment, results: readonly CheckResult[]): PublishedKnowledge[] {
	const questions = results.flatMap((one) => one.questions);
	return fiveAnswers.flatMap((answer) => {
		const parts = questions
			.filter(({ question }) => question.answer === answer && question.kind === 'knowledge')
			.flatMap((one) => one[moment] ?? []);
		const right = parts.reduce((sum, { count }) => sum + count, 0);
		const wrong = parts.reduce((sum, { n }) => sum + n, 0) - right;
		if (right + wrong === 0) return [];
		// A table for each answer: whoever left a question out is in none of its numbers.
		const { groups } = publish({ by: [{ key: moment }], cells: [{ at: [moment], counters: [[right, wrong]] }] });
		return groups.flatMap(({ questions: [one] }) => {
			const [counted] = one?.answers ?? [];
			return one && counted ? [{ answer, moment, right: counted.count.about, asked: one.n.about }] : [];
		});
	});
}
