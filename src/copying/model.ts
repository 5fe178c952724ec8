import type { ListedActivity } from '#activities/model.ts';
import type { Place } from '#places/model.ts';
import { addDays, daysBetween, firstOfMonth, weekday } from '#platform/dates.ts';
import type { CalendarPeriod } from '#territory/model.ts';

export type Period = { startsOn: string; endsOn: string };

/** Why a copy is not simply on the same weekday at the same place of the month; the message key is `copy.day.<note>`. */
export type DayNote = 'no_fifth' | 'outside' | 'feast' | 'no_day' | 'fixed' | 'other_month' | 'never_had';
export type CopiedDay = {
	day: string | null;
	note: DayNote | null;
	/** What the wished day is, where that is why. */
	feast: CalendarPeriod | null;
};

type Dated = Pick<ListedActivity, 'takesPlaceOn' | 'national' | 'setting'>;

/** The how manieth of its weekday a day is in its month: 1 to 5. */
export const ordinalOf = (day: string): number => Math.ceil(Number(day.slice(8)) / 7);

const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const monthAt = (n: number): string => `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;

/** The nth Tuesday of a month, or null where there is none: only fifths are missing. */
export function nthWeekday(month: string, ofWeek: number, nth: number): string | null {
	const begin = firstOfMonth(month);
	const day = addDays(begin, ((ofWeek - weekday(begin) + 7) % 7) + 7 * (nth - 1));
	return day.startsWith(month) ? day : null;
}

/** Public holidays stop everybody, school holidays schools: as the board's clashes say it. */
const closedOn = (calendar: readonly CalendarPeriod[], day: string, { setting }: Dated): CalendarPeriod | null =>
	calendar.find(
		({ from, to, kind }) => from <= day && day <= to && (kind === 'public_holiday' || setting === 'school'),
	) ?? null;

/**
 * The day a copy falls on: the same weekday, the same one of its month. Where that lies outside the period or on a holiday, the
 * nearest day of that weekday that does not, the same month before others. A national activity has a fixed date, not a weekday.
 */
export function copiedDay(activity: Dated, from: Period, to: Period, calendar: readonly CalendarPeriod[]): CopiedDay {
	const was = activity.takesPlaceOn;
	if (was === null) return { day: null, note: 'never_had', feast: null };
	if (activity.national) return fixedDay(was, to);
	const month = monthAt(monthNumber(was) - monthNumber(from.startsOn) + monthNumber(to.startsOn));
	const ofWeek = weekday(was);
	const exact = nthWeekday(month, ofWeek, ordinalOf(was));
	const wish = exact ?? nthWeekday(month, ofWeek, 4) ?? was;
	const feast = closedOn(calendar, wish, activity);
	const isWithin = wish >= to.startsOn && wish <= to.endsOn;
	if (isWithin && !feast) return { day: wish, note: exact ? null : 'no_fifth', feast: null };
	const [nearest] = weekdaysIn(to, ofWeek)
		.filter((day) => closedOn(calendar, day, activity) === null)
		.sort(
			(a, b) => Number(!a.startsWith(month)) - Number(!b.startsWith(month)) || distance(a, wish) - distance(b, wish),
		);
	return { day: nearest ?? null, note: nearest === undefined ? 'no_day' : feast ? 'feast' : 'outside', feast };
}

/** Of two days as near the later one: who is asked late has a week more. */
const distance = (day: string, wish: string): number => Math.abs(daysBetween(wish, day)) + (day < wish ? 0.5 : 0);

function weekdaysIn({ startsOn, endsOn }: Period, ofWeek: number): string[] {
	const days: string[] = [];
	for (let day = addDays(startsOn, (ofWeek - weekday(startsOn) + 7) % 7); day <= endsOn; day = addDays(day, 7))
		days.push(day);
	return days;
}

function fixedDay(was: string, { startsOn, endsOn }: Period): CopiedDay {
	const years = [startsOn.slice(0, 4), endsOn.slice(0, 4)].map((year) => `${year}${was.slice(4)}`);
	const day = was.endsWith('-02-29') ? undefined : years.find((one) => one >= startsOn && one <= endsOn);
	return { day: day ?? null, note: day ? 'fixed' : 'other_month', feast: null };
}

/** What was merged since into what, as the plan was approved then. */
export type Merged = { was: string; is: string };

/** One activity of the earlier month and what would become of it. */
export type Line = {
	source: ListedActivity;
	day: CopiedDay;
	/** Null where the place stands; otherwise the question, with the places of its kind that could be chosen. */
	closed: { since: string; others: Pick<Place, 'id' | 'name'>[] } | null;
	/** Its municipality or unit, where that is none any more and is left out. */
	goneArea: boolean;
	merged: Merged[];
	/** The number under which it is in this month already. */
	already: number | null;
};

/** Cancelled ones are not taken unless somebody says so; what is there already cannot be taken again. */
export const isSuggested = ({ source, already }: Pick<Line, 'source' | 'already'>): boolean =>
	already === null && source.state !== 'cancelled';

export type Known = {
	from: Period;
	to: Period;
	calendar: readonly CalendarPeriod[];
	places: readonly Pick<Place, 'id' | 'name' | 'kind' | 'municipalityCode' | 'validTo'>[];
	/** Codes of the municipalities and units that there are. */
	areas: ReadonlySet<string>;
	/** What was merged, by the id of the activity it was approved in. */
	merged: ReadonlyMap<string, Merged[]>;
	/** The number of the copy, by the id of what was copied. */
	copies: ReadonlyMap<string, number>;
};

/** Every activity of the earlier month, in the order of the new days. */
export function linesOf(activities: readonly ListedActivity[], known: Known): Line[] {
	const lines = activities.map((source) => {
		const day = copiedDay(source, known.from, known.to, known.calendar);
		const { municipalityCode, unitCode } = source;
		return {
			...{ source, day, closed: placeQuestion(source, day.day ?? known.to.startsOn, known.places) },
			goneArea: [municipalityCode, unitCode].some((code) => code !== null && !known.areas.has(code)),
			merged: known.merged.get(source.id) ?? [],
			already: known.copies.get(source.id) ?? null,
		};
	});
	const place = ({ day, source }: Line) => `${day.day ?? '9'} ${source.startsAt ?? '99'}`;
	return lines.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : a.source.number - b.source.number));
}

function placeQuestion({ placeId }: ListedActivity, day: string, places: Known['places']): Line['closed'] {
	const place = places.find(({ id }) => id === placeId);
	if (!place || place.validTo === null || place.validTo >= day) return null;
	const stands = ({ validTo }: (typeof places)[number]) => validTo === null || validTo >= day;
	const alike = places.filter((one) => one.kind === place.kind && stands(one));
	const isNear = (one: (typeof places)[number]) => one.municipalityCode === place.municipalityCode;
	const others = [...alike.filter(isNear), ...alike.filter((one) => !isNear(one))];
	return { since: place.validTo, others: others.map(({ id, name }) => ({ id, name })) };
}

/** What somebody decided about the preview. */
export type Decision = {
	/** Numbers of the earlier month. */
	taken: ReadonlySet<number>;
	/** Another place instead of one that is closed, by those numbers; null leaves it open. */
	places: ReadonlyMap<number, string | null>;
};

/** What a copy is made of: the plan of the earlier activity, with day, place and area as they are now. */
export function planOf(
	{ source, day, goneArea, closed }: Line,
	{ places: chosen }: Decision,
	places: readonly Pick<Place, 'id' | 'municipalityCode' | 'unitCode'>[],
	areas: ReadonlySet<string>,
) {
	const other = closed ? places.find(({ id }) => id === (chosen.get(source.number) ?? '')) : undefined;
	const kept = (code: string | null) => (code !== null && goneArea && !areas.has(code) ? null : code);
	const area =
		other?.municipalityCode && !source.national
			? { municipalityCode: other.municipalityCode, unitCode: other.unitCode }
			: { municipalityCode: kept(source.municipalityCode), unitCode: kept(source.unitCode) };
	return { ...source, ...area, takesPlaceOn: day.day, placeId: closed ? (other?.id ?? null) : source.placeId };
}
