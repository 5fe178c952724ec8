import { weeksOf } from '#platform/dates.ts';
import { type Activity, type ActivityState, type Setting, settings, wasHeld } from './model.ts';

export type Week = { from: string; to: string };
export type Cell<A> = { activities: A[]; /** How many more there are than the board shows. */ more: number };
export type BoardRow<A> = { setting: Setting; cells: Cell<A>[]; undated: Cell<A> };
export type Board<A> = { weeks: Week[]; rows: BoardRow<A>[]; hasUndated: boolean };

type Dated = Pick<Activity, 'setting' | 'takesPlaceOn'>;

const cell = <A>(all: A[], most: number): Cell<A> => ({ activities: all.slice(0, most), more: Math.max(0, all.length - most) });

/**
 * The month at a glance: a row for each setting, a column for each week, and what has no day (or a day outside the period)
 * apart. The order within a cell is the order given.
 */
export function boardOf<A extends Dated>(activities: readonly A[], period: Week, most = 12): Board<A> {
	const weeks = weeksOf(period.from, period.to);
	const within = ({ takesPlaceOn: day }: A, week: Week) => day !== null && day >= week.from && day <= week.to;
	const rows = settings.map((setting) => {
		const ours = activities.filter((activity) => activity.setting === setting);
		return {
			setting,
			cells: weeks.map((week) => cell(ours.filter((activity) => within(activity, week)), most)),
			undated: cell(ours.filter((activity) => !within(activity, period)), most),
		};
	});
	return { weeks, rows, hasUndated: rows.some(({ undated }) => undated.activities.length > 0) };
}

export type Strip = { planned: number; confirmed: number; held: number; returned: number };

const reached: Record<'confirmed' | 'returned', readonly ActivityState[]> = {
	confirmed: ['confirmed', 'ready', 'held', 'returned', 'accepted'],
	returned: ['returned', 'accepted'],
};

/** How far the month is. Each number holds the next: who returned was held, who was held had been confirmed. */
export function stripOf(activities: readonly Pick<Activity, 'state'>[]): Strip {
	const count = (has: (state: ActivityState) => boolean) => activities.filter(({ state }) => has(state)).length;
	return {
		planned: count((state) => state !== 'cancelled'),
		confirmed: count((state) => reached.confirmed.includes(state)),
		held: count(wasHeld),
		returned: count((state) => reached.returned.includes(state)),
	};
}

/** Codes of the municipalities and units in which activities stand that were not cancelled. */
export function planReach(activities: readonly Pick<Activity, 'state' | 'municipalityCode' | 'unitCode'>[]) {
	const counted = activities.filter(({ state }) => state !== 'cancelled');
	const codes = (of: (activity: (typeof counted)[number]) => string | null) => new Set(counted.map(of).filter((code) => code !== null));
	return { municipalities: codes((activity) => activity.municipalityCode), units: codes((activity) => activity.unitCode) };
}
