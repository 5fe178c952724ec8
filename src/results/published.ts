import { leastClasses } from '#checks/clusters.ts';
import { type Branch, roundingUnit, type Table } from '#checks/crossing.ts';
import {
	type PublishedGroup,
	type PublishedQuestion,
	type PublishedShare,
	type PublishedTable,
	publish,
	toldShare,
} from '#checks/disclosure.ts';
import { leastAnswers, type Mode } from '#checks/model.ts';
import type { Rounded } from '#checks/rounding.ts';
import { type Interval, type Part, wilson } from '#checks/statistics.ts';
import type { Audience } from '#programmes/model.ts';
import { type Answer, fiveAnswers } from '#returns/model.ts';
import { type AudienceGroup, audienceGroups, audienceOf } from './division.ts';

export const moments = ['before', 'after'] as const;
export type Moment = (typeof moments)[number];

/** A class that is over, as it is counted for what is published. */
export type CountedClass = {
	id: string;
	mode: Mode;
	/** Of its activity. */
	number: number;
	audiences: Audience[];
	/** Who answered; with cards, those who did so twice. Null where nobody was asked before. */
	people: { before: number | null; after: number };
	/** Its questions of knowledge. */
	results: { answer: Answer; isReviewed: boolean; before: Part | null; after: Part | null }[];
};

/** Why nothing more is published now: the month is not over, or a class of it is being asked. */
export type Waits = 'period' | 'phases';

/** A table as it was published, and what each of its questions was about, and when it was asked. */
export type KeptTable = { questions: KeptQuestion[]; table: PublishedTable };
/** In how many classes it was asked: tables that were kept before this was counted do not say, and have no interval. */
export type KeptQuestion = { answer: Answer; moment: Moment; classes?: number };
/** What is published of the classes that were asked in one mode: made once, and kept. */
export type KeptMode = {
	mode: PublishedMode;
	classes: number;
	/** By number. */
	activities: number[];
	/** The classes in it: what was in a table is never in another. */
	checks: string[];
	/** Somebody else has read every question that was asked. */
	isReviewed: boolean;
	tables: KeptTable[];
};

/** Confidence measures no knowledge, so what people say of themselves afterwards is not here. */
export const modesPublished = ['paired', 'unpaired', 'group', 'after'] as const satisfies readonly Mode[];
export type PublishedMode = (typeof modesPublished)[number];
const everybody = 'all';

/**
 * The tables of a month: county and month, told apart by audience (docs/decisions/0040). Modes are never added; a class that nobody asked before counts as asked at
 * the end only. The same people twice are in one table, so that nothing is had from comparing two.
 */
export function tablesOf(classes: readonly CountedClass[]): KeptMode[] {
	const counted = classes.filter(({ people, results }) => results.length > 0 && people.after > 0);
	return modesPublished.flatMap((mode): KeptMode[] => {
		const of = counted.filter((one) => (one.people.before === null ? 'after' : one.mode) === mode);
		if (of.length === 0) return [];
		const asked: Moment[] = mode === 'after' ? ['after'] : [...moments];
		return [
			{
				...{ mode, classes: of.length },
				activities: [...new Set(of.map(({ number }) => number))].sort((one, other) => one - other),
				checks: of.map(({ id }) => id).sort(),
				isReviewed: of.every(({ results }) => results.every(({ isReviewed }) => isReviewed)),
				tables: (mode === 'paired' ? [asked] : asked.map((moment) => [moment])).map((at) => {
					const { questions, table } = tableOf(of, at);
					return { questions, table: publish(table) };
				}),
			},
		];
	});
}

/**
 * What goes through `publish`: by audience, for each of the five answers who was right, who was not, and who left the question out or was not asked it. A class that was
 * asked two questions about one answer has them side by side, so that people are counted and never their answers.
 */
export function tableOf(
	classes: readonly CountedClass[],
	at: readonly Moment[],
): { questions: KeptTable['questions']; table: Table } {
	const places = at.flatMap((moment) =>
		fiveAnswers.flatMap((answer) => {
			const most = Math.max(...classes.map((one) => about(one, answer).length));
			return Array.from({ length: most }, (_, place) => ({ answer, moment, place }));
		}),
	);
	const cells = [...Map.groupBy(classes, audienceOf)].map(([audience, of]) => ({
		at: [audience],
		counters: places.map(({ answer, moment, place }) => {
			const all = of.map((one) => countersOf(one.people[moment] ?? 0, about(one, answer)[place]?.[moment]));
			return [0, 1, 2].map((answer) => sum(all.map((counters) => counters[answer] ?? 0)));
		}),
	}));
	const by: [Branch] = [{ key: everybody, parts: audienceGroups.map((key) => ({ key })) }];
	const questions = places.map(({ answer, moment, place }) => ({
		...{ answer, moment },
		classes: classes.filter((one) => (about(one, answer)[place]?.[moment]?.n ?? 0) > 0).length,
	}));
	return { questions, table: { by, cells } };
}

const about = ({ results }: CountedClass, answer: Answer) => results.filter((one) => one.answer === answer);
const countersOf = (people: number, part: Part | null | undefined): number[] =>
	part ? [part.count, part.n - part.count, people - part.n] : [0, 0, people];

