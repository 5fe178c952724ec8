import { addDays, dayAt, instantOf, weekday } from '#platform/dates.ts';

/** When a committee lets reminders go out by themselves. */
export type ReminderRules = {
	enabled: boolean;
	/** Days of silence before the first, days between two, and how many at most for one activity. */
	firstAfter: number;
	thenEvery: number;
	atMost: number;
	/** Days before an activity on which who takes part is reminded of it; 0 for never. */
	daysBefore: number;
};

/** What the form offers to a committee that has not decided yet: nothing goes out before it has. */
export const usualRules: ReminderRules = { enabled: false, firstAfter: 5, thenEvery: 5, atMost: 2, daysBefore: 2 };

export type Free = (day: string) => boolean;

/** Monday to Friday, except public holidays. */
export const isWorkday = (day: string, isFree: Free): boolean => weekday(day) <= 5 && !isFree(day);

/** Whether mails may go out now: on a working day between eight and four, as clocks in Albania show it. */
export function isWorkingHour(now: Date, isFree: Free): boolean {
	const today = dayAt(now);
	return isWorkday(today, isFree) && now >= instantOf(today, '08:00') && now < instantOf(today, '16:00');
}

/**
 * The day for which a reminder of silence is due by `today`, or null. Of several that were missed only the latest is; one that was sent since,
 * by the desk too, is enough for it.
 */
export function dueForSilence(
	{ firstAfter, thenEvery, atMost }: ReminderRules,
	{ askedOn, sentOn }: { askedOn: string; sentOn: readonly string[] },
	today: string,
): string | null {
	const since = sentOn.filter((day) => day >= askedOn);
	if (since.length >= atMost) return null;
	let due: string | null = null;
	for (let number = 0; number < atMost; number++) {
		const day = addDays(askedOn, firstAfter + number * thenEvery);
		if (day > today) break;
		due = day;
	}
	return due !== null && since.every((day) => day < (due ?? '')) ? due : null;
}

/** The day for which the reminder of a coming activity is due by `today`, or null: a working day, and before the activity. */
export function dueBefore(
	{ daysBefore }: ReminderRules,
	takesPlaceOn: string,
	today: string,
	isFree: Free,
): string | null {
	if (daysBefore === 0 || today >= takesPlaceOn) return null;
	let due = addDays(takesPlaceOn, -daysBefore);
	while (!isWorkday(due, isFree)) due = addDays(due, -1);
	return due <= today ? due : null;
}
