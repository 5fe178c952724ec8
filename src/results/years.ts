import { type ClassSums, type SummedProportion, summedProportion } from '#checks/clusters.ts';
import { leastAnswers, type Mode } from '#checks/model.ts';
import { type Part, proportion } from '#checks/statistics.ts';
import type { Level } from '#questions/model.ts';
import { type Answer, fiveAnswers } from '#returns/model.ts';

/** What is comparable: the same answer, asked in one mode of people of one level. */
export type Line = { mode: Mode; level: Level };
/** With how many answers there are. */
export type OfferedLine = Line & { n: number };
/** What a month of a committee adds up to for one answer along a line: as it is stored. */
export type StoredSum = ClassSums & {
	committeeId: string;
	month: string;
	answer: Answer;
	/** At least so many people answered. */
	people: number;
	/** Of the classes that were asked before too. */
	beforePeople: number;
	beforeC: number;
	beforeN: number;
};

export const lineKey = ({ mode, level }: Line): string => `${mode}.${level}`;
/** The line that was asked for, or the first. */
export const lineWanted = (lines: readonly OfferedLine[], wanted: string | null): OfferedLine | null =>
	lines.find((line) => lineKey(line) === wanted) ?? lines[0] ?? null;

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

/** Sums added: of several months, or of several counties. Null where there are none. */
function pointOf(at: string, sums: readonly StoredSum[]): Point | null {
	if (sums.length === 0) return null;
	const all = (of: (one: StoredSum) => number) => sums.reduce((total, one) => total + of(one), 0);
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

/** The five answers along a line, each place named by `nameOf`: by month for a county, by year for the country. */
export function answerLines(sums: readonly StoredSum[], nameOf: (one: StoredSum) => string): AnswerLine[] {
	const answers = Map.groupBy(sums, ({ answer }) => answer);
	return fiveAnswers.flatMap((answer) => {
		const places = [...Map.groupBy(answers.get(answer) ?? [], nameOf)];
		const points = places.sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([at, of]) => pointOf(at, of) ?? []);
		return points.length > 0 ? [{ answer, points }] : [];
	});
}

export const monthOf = ({ month }: Pick<StoredSum, 'month'>): string => month;
export const yearOf = ({ month }: Pick<StoredSum, 'month'>): string => month.slice(0, 4);

/** A county in one year: for each of the five answers what was measured, or null. */
export type CountyRow<C> = { county: C; classes: number; answers: (Point | null)[] };
export function countyRows<C extends { id: string }>(
	counties: readonly C[],
	sums: readonly StoredSum[],
	year: string,
): CountyRow<C>[] {
	const own = Map.groupBy(
		sums.filter((one) => yearOf(one) === year),
		({ committeeId }) => committeeId,
	);
	return counties.map((county) => {
		const answers = fiveAnswers.map((answer) =>
			pointOf(
				year,
				(own.get(county.id) ?? []).filter((one) => one.answer === answer),
			),
		);
		return { county, classes: Math.max(0, ...answers.map((point) => point?.classes ?? 0)), answers };
	});
}
