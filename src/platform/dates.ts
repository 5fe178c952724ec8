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

/** ISO 8601 with the offset in force on that day, e.g. `2026-10-04T10:00:00+02:00`. */
export const isoWithOffset = (day: string, hour: string): string =>
	Temporal.PlainDateTime.from(`${day}T${hour}`).toZonedDateTime(zone).toString({ timeZoneName: 'never' });

// Boards and lists ask this thousands of times: days without a zone are all of one length, so that a number does.
const perDay = 86_400_000;
/** Days since 1970-01-01, of a day that exists (`isDay`). @throws RangeError where the text is none at all */
function numberOf(day: string): number {
	const number = Date.parse(day) / perDay;
	if (!Number.isInteger(number)) throw new RangeError(`${day} is no calendar day`);
	return number;
}

export const addDays = (day: string, days: number): string =>
	new Date((numberOf(day) + days) * perDay).toISOString().slice(0, 10);

/** Whole days from one to the other; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => numberOf(to) - numberOf(from);

/** Monday is 1, Sunday is 7. */
export const weekday = (day: string): number => ((((numberOf(day) + 3) % 7) + 7) % 7) + 1;

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
