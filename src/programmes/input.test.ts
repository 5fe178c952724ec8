import { describe, expect, test } from 'vitest';
import { parseProgramme, parseProgrammeStart } from './input.ts';

const typed = (more: Record<string, string> = {}) =>
	Object.fromEntries(
		Object.entries({ title_sq: 'Muaji i Antitrafikut', ...more }).map(([name, text]) => [name, [text]]),
	);
const issues = (more: Record<string, string>) => {
	const parsed = parseProgramme(typed(more), '2026-10');
	return parsed.ok ? [] : parsed.issues.map(({ field, message }) => `${field} ${message}`);
};

describe('the form of a programme', () => {
	test('what is left empty is the usual', () => {
		expect(parseProgramme(typed(), '2026-02')).toEqual({
			ok: true,
			value: {
				titleSq: 'Muaji i Antitrafikut',
				titleEn: 'Muaji i Antitrafikut',
				startsOn: '2026-02-01',
				endsOn: '2026-02-28',
				aimSq: '',
				aimEn: '',
				targets: [],
			},
		});
	});
	test.each([
		[{ title_sq: '' }, 'title_sq issue.missing'],
		[{ title_sq: 'x'.repeat(201) }, 'title_sq issue.too_long'],
		[{ title_en: 'x'.repeat(201) }, 'title_en issue.too_long'],
		[{ aim_sq: 'x'.repeat(2001) }, 'aim_sq issue.too_long'],
		[{ starts_on: '31.09.2026' }, 'starts_on issue.not_a_day'],
		[{ starts_on: '2026-11-01' }, 'starts_on issue.not_in_month'],
		[{ starts_on: '2026-10-10', ends_on: '2026-10-09' }, 'ends_on issue.period_backwards'],
		[{ ends_on: '2027-03-01' }, 'ends_on issue.period_too_long'],
		[{ target_pupils: 'shumë' }, 'target_pupils issue.not_a_number'],
		[{ target_pupils: '0' }, 'target_pupils issue.out_of_range'],
	])('%o: %s', (more, issue) => {
		expect(issues(more)).toEqual([issue]);
	});
	test('targets by audience', () => {
		expect(parseProgramme(typed({ target_parents: '40', target_pupils: '500' }), '2026-10')).toMatchObject({
			value: {
				targets: [
					{ audience: 'pupils', persons: 500 },
					{ audience: 'parents', persons: 40 },
				],
			},
		});
	});
});

describe('the form that starts a month', () => {
	const start = (more: Record<string, string>) => parseProgrammeStart(typed(more), ['2026-10']);
	test('a month as browsers or as people write it', () => {
		expect(start({ month: '2026-11' })).toMatchObject({ ok: true, value: { slug: '2026-11', copyFrom: null } });
		expect(start({ month: '3.2027', copy_from: '2026-10' })).toMatchObject({
			ok: true,
			value: { slug: '2027-03', copyFrom: '2026-10' },
		});
	});
	test.each([
		[{ month: '' }, 'issue.missing'],
		[{ month: '2026-13' }, 'issue.not_a_month'],
		[{ month: 'nëntor' }, 'issue.not_a_month'],
		[{ month: '2026-10' }, 'issue.month_taken'],
		[{ month: '2026-11', copy_from: '2025-10' }, 'issue.not_in_list'],
		[{ month: '2026-11', title_sq: '' }, 'issue.missing'],
	])('%o: %s', (more, message) => {
		expect(start(more)).toMatchObject({ ok: false, issues: [{ message }] });
	});
});
