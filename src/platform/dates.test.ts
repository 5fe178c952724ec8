import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { addDays, daysBetween, weekday } from './dates.ts';

test('days are counted as the calendar has them, leap years, ends of years and days before 1970 included', () => {
	const first = Temporal.PlainDate.from('1968-12-20');
	for (let step = 0; step < 4_000; step += 1) {
		const day = first.add({ days: step * 13 });
		const further = (step * 37) % 1_500;
		const other = day.add({ days: further });
		expect(addDays(day.toString(), further)).toBe(other.toString());
		expect(addDays(other.toString(), -further)).toBe(day.toString());
		expect(daysBetween(day.toString(), other.toString())).toBe(further);
		expect(daysBetween(other.toString(), day.toString())).toBe(0 - further);
		expect(weekday(day.toString())).toBe(day.dayOfWeek);
	}
});

test('what is no day is refused', () => {
	expect(() => addDays('soon', 1)).toThrow(RangeError);
	expect(() => daysBetween('2026-10-01', '')).toThrow(RangeError);
});
