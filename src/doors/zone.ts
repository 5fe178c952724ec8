import type { ICalDayJsStub } from 'ical-generator';
import { instantOf, zone } from '#platform/dates.ts';

/** The rules of the Albanian clock as a calendar carries them along: those of the European Union. */
export const albanianTime = [
	'BEGIN:VTIMEZONE',
	`TZID:${zone}`,
	'BEGIN:DAYLIGHT',
	'DTSTART:19960331T020000',
	'TZOFFSETFROM:+0100',
	'TZOFFSETTO:+0200',
	'TZNAME:CEST',
	'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
	'END:DAYLIGHT',
	'BEGIN:STANDARD',
	'DTSTART:19961027T030000',
	'TZOFFSETFROM:+0200',
	'TZOFFSETTO:+0100',
	'TZNAME:CET',
	'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
	'END:STANDARD',
	'END:VTIMEZONE',
].join('\r\n');

/**
 * An hour on a day as the Albanian clock shows it, in the shape in which the library takes times: it asks for the digits of the day and of the hour, and
 * to turn what is written into an instant and back for each of them was most of the work of a calendar.
 */
export function wallClock(day: string, hour: string): ICalDayJsStub {
	const digits: Record<string, string> = { YYYYMMDD: day.replaceAll('-', ''), HHmmss: `${hour.replace(':', '')}00` };
	let instant: Date | undefined;
	const toDate = () => {
		instant ??= instantOf(day, hour);
		return instant;
	};
	const time: ICalDayJsStub = {
		format: (wanted = '') => {
			const text = digits[wanted];
			if (text === undefined) throw new Error(`a time in a calendar is not written as ${wanted}`);
			return text;
		},
		isValid: () => true,
		toDate,
		toJSON: () => toDate().toISOString(),
		tz: () => time,
	};
	return time;
}
