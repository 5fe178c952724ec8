import { mostSmall, nearest, roundingUnit } from './crossing.ts';
import { leastAnswers } from './model.ts';

/** A number as it is told: about what, and between which numbers it is for certain. */
export type Rounded = { about: number; from: number; to: number };
/** One question of one set of people: how many they are, and by answer. */
export type RoundedQuestion = { n: Rounded; answers: Rounded[] };

/** A number below ten has to leave so many possibilities. */
const possibilities = 3;

/** Multiples of 5, or one step more coarsely of 15, 45 …: each of those has whole ones of the finer in it, so that to be coarser tells nothing. */
function rounded(about: number, level: number): Rounded {
	const unit = roundingUnit * 3 ** level;
	const coarser = nearest(about, unit);
	return { about: coarser, from: Math.max(0, coarser - (unit - 1) / 2), to: coarser + (unit - 1) / 2 };
}

/**
 * What is told of one set of people. Size and answers are each rounded to five. Now and then these narrow each other: 8, 3, 3 and 3 of 17 become 10, 5,
 * 5 and 5 of 15, which nothing else does. As everybody answered every question, what is possible can be said in a line; where a number below
 * ten has fewer than three possibilities, the size is told more coarsely, and if that is not enough the answers to the question. All this depends
 * on rounded numbers alone: to be coarser says nothing that these have not said.
 */
export function roundedQuestions(
	counters: readonly (readonly number[])[],
	mostPeople = Number.POSITIVE_INFINITY,
): RoundedQuestion[] {
	const size = nearest((counters[0] ?? []).reduce((sum, count) => sum + count, 0));
	const abouts = counters.map((counts) => counts.map((count) => nearest(count)));
	const levels = { size: 0, questions: abouts.map(() => 0) };
	for (;;) {
		const n = rounded(size, levels.size);
		const told = abouts.map((answers, question) => ({
			n: { ...n, from: Math.max(n.from, mostSmall + 1) },
			answers: answers.map((about) => rounded(about, levels.questions[question] ?? 0)),
		}));
		const narrow = narrowIn(told, abouts, mostPeople);
		if (narrow === null) return told;
		if (levels.size === 0) levels.size = 1;
		else levels.questions[narrow] = (levels.questions[narrow] ?? 0) + 1;
	}
}

/** The first question that gives a number below ten away, or null. */
function narrowIn(
	told: readonly RoundedQuestion[],
	abouts: readonly (readonly number[])[],
	mostPeople: number,
): number | null {
	const sum = (answers: readonly Rounded[], end: 'from' | 'to') => answers.reduce((all, one) => all + one[end], 0);
	// The size that all questions together leave possible; each of these sizes is possible in each question.
	const from = Math.max(...told.map(({ n, answers }) => Math.max(n.from, sum(answers, 'from'))));
	const to = Math.min(mostPeople, ...told.map(({ n, answers }) => Math.min(n.to, sum(answers, 'to'))));
	const found = told.findIndex(({ answers }, question) =>
		answers.some((answer, index) => {
			if ((abouts[question]?.[index] ?? 0) > leastAnswers) return false;
			const least = Math.max(answer.from, from - (sum(answers, 'to') - answer.to));
			const most = Math.min(answer.to, to - (sum(answers, 'from') - answer.from));
			return most - least + 1 < possibilities;
		}),
	);
	return found === -1 ? null : found;
}
