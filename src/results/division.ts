import {
	type ClassChange,
	type ClassesChange,
	type ClassesProportion,
	classesChange,
	classesProportion,
	rangeOf,
} from '#checks/clusters.ts';
import { leastAnswers, type Mode } from '#checks/model.ts';
import { type Part, pool } from '#checks/statistics.ts';
import { type Answer, type CountGroup, countGroups, fiveAnswers, groupOf } from '#returns/model.ts';
import { byMode, type StoredClass, type StoredResult } from './month.ts';

/** What the classes of a month are told apart by. By question is a table of its own (`month.ts`); class by class each has its page. */
export const divisions = ['question', 'mode', 'audience', 'municipality', 'class'] as const;
export type Division = (typeof divisions)[number];
type Apart = Exclude<Division, 'question' | 'class'>;
export const divisionOf = (wanted: string | null): Division =>
	divisions.find((division) => division === wanted) ?? 'question';

/** One of the five answers over classes of one mode: all their questions of knowledge about it together. */
export type AnswerTogether = {
	answer: Answer;
	classes: number;
	/** At least so many people answered at the end: whoever is asked two questions is one. */
	people: number;
	/** Of the classes that were asked before too; null where none was. Without a share where fewer than ten people were. */
	before: ClassesProportion | null;
	after: ClassesProportion;
	change: ClassesChange | null;
	/** Fewer than ten people: nothing is said in hundredths. */
	isFew: boolean;
};
export type ModeTogether = {
	mode: Mode;
	classes: number;
	answered: number;
	answers: AnswerTogether[];
	/** The five answers together, for a sentence; before and after of the same classes where there is a before. */
	whole: { before: Part | null; after: Part; isFew: boolean };
};
export type AudienceGroup = CountGroup | 'several' | 'unsaid';
export type Group =
	| { by: 'mode'; key: 'all' }
	| { by: 'audience'; key: AudienceGroup }
	| { by: 'municipality'; key: string; name: string | null };
export type GroupTogether = { group: Group; modes: ModeTogether[] };

/**
 * The classes of a month, told apart. Each class is in one group: a class of an activity for several audiences counts under several audiences, so that
 * nothing is counted twice. Roma and Egyptian communities are `community_members`, as in returns: nobody is tagged.
 */
export function divide(classes: readonly StoredClass[], by: Apart): GroupTogether[] {
	const groups = Map.groupBy(classes, (one) => keyOf(one, by));
	return [...groups]
		.sort(([one], [other]) => rank(one, by) - rank(other, by) || one.localeCompare(other, 'sq'))
		.flatMap(([, of]) => {
			const modes = byMode(of).flatMap((one) => together(one));
			return of[0] && modes.length > 0 ? [{ group: groupFor(of[0], by), modes }] : [];
		});
}

/** The one group of people that a class is of. */
export function audienceOf({ audiences }: Pick<StoredClass, 'audiences'>): AudienceGroup {
	const [one, ...more] = new Set(audiences.map(groupOf));
	return more.length > 0 ? 'several' : (one ?? 'unsaid');
}
/** Municipalities by name, those of none last. */
const keyOf = (one: StoredClass, by: Apart): string =>
	by === 'mode' ? 'all' : by === 'audience' ? audienceOf(one) : (one.municipalityName ?? '');
/** In the order in which they stand everywhere. */
export const audienceGroups: readonly AudienceGroup[] = [...countGroups, 'several', 'unsaid'];
const rank = (key: string, by: Division): number =>
	by === 'audience' ? audienceGroups.indexOf(key as AudienceGroup) : key === '' ? 1 : 0;

function groupFor(one: StoredClass, by: Apart): Group {
	if (by === 'mode') return { by, key: 'all' };
	if (by === 'audience') return { by, key: audienceOf(one) };
	return { by, key: one.municipalityCode ?? 'none', name: one.municipalityName };
}

/** What a class said to all its questions about one answer. */
type ClassPart = { before: Part | null; after: Part; people: number; peopleBefore: number };

function together({ mode, classes, answered }: ReturnType<typeof byMode>[number]): ModeTogether[] {
	const parts = new Map<Answer, ClassPart[]>(fiveAnswers.map((answer) => [answer, []]));
	for (const { results } of classes) for (const [answer, part] of partsOf(results)) parts.get(answer)?.push(part);
	const said = fiveAnswers.flatMap((answer) => answerTogether(answer, parts.get(answer) ?? []));
	if (said.length === 0) return [];
	const all = [...parts.values()].flat();
	const twice = all.filter(({ before }) => before !== null);
	const isCompared = said.some(({ before }) => before?.share != null);
	return [
		{
			...{ mode, classes: classes.length, answered, answers: said },
			whole: {
				before: isCompared ? pool(twice.flatMap(({ before }) => before ?? [])) : null,
				after: pool((isCompared ? twice : all).map(({ after }) => after)),
				isFew: Math.max(...said.map(({ people }) => people)) < leastAnswers,
			},
		},
	];
}

/** Of each answer all questions of knowledge together. With loops: a month has thousands of them. */
function partsOf(results: readonly StoredResult[]): Map<Answer, ClassPart> {
	const parts = new Map<Answer, ClassPart>();
	for (const { answer, kind, before, after } of results) {
		if (kind !== 'knowledge' || !after || after.n === 0) continue;
		const known = parts.get(answer);
		if (!known) {
			parts.set(answer, { before, after, people: after.n, peopleBefore: before?.n ?? 0 });
			continue;
		}
		// Where one of them was not asked before, there is no before.
		known.before = before && known.before && added(known.before, before);
		known.after = added(known.after, after);
		known.people = Math.max(known.people, after.n);
		known.peopleBefore = Math.max(known.peopleBefore, before?.n ?? 0);
	}
	return parts;
}
const added = (one: Part, other: Part): Part => ({ count: one.count + other.count, n: one.n + other.n });

function answerTogether(answer: Answer, parts: readonly ClassPart[]): AnswerTogether[] {
	if (parts.length === 0) return [];
	const twice = parts.flatMap(({ before, after, people, peopleBefore }) =>
		before ? [{ before, after, people, peopleBefore }] : [],
	);
	const people = sum(parts.map((one) => one.people));
	const isFew = people < leastAnswers;
	const isFewTwice =
		Math.min(sum(twice.map((one) => one.people)), sum(twice.map((one) => one.peopleBefore))) < leastAnswers;
	return [
		{
			...{ answer, classes: parts.length, people, isFew },
			before: twice.length > 0 ? shareOf(twice.map((one) => ({ part: one.before, people: one.peopleBefore }))) : null,
			after: shareOf(parts.map((one) => ({ part: one.after, people: one.people }))),
			change: isFewTwice || isFew ? null : changeOf(twice),
		},
	];
}

/** The range is of classes of ten people and more: ten answers of one class may be those of three people. */
function shareOf(classes: readonly { part: Part; people: number }[]): ClassesProportion {
	const whole = classesProportion(classes.map(({ part }) => part));
	if (sum(classes.map(({ people }) => people)) < leastAnswers)
		return { ...whole, share: null, interval: null, range: null };
	const large = classes.filter(({ people }) => people >= leastAnswers).map(({ part }) => part);
	return { ...whole, range: rangeOf(large) };
}

const changeOf = (twice: readonly ClassChange[]): ClassesChange =>
	classesChange(twice.map(({ before, after }) => ({ before, after })));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