/** What is known of one of the five answers at one moment: all of it from published numbers. */
export type Known = {
	/** Answers that were right, and that were not. */
	right: Rounded;
	wrong: Rounded;
	/** How many people gave them, and to how many questions at most. */
	people: Rounded;
	questions: number;
	share: PublishedShare;
	/** Between which shares it is for certain, as of those who were asked. */
	span: Interval;
	/** Between which it is with 95 % as of all who might have been asked; null below five classes. */
	interval: Interval | null;
};
export type KnownAnswer = { answer: Answer; before: Known | null; after: Known | null };
export type KnownGroup = {
	key: AudienceGroup | typeof everybody;
	/** Told of together with others only. */
	isHidden: boolean;
	people: Record<Moment, Rounded | null>;
	answers: KnownAnswer[];
};
export type KnownMode = Omit<KeptMode, 'tables' | 'checks'> & { whole: KnownGroup; audiences: KnownGroup[] };

/** Published tables as pages, files and announcements read them. */
export function knownOf({ tables, checks: _, ...mode }: KeptMode): KnownMode {
	const keys = new Set(tables.flatMap(({ table }) => table.groups.map(({ at }) => at[0])));
	return {
		...mode,
		whole: groupOf(tables, everybody),
		audiences: audienceGroups.filter((key) => keys.has(key)).map((key) => groupOf(tables, key)),
	};
}

function groupOf(tables: readonly KeptTable[], key: KnownGroup['key']): KnownGroup {
	const found = (moment: Moment): { group: PublishedGroup; questions: KeptTable['questions'] } | null => {
		const one = tables.find(({ questions }) => questions.some((question) => question.moment === moment));
		const group = one?.table.groups.find(({ at }) => at[0] === key);
		return one && group && group.state !== 'hidden' ? { group, questions: one.questions } : null;
	};
	const [before, after] = moments.map(found);
	const known = (of: typeof before, moment: Moment, answer: Answer): Known | null => {
		const asked = of?.questions.flatMap((question, at) => {
			const found = of.group.questions[at];
			return found && question.answer === answer && question.moment === moment
				? [{ ...found, classes: key === everybody ? (question.classes ?? 0) : null }]
				: [];
		});
		return asked && asked.length > 0 ? knownFrom(asked) : null;
	};
	const wereAsked = fiveAnswers.filter((answer) =>
		tables.some(({ questions }) => questions.some((question) => question.answer === answer)),
	);
	return {
		...{ key, isHidden: !after },
		people: { before: before?.group.questions[0]?.n ?? null, after: after?.group.questions[0]?.n ?? null },
		answers: wereAsked.map((answer) => ({
			answer,
			before: known(before, 'before', answer),
			after: known(after, 'after', answer),
		})),
	};
}

/** Null where fewer than ten people may have been asked. Of a part of everybody nothing is known of classes. */
function knownFrom(questions: readonly (PublishedQuestion & { classes: number | null })[]): Known | null {
	const parts = questions.map(({ n, answers: [right, wrong, none], classes }) => {
		const [one, other] = [right?.count ?? nobody, wrong?.count ?? nobody];
		const asked = together([one, other]);
		// Where hardly anybody left it out, the size of the group is the better number of the two.
		const people = none?.count.about === 0 || asked.about > n.about ? n : asked;
		return { right: one, wrong: other, asked, people, classes };
	});
	const most = parts.reduce((one, other) => (other.asked.about > one.asked.about ? other : one));
	if (most.asked.from < leastAnswers) return null;
	const [right, wrong] = [together(parts.map((one) => one.right)), together(parts.map((one) => one.wrong))];
	const span = { low: right.from / (right.from + wrong.to), high: right.to / (right.to + wrong.from) };
	const share = right.about / (right.about + wrong.about);
	const sets = Math.max(1, Math.round((most.right.to - most.right.from) / (roundingUnit - 1)));
	return {
		...{ right, wrong, people: most.people, questions: parts.length, span },
		share: toldShare({ least: 100 * span.low, about: 100 * share, most: 100 * span.high }, sets),
		interval:
			most.classes === null ? null : intervalOf(share, span, { people: most.people.about, classes: most.classes }),
	};
}

/**
 * How alike pupils of one class are taken to be. Sums over classes are not published, so it cannot be worked out from what is; a tenth is more than most classes
 * have (docs/decisions/0040).
 */
const alikeness = 0.1;

/** Wilson's interval of as many independent answers as these are worth, and at least what rounding leaves open. */
function intervalOf(share: number, span: Interval, { people, classes }: { people: number; classes: number }) {
	if (classes < leastClasses) return null;
	const n = people / (1 + Math.max(0, people / classes - 1) * alikeness);
	const found = wilson({ count: share * n, n });
	return found && { low: Math.min(found.low, span.low), high: Math.max(found.high, span.high) };
}

const nobody: Rounded = { about: 0, from: 0, to: 0 };
const together = (numbers: readonly Rounded[]): Rounded => ({
	about: sum(numbers.map(({ about }) => about)),
	from: sum(numbers.map(({ from }) => from)),
	to: sum(numbers.map(({ to }) => to)),
});
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
