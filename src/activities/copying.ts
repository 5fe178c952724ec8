import { addDays, daysBetween } from '#platform/dates.ts';
import type { Activity } from './model.ts';

type Period = { startsOn: string; endsOn: string };

/**
 * The day a copied activity falls on: the same weekday, as near as possible to the same place in the month, always within
 * the period; null when no such day exists. A national activity has a fixed date, so it is kept in the same month only.
 */
export function copiedDay(
	activity: Pick<Activity, 'takesPlaceOn' | 'national'>,
	from: Period,
	to: Period,
): string | null {
	const day = activity.takesPlaceOn;
	if (day === null) return null;
	const within = (candidate: string) => candidate >= to.startsOn && candidate <= to.endsOn;
	if (activity.national) {
		const sameDate = `${to.startsOn.slice(0, 4)}${day.slice(4)}`;
		return sameDate.slice(5) !== '02-29' && within(sameDate) ? sameDate : null;
	}
	const weeks = Math.round(daysBetween(from.startsOn, to.startsOn) / 7);
	const nearest = addDays(day, weeks * 7);
	if (within(nearest)) return nearest;
	const nextBest = nearest < to.startsOn ? addDays(nearest, 7) : addDays(nearest, -7);
	return within(nextBest) ? nextBest : null;
}
