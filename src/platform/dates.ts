import { Temporal } from 'temporal-polyfill';

/** Calendar days are `YYYY-MM-DD`, hours `HH:MM`, months `YYYY-MM`: what people wrote, without a zone. */
export const zone = 'Europe/Tirane';

/** A calendar day that exists, or null: 31 September is no day. */
export function realDay(year: number, month: number, day: number): string | null {
	try {
		return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString();
	} catch (cause) {
		if (cause instanceof RangeError) return null;
		throw cause;
	}
}

export const isDay = (text: string): boolean => {
	const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	return match !== null && realDay(Number(match[1]), Number(match[2]), Number(match[3])) !== null;
};

export const isHour = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** The day on the wall calendar in Albania at an instant. */
export const dayAt = (instant: Date): string =>
	Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();

/** The instant at which an Albanian clock shows this hour on this day. */
export const instantOf = (day: string, hour: string): Date =>
	new Date(Temporal.PlainDateTime.from(`${day}T${hour}`).toZonedDateTime(zone).epochMilliseconds);

/** An hour on a day as the wall clock shows it, without a zone. */
export const clockTime = (day: string, hour: string): Temporal.PlainDateTime =>
	Temporal.PlainDateTime.from(`${day}T${hour}`);

/** ISO 8601 with the offset in force on that day, e.g. `2026-10-04T10:00:00+02:00`. */
export const isoWithOffset = (day: string, hour: string): string =>
	Temporal.PlainDateTime.from(`${day}T${hour}`).toZonedDateTime(zone).toString({ timeZoneName: 'never' });

export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** Whole days from one to the other; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
	Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;

/** Monday is 1, Sunday is 7. */
export const weekday = (day: string): number => Temporal.PlainDate.from(day).dayOfWeek;

export const firstOfMonth = (month: string): string => `${month}-01`;
export const lastOfMonth = (month: string): string =>
	Temporal.PlainYearMonth.from(month).toPlainDate({ day: 31 }).toString();

/** The calendar weeks (Monday to Sunday) of a period, cut at its ends. */
export function weeksOf(from: string, to: string): { from: string; to: string }[] {
	const weeks: { from: string; to: string }[] = [];
	for (let start = from; start <= to; ) {
		const sunday = addDays(start, 7 - weekday(start));
		const end = sunday < to ? sunday : to;
		weeks.push({ from: start, to: end });
		start = addDays(end, 1);
	}
	return weeks;
}
