import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, lastOfMonth, weekday } from '#platform/dates.ts';
import { copiedDay } from './copying.ts';

const period = (month: string) => ({ startsOn: `${month}-01`, endsOn: lastOfMonth(month) });
const from = period('2026-10');
const copied = (day: string, to: string, national = false) =>
	copiedDay({ takesPlaceOn: day, national }, from, period(to));

test('the second Tuesday stays a Tuesday near the same place of the month', () => {
	expect(copied('2026-10-13', '2026-11')).toBe('2026-11-10');
	expect(copied('2026-10-13', '2027-10')).toBe('2027-10-12');
	expect(copied('2026-10-01', '2026-11')).toBe('2026-11-05');
	expect(copied('2026-10-30', '2027-10')).toBe('2027-10-29');
});

test('a national day keeps its date in the same month and has none in another', () => {
	expect(copied('2026-10-18', '2027-10', true)).toBe('2027-10-18');
	expect(copied('2026-10-18', '2026-11', true)).toBeNull();
});

test('whatever month is copied, the day is the same weekday within the period', () => {
	const aMonth = fc
		.integer({ min: 0, max: 120 })
		.map((months) => `${2024 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`);
	fc.assert(
		fc.property(aMonth, aMonth, fc.integer({ min: 0, max: 27 }), (source, target, offset) => {
			const day = addDays(`${source}-01`, offset);
			const result = copiedDay({ takesPlaceOn: day, national: false }, period(source), period(target));
			expect(result).not.toBeNull();
			expect(weekday(result ?? '')).toBe(weekday(day));
			expect(result?.slice(0, 7)).toBe(target);
		}),
	);
});

test('without a day there is none to copy', () => {
	expect(copiedDay({ takesPlaceOn: null, national: false }, from, period('2026-11'))).toBeNull();
});
