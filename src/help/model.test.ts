import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, instantOf } from '#platform/dates.ts';
import {
	deadNumbersIn,
	digitsOf,
	isDue,
	type Line,
	lineState,
	type Outcome,
	printable,
	type RefusedNumber,
	speaksOfShelter,
} from './model.ts';

const today = '2026-11-24';
const moment = { today, now: instantOf(today, '12:00') };
const line: Line = {
	id: 'line',
	committeeId: 'office',
	national: true,
	number: '116 006',
	purpose: 'trafficking',
	operator: 'Policia e Shtetit',
	hours: 'always',
	opensAt: null,
	closesAt: null,
	cost: 'free',
	languages: [],
	source: 'somewhere',
	sourceOn: null,
	checkedBy: null,
	checkedOn: null,
	reviewOn: null,
	rank: 1,
	validFrom: null,
	validTo: null,
	version: 1,
	lastTest: null,
	lastAnswered: null,
};
const tested = (daysAgo: number, outcome: Outcome = 'answered'): Line => ({
	...line,
	lastTest: { outcome, at: instantOf(addDays(today, -daysAgo), '12:00'), demonstration: false },
});

describe('the state of a line', () => {
	test('nobody called, it answered, long ago, it failed, it is gone', () => {
		expect(lineState(line, moment)).toBe('unproven');
		expect(lineState(tested(0), moment)).toBe('answered');
		expect(lineState(tested(30), moment)).toBe('answered');
		expect(lineState(tested(31), moment)).toBe('stale');
		for (const outcome of ['no_answer', 'out_of_service', 'wrong_party'] as const)
			expect(lineState(tested(1, outcome), moment)).toBe('failed');
		expect(lineState({ ...tested(1), validTo: addDays(today, -1) }, moment)).toBe('retired');
		expect(lineState({ ...tested(1), validTo: today }, moment)).toBe('answered');
	});

	test('only what answers now may be printed; everything else but retired lines is work', () => {
		const lines = [line, tested(3), tested(40), tested(1, 'no_answer'), { ...tested(1), validTo: '2026-01-01' }];
		expect(printable(lines, moment)).toEqual([tested(3)]);
		expect(lines.map((one) => isDue(one, moment))).toEqual([true, false, true, true, false]);
		expect(isDue({ ...tested(3), reviewOn: today }, moment)).toBe(true);
	});
});

describe('numbers that no material may carry', () => {
	const refused: RefusedNumber[] = [
		{ digits: digitsOf('0800 1212'), number: '0800 1212', reason: 'retired' },
		{ digits: digitsOf('192'), number: '192', reason: 'foreign' },
		{ digits: digitsOf('0800 11 112'), number: '0800 11 112', reason: 'foreign' },
		{ digits: digitsOf('116 006'), number: '116 006', reason: 'dead' },
	];
	const found = (text: string) => deadNumbersIn(text, refused).map(({ number }) => number);

	test('however they are spelled', () => {
		for (const text of [
			'0800 1212',
			'08001212',
			'0800-12-12',
			'0800.1212',
			'+355 800 1212',
			'00355 800 1212',
			'(0800) 1212',
		])
			expect(found(`Merrni ${text} falas.`), text).toEqual(['0800 1212']);
		expect(found('Thirrni 192, 24 orë')).toEqual(['192']);
		expect(found('192 24/7')).toEqual(['192']);
		expect(found('116006 ose 0800 11 112')).toEqual(['0800 11 112', '116 006']);
	});

	test('not inside another number, not in years and prices', () => {
		for (const text of [
			'1192',
			'19 20',
			'19 - 2',
			'1924',
			'116 007',
			'116 111',
			'2026',
			'rreth 1 920 lekë',
			'116 0060',
		])
			expect(found(`Shih ${text}.`), text).toEqual([]);
	});

	test('any spelling with separators of any refused number is found, whatever stands around it', () => {
		const separated = fc.tuple(
			fc.constantFrom(...refused.filter(({ digits }) => digits.length > 4)),
			fc.array(fc.constantFrom('', ' ', '-', '.', ' - '), { minLength: 12, maxLength: 12 }),
		);
		fc.assert(
			fc.property(separated, fc.constantFrom('', 'Tel: ', 'ë'), ([{ number, digits }, gaps], before) => {
				const spelled = [...number.replaceAll(' ', '')]
					.map((digit, at) => digit + (gaps[at] as string))
					.join('')
					.replace(/\D+$/, '');
				expect(deadNumbersIn(`${before}${spelled}!`, refused).map((one) => one.digits)).toContain(digits);
			}),
		);
	});
});

test('a shelter is recognised by its words, an ordinary office is not', () => {
	for (const text of ['Qendra e strehimit', 'Strehëza', 'Qendra pritëse', 'Women’s shelter', 'VATRA', 'strehëzë'])
		expect(speaksOfShelter(text), text).toBe(true);
	for (const text of ['Komisariati nr. 1', 'Rruga e Dëshmorëve', 'Njësia për Mbrojtjen e Fëmijëve', 'Bashkia Durrës'])
		expect(speaksOfShelter(text), text).toBe(false);
});
