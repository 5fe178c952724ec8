import type { Typed } from '#platform/forms.ts';
import type { Issue } from '#platform/problem.ts';
import { type CheckPhase, type Counts, type Way, ways } from './model.ts';

/** What was counted as a form shows it: the other way round of `parseCounted`. Nothing where nothing was counted. */
export function typedFromCounts(counts: Counts, options: readonly number[]): Typed {
	if (counts.length === 0) return {};
	const of = (question: number, option: number) =>
		counts.find((one) => one.question === question && one.option === option)?.n ?? 0;
	const fields = options.flatMap((count, question) =>
		Array.from(
			{ length: count + 1 },
			(_, option) => [`n${question}_${option}`, [String(of(question, option))]] as const,
		),
	);
	return { persons: [String(personsIn(counts))], ...Object.fromEntries(fields) };
}

/** Every question has one number for everybody who answered, be it that it was left out: one question tells how many there were. */
const personsIn = (counts: Counts): number =>
	counts.filter(({ question }) => question === 0).reduce((sum, { n }) => sum + n, 0);

/** How many answers of a phase came in which way. */
export type AnsweredBy = Partial<Record<Way, number>>;
/** The ways beside one: what is counted in that way is added to them. */
export const answeredBeside = (way: Way, counts: readonly { way: Way; counts: Counts }[]): AnsweredBy =>
	Object.fromEntries(counts.filter((one) => one.way !== way).map((one) => [one.way, personsIn(one.counts)]));
export const answersIn = (by: AnsweredBy): number => Object.values(by).reduce((sum, n) => sum + n, 0);

/** Why so many hands or sheets are more than a phase takes in all ways together, or null. */
export function whyTooMany(way: 'hands' | 'paper', persons: number, quota: number, beside: AnsweredBy): Issue | null {
	const known = answersIn(beside);
	if (known + persons <= quota) return null;
	const field = 'persons';
	if (known === 0) return { field, message: 'issue.out_of_range', words: { least: 1, most: quota } };
	const none = Object.fromEntries(ways.map((one) => [one, 0]));
	const words = { ...none, ...beside, known, persons, sum: known + persons, quota, left: Math.max(quota - known, 0) };
	return { field, message: `check.issue.too_many.${way}`, words };
}

/** So long after its end a phase takes what was counted: whoever was counting when the minutes ran out loses nothing. */
const countedAfter = 3_600_000;

/** Until when a phase takes counted hands and sheets; null where it takes them no more. One that is still open takes them beyond its minutes. */
export function countedUntil(
	{ state, closesAt, endedAt }: Pick<CheckPhase, 'state' | 'closesAt' | 'endedAt'>,
	now: Date,
): Date | null {
	if (state === 'voided') return null;
	const until = new Date((endedAt ?? closesAt).getTime() + countedAfter);
	return state === 'open' || now < until ? until : null;
}

/** A phase as a page shows it on which somebody counts. */
export type CountedPhase = CheckPhase & {
	/** Null where it takes no numbers any more. */
	until: Date | null;
	/** For telephones; none when they are over. */
	minutesLeft: number;
	beside: AnsweredBy;
	/** What was counted in this way, as a form shows it. */
	saved: Typed;
};

/**
 * The phase that a page counts: the one for which something was typed, or that which repeats it when it takes no numbers any more; else the one
 * that is asked for, else the open one, else the last that still takes numbers.
 */
export function phaseToCount(
	listed: readonly CountedPhase[],
	{ typedFor, asked }: { typedFor: string; asked: string },
): CountedPhase | null {
	const taking = listed.filter(({ until }) => until !== null);
	const typed = listed.find(({ id }) => id === typedFor);
	if (typed)
		return taking.find(({ id }) => id === typedFor) ?? taking.find(({ phase }) => phase === typed.phase) ?? typed;
	return (
		taking.find(({ phase }) => phase === asked) ?? taking.find(({ state }) => state === 'open') ?? taking.at(-1) ?? null
	);
}
