import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, lastOfMonth, weekday } from '#platform/dates.ts';
import type { CalendarPeriod } from '#territory/model.ts';
import { copiedDay, ordinalOf } from './model.ts';

const period = (month: string) => ({ startsOn: `${month}-01`, endsOn: lastOfMonth(month) });
const aMonth = fc
	.integer({ min: 0, max: 180 })
	.map((n) => `${2022 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`);
const offset = fc.integer({ min: 0, max: 30 });
const aDay = (month: string, days: number) => {
	const day = addDays(`${month}-01`, days);
	return day.startsWith(month) ? day : lastOfMonth(month);
};
const feasts = (month: string, days: readonly number[]): CalendarPeriod[] =>
	days.map((days) => {
		const day = aDay(month, days);
		return { from: day, to: day, kind: 'public_holiday', nameSq: 'f', nameEn: 'f', confirmed: true };
	});
const school = { national: false, setting: 'school' as const };

test('whatever month is copied into whatever month: the same weekday, in that month, never on a feast', () => {
	fc.assert(
		fc.property(aMonth, aMonth, offset, fc.array(offset, { maxLength: 6 }), (from, to, days, closed) => {
			const was = aDay(from, days);
			const calendar = feasts(to, closed);
			const { day, note } = copiedDay({ takesPlaceOn: was, ...school }, period(from), period(to), calendar);
			if (day === null) {
				// Only where every such weekday of the month is a feast.
				expect(note).toBe('no_day');
				expect(
					new Set(calendar.filter(({ from }) => weekday(from) === weekday(was)).map(({ from }) => from)).size,
				).toBeGreaterThanOrEqual(4);
				return;
			}
			expect(weekday(day)).toBe(weekday(was));
			expect(day.slice(0, 7)).toBe(to);
			expect(calendar.some(({ from }) => from === day)).toBe(false);
			if (note === null) expect(ordinalOf(day)).toBe(ordinalOf(was));
		}),
		{ numRuns: 2000 },
	);
});

test('two days never fall on one, but that a fifth weekday joins the fourth where there is no fifth', () => {
	fc.assert(
		fc.property(aMonth, aMonth, (from, to) => {
			const days = Array.from({ length: 31 }, (_, days) => addDays(`${from}-01`, days)).filter((day) =>
				day.startsWith(from),
			);
			const copies = days.map((day) => copiedDay({ takesPlaceOn: day, ...school }, period(from), period(to), []));
			const exact = copies.filter(({ note }) => note === null).map(({ day }) => day);
			expect(new Set(exact).size).toBe(exact.length);
			for (const [at, { note }] of copies.entries())
				expect(note === null || (note === 'no_fifth' && ordinalOf(days[at] ?? '') === 5)).toBe(true);
		}),
		{ numRuns: 500 },
	);
});

test('a copy into the month itself changes no day', () => {
	fc.assert(
		fc.property(aMonth, offset, (month, days) => {
			const was = aDay(month, days);
			expect(copiedDay({ takesPlaceOn: was, ...school }, period(month), period(month), []).day).toBe(was);
		}),
	);
});
