import { daysBetween, weeksOf } from '#platform/dates.ts';
import type { ClashMarks } from './clashes.ts';
import {
	type Activity,
	type ActivityState,
	activityStates,
	heldStates,
	type ListedActivity,
	type Setting,
	settings,
} from './model.ts';

export type Week = { from: string; to: string };
export type Cell<A> = { activities: A[] /** How many more there are than the board shows. */; more: number };
export type BoardRow<A> = { setting: Setting; cells: Cell<A>[]; undated: Cell<A> };
export type Board<A> = { weeks: Week[]; rows: BoardRow<A>[]; hasUndated: boolean };

/** What the board shows of an activity, and no more: all of a month travels with the page. */
export type Card = Pick<
	ListedActivity,
	'id' | 'number' | 'title' | 'setting' | 'state' | 'takesPlaceOn' | 'startsAt' | 'placeName'
>;
export const cardOf = ({ id, number, title, setting, state, takesPlaceOn, startsAt, placeName }: Card): Card => ({
	...{ id, number, title, setting, state, takesPlaceOn, startsAt, placeName },
});

/** A card of the board: besides what it shows, what a move needs. */
export type BoardCard = Card & {
	version: number;
	/** Proposed, and nobody was asked about it yet. */
	pencilled: boolean;
	movable: boolean;
	clashes: ClashMarks;
};

/** What the address of the board asks for. */
export type BoardQuestion = {
	view: 'weeks' | 'days';
	/** An activity moved just now, and the version that the move made. */
	moved?: { number: number; version: number };
	/** One whose move was just taken back. */
	undone?: number;
};

/** Reads the address of the board; what it does not know is left out, never an error. */
export function parseBoardQuestion(search: URLSearchParams): BoardQuestion {
	const moved = /^(\d{1,5})\.(\d{1,9})$/.exec(search.get('moved') ?? '');
	const undone = /^\d{1,5}$/.exec(search.get('undone') ?? '');
	return {
		view: search.get('view') === 'days' ? 'days' : 'weeks',
		...(moved ? { moved: { number: Number(moved[1]), version: Number(moved[2]) } } : {}),
		...(undone ? { undone: Number(undone[0]) } : {}),
	};
}

type Dated = Pick<Activity, 'setting' | 'takesPlaceOn'>;

const cell = <A>(all: A[], most: number): Cell<A> => ({
	activities: all.slice(0, most),
	more: Math.max(0, all.length - most),
});

/** Calendar weeks, but a stub of one or two days at either end joins its neighbour: a column is for reading, not for counting. */
export function boardWeeks({ from, to }: Week): Week[] {
	const weeks = weeksOf(from, to);
	const isStub = (week: Week | undefined) => week !== undefined && daysBetween(week.from, week.to) < 2;
	if (weeks.length > 2 && isStub(weeks[0])) weeks.splice(0, 2, { from, to: weeks[1]?.to ?? to });
	if (weeks.length > 2 && isStub(weeks.at(-1))) weeks.splice(-2, 2, { from: weeks.at(-2)?.from ?? from, to });
	return weeks;
}

/**
 * The month at a glance: a row for each setting, a column for each week, and what has no day (or a day outside the period)
 * apart. The order within a cell is the order given.
 */
export function boardOf<A extends Dated>(activities: readonly A[], period: Week, most = 12): Board<A> {
	const weeks = boardWeeks(period);
	const within = ({ takesPlaceOn: day }: A, week: Week) => day !== null && day >= week.from && day <= week.to;
	const rows = settings.map((setting) => {
		const ours = activities.filter((activity) => activity.setting === setting);
		return {
			setting,
			cells: weeks.map((week) =>
				cell(
					ours.filter((activity) => within(activity, week)),
					most,
				),
			),
			undated: cell(
				ours.filter((activity) => !within(activity, period)),
				most,
			),
		};
	});
	return { weeks, rows, hasUndated: rows.some(({ undated }) => undated.activities.length > 0) };
}

/** How far the month is. Each number holds the next: who returned was held, who was held had been confirmed. */
export const stages = ['planned', 'confirmed', 'held', 'returned'] as const;
export type Stage = (typeof stages)[number];
export type Strip = Record<Stage, number>;

/** The states that count for a stage: what a number of the strip opens. */
export const statesSince: Record<Stage, readonly ActivityState[]> = {
	planned: activityStates.filter((state) => state !== 'cancelled'),
	confirmed: ['confirmed', 'ready', ...heldStates],
	held: heldStates,
	returned: ['returned', 'accepted'],
};

export function stripOf(activities: readonly Pick<Activity, 'state'>[]): Strip {
	const count = (stage: Stage) => activities.filter(({ state }) => statesSince[stage].includes(state)).length;
	return { planned: count('planned'), confirmed: count('confirmed'), held: count('held'), returned: count('returned') };
}

/** Codes of the municipalities and units in which activities stand that were not cancelled. */
export function planReach(activities: readonly Pick<Activity, 'state' | 'municipalityCode' | 'unitCode'>[]) {
	const counted = activities.filter(({ state }) => state !== 'cancelled');
	const codes = (of: (activity: (typeof counted)[number]) => string | null) =>
		new Set(counted.map(of).filter((code) => code !== null));
	return {
		municipalities: codes((activity) => activity.municipalityCode),
		units: codes((activity) => activity.unitCode),
	};
}
