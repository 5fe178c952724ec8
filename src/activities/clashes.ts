import { weekday } from '#platform/dates.ts';
import type { Activity } from './model.ts';

/**
 * Official holidays of Albania whose date is the same each year and beyond doubt; the message key is `holiday.<month_day>`.
 * Movable feasts and days on which the law has changed are left to a person.
 */
const holidays = ['01_01', '05_01', '11_28', '11_29', '12_25'] as const;
export type Holiday = (typeof holidays)[number];

/** Something to think over, never a refusal. */
export type Hint =
	| { kind: 'same_place' | 'same_lead'; number: number; title: string; slug: string; startsAt: string }
	| { kind: 'sunday' }
	| { kind: 'holiday'; holiday: Holiday };

type Timed = Pick<
	Activity,
	'id' | 'number' | 'title' | 'state' | 'takesPlaceOn' | 'startsAt' | 'endsAt' | 'placeId' | 'leadId'
>;

const minutes = (hour: string): number => Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3, 5));

/** Where the end is not known an hour is assumed; where the start is not known nothing can be said. */
function overlap(a: Timed, b: Timed): boolean {
	if (a.startsAt === null || b.startsAt === null) return false;
	const end = ({ startsAt, endsAt }: Timed) => (endsAt ? minutes(endsAt) : minutes(startsAt ?? '00:00') + 60);
	return minutes(a.startsAt) < end(b) && minutes(b.startsAt) < end(a);
}

/** What speaks against the day and hours of an activity; `sameDay` are the activities of that day, itself included or not. */
export function hintsFor(activity: Timed, sameDay: readonly (Timed & { slug: string })[]): Hint[] {
	const day = activity.takesPlaceOn;
	if (day === null || activity.state === 'cancelled') return [];
	const hints: Hint[] = [];
	const holiday = holidays.find((fixed) => day.slice(5).replace('-', '_') === fixed);
	if (holiday) hints.push({ kind: 'holiday', holiday });
	else if (weekday(day) === 7) hints.push({ kind: 'sunday' });
	for (const other of sameDay) {
		if (other.id === activity.id || other.state === 'cancelled' || other.state === 'postponed') continue;
		if (other.takesPlaceOn !== day || !overlap(activity, other)) continue;
		const named = { number: other.number, title: other.title, slug: other.slug, startsAt: other.startsAt ?? '' };
		if (activity.placeId !== null && other.placeId === activity.placeId) hints.push({ kind: 'same_place', ...named });
		else if (other.leadId === activity.leadId) hints.push({ kind: 'same_lead', ...named });
	}
	return hints;
}
