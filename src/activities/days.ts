import { addDays, weekday } from '#platform/dates.ts';
import type { CalendarPeriod } from '#territory/model.ts';
import type { Activity } from './model.ts';

/** One day of the month: what takes place, and what the calendar says of it. */
export type BoardDay<A> = {
	day: string;
	/** Of the programme; the days that fill the first and last week are not. */
	within: boolean;
	sunday: boolean;
	activities: A[];
	/** How many more there are than the board shows. */
	more: number;
	/** How many there are, shown or not. */
	total: number;
	feast: CalendarPeriod | null;
	/** School holidays. */
	holidays: CalendarPeriod | null;
};

export type DayBoard<A> = { weeks: BoardDay<A>[][]; undated: A[]; moreUndated: number };

/** The month as a calendar hangs on a wall: whole weeks from Monday on, and what has no day (or another one) apart. */
export function daysOf<A extends Pick<Activity, 'takesPlaceOn'>>(
	activities: readonly A[],
	period: { from: string; to: string },
	calendar: readonly CalendarPeriod[],
	most = 20,
): DayBoard<A> {
	const byDay = Map.groupBy(activities, ({ takesPlaceOn }) => takesPlaceOn ?? '');
	const says = (kind: CalendarPeriod['kind'], day: string) =>
		calendar.find((told) => told.kind === kind && told.from <= day && day <= told.to) ?? null;
	const weeks: BoardDay<A>[][] = [];
	const first = addDays(period.from, 1 - weekday(period.from));
	for (let monday = first; monday <= period.to; monday = addDays(monday, 7)) {
		weeks.push(
			[0, 1, 2, 3, 4, 5, 6].map((later) => {
				const day = addDays(monday, later);
				const within = day >= period.from && day <= period.to;
				const ofDay = within ? (byDay.get(day) ?? []) : [];
				return {
					...{ day, within, sunday: later === 6, activities: ofDay.slice(0, most) },
					...{ more: Math.max(0, ofDay.length - most), total: ofDay.length },
					...{ feast: says('public_holiday', day), holidays: says('school_holiday', day) },
				};
			}),
		);
	}
	const outside = activities.filter(({ takesPlaceOn: day }) => day === null || day < period.from || day > period.to);
	return { weeks, undated: outside.slice(0, most), moreUndated: Math.max(0, outside.length - most) };
}
