import { type ClassSums, type SummedProportion, summedProportion } from '#checks/clusters.ts';
import { leastAnswers, type Mode } from '#checks/model.ts';
import { type Part, proportion } from '#checks/statistics.ts';
import type { Level } from '#questions/model.ts';
import { type Answer, fiveAnswers } from '#returns/model.ts';

/** What a month adds up to for one answer, in one mode at one level: as it is stored. */
export type StoredSum = ClassSums & {
	month: string;
	mode: Mode;
	level: Level;
	answer: Answer;
	/** At least so many people answered. */
	people: number;
	/** Of the classes that were asked before too. */
	beforeClasses: number;
	beforePeople: number;
	beforeC: number;
	beforeN: number;
};
/** What is comparable: the same answer, asked in one mode of people of one level. */
export type Line = { mode: Mode; level: Level };
export type OfferedLine = Line & { n: number };

/** A place of a line: a month or a year, of a county or of all. */
export type Point = {
	at: string;
	classes: number;
	after: SummedProportion;
	/** A light mark: its interval would be read as one of the change. Null where fewer than ten were asked before. */
	before: number | null;
	isFew: boolean;
};
export type AnswerLine = { answer: Answer; points: Point[] };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The lines there are, the one with most answers first. */
export function linesOf(sums: readonly StoredSum[]): OfferedLine[] {
	const lines = Map.groupBy(sums, ({ mode, level }) => `${mode} ${level}`);
	return [...lines.values()]
		.flatMap(([one, ...more]) =>
			one ? [{ mode: one.mode, level: one.level, n: sum([one, ...more].map(({ n }) => n)) }] : [],
		)
		.sort((one, other) => other.n - one.n || `${one.mode} ${one.level}`.localeCompare(`${other.mode} ${other.level}`));
}

/** The line that was asked for (`mode.level`), or the one with most answers. */
export const lineWanted = (lines: readonly OfferedLine[], wanted: string | null): OfferedLine | null =>
	lines.find((line) => lineKey(line) === wanted) ?? lines[0] ?? null;
export const lineKey = ({ mode, level }: Line): string => `${mode}.${level}`;

const inLine = (line: Line) => (one: StoredSum) => one.mode === line.mode && one.level === line.level;

/** Sums added: of several months, or of several counties. Null where there are none. */
function pointOf(at: string, sums: readonly StoredSum[]): Point | null {
	if (sums.length === 0) return null;
	const all = (of: (one: StoredSum) => number) => sum(sums.map(of));
	const isFew = all(({ people }) => people) < leastAnswers;
	const after = summedProportion({
		...{ classes: all(({ classes }) => classes), c: all(({ c }) => c), n: all(({ n }) => n) },
		...{ cc: all(({ cc }) => cc), cn: all(({ cn }) => cn), nn: all(({ nn }) => nn) },
	});
	const before: Part = { count: all(({ beforeC }) => beforeC), n: all(({ beforeN }) => beforeN) };
	const isFewBefore = all(({ beforePeople }) => beforePeople) < leastAnswers;
	return {
		...{ at, classes: after.classes, isFew, before: isFewBefore ? null : proportion(before).share },
		after: isFew ? { ...after, share: null, interval: null } : after,
	};
}

/** The five answers along one line, each place named by `nameOf`: by month for a county, by year for the country. */
export function answerLines(
	sums: readonly StoredSum[],
	line: Line,
	nameOf: (one: StoredSum) => string = ({ month }) => month,
): AnswerLine[] {
	const own = sums.filter(inLine(line));
	return fiveAnswers.flatMap((answer) => {
		const places = Map.groupBy(
			own.filter((one) => one.answer === answer),
			nameOf,
		);
		const points = [...places]
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.flatMap(([at, of]) => pointOf(at, of) ?? []);
		return points.length > 0 ? [{ answer, points }] : [];
	});
}

export const yearOf = ({ month }: Pick<StoredSum, 'month'>): string => month.slice(0, 4);

/** A county in one year: for each of the five answers what was measured, or null. */
export type CountyRow<C> = { county: C; classes: number; answers: (Point | null)[] };
export function countyRows<C>(
	counties: readonly { county: C; sums: readonly StoredSum[] }[],
	line: Line,
	year: string,
): CountyRow<C>[] {
	return counties.map(({ county, sums }) => {
		const own = sums.filter(inLine(line)).filter((one) => yearOf(one) === year);
		const answers = fiveAnswers.map((answer) =>
			pointOf(
				year,
				own.filter((one) => one.answer === answer),
			),
		);
		return { county, classes: Math.max(0, ...answers.map((point) => point?.classes ?? 0)), answers };
	});
}
