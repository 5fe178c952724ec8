import { describe, expect, test } from 'vitest';
import type { Typed } from '#platform/forms.ts';
import {
	answeredBeside,
	answersIn,
	type CountedPhase,
	countedUntil,
	phaseToCount,
	typedFromCounts,
	whyTooMany,
} from './counting.ts';
import { parseCounted } from './input.ts';
import { leftOut } from './model.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 9, 12, 8, minutes));
const typedIn = (fields: Record<string, string>): Typed =>
	Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));

describe('counted hands and sheets', () => {
	test('more answers to a question than persons are refused, by question and sum; so is nothing', () => {
		const many = typedIn({ persons: '20', n0_0: '3', n1_0: '20', n1_1: '4' });
		expect(parseCounted(many, [2, 2])).toEqual({
			ok: false,
			issues: [
				{ field: 'n1_0', message: 'check.issue.more_than_persons', words: { question: 2, sum: 24, persons: 20 } },
			],
		});
		expect(parseCounted(typedIn({ persons: '20' }), [2, 2])).toMatchObject({
			issues: [{ field: 'n0_0', message: 'check.issue.nothing_counted' }],
		});
		expect(parseCounted(typedIn({ n0_0: 'tre' }), [2])).toMatchObject({
			issues: [
				{ field: 'persons', message: 'issue.missing' },
				{ field: 'n0_0', message: 'issue.not_a_number' },
			],
		});
	});

	test('stand in the form as they were saved', () => {
		const counts = [
			{ question: 0, option: 0, n: 2 },
			{ question: 0, option: leftOut, n: 3 },
			{ question: 1, option: 2, n: 5 },
		];
		const typed = typedFromCounts(counts, [2, 2]);
		expect(typed).toMatchObject({ persons: ['5'], n0_0: ['2'], n0_1: ['0'], n1_2: ['5'] });
		expect(parseCounted(typed, [2, 2])).toEqual({
			ok: true,
			value: {
				persons: 5,
				byQuestion: [
					[2, 0, 0],
					[0, 0, 5],
				],
			},
		});
		expect(typedFromCounts([], [2, 2])).toEqual({});
	});

	test('are no more than a phase takes in all ways together', () => {
		const one = (n: number) => [
			{ question: 0, option: 0, n },
			{ question: 1, option: 1, n },
		];
		const beside = answeredBeside('hands', [
			{ way: 'tablet', counts: one(3) },
			{ way: 'hands', counts: one(20) },
		]);
		expect(beside).toEqual({ tablet: 3 });
		expect(answersIn(beside)).toBe(3);
		expect(whyTooMany('hands', 21, 24, beside)).toBeNull();
		expect(whyTooMany('hands', 22, 24, beside)).toMatchObject({
			field: 'persons',
			message: 'check.issue.too_many.hands',
			words: { known: 3, tablet: 3, phone: 0, paper: 0, persons: 22, sum: 25, quota: 24, left: 21 },
		});
		expect(whyTooMany('paper', 25, 24, {})).toMatchObject({ message: 'issue.out_of_range', words: { most: 24 } });
	});
});

describe('until when a phase takes counts', () => {
	test('none that is voided, and none an hour after its end', () => {
		const ended = { closesAt: at(30), endedAt: at(20) };
		expect(countedUntil({ ...ended, state: 'voided' }, at(21))).toBeNull();
		expect(countedUntil({ ...ended, state: 'closed' }, at(80))).toBeNull();
		expect(countedUntil({ ...ended, state: 'closed' }, at(79))).toEqual(at(80));
	});

	test('one that nobody has closed takes them beyond its minutes', () => {
		const open = { state: 'open' as const, closesAt: at(30), endedAt: null };
		expect(countedUntil(open, at(45))).toEqual(at(90));
		expect(countedUntil(open, at(200))).toEqual(at(90));
	});
});

describe('the phase that a page counts', () => {
	const phase = (id: string, more: Partial<CountedPhase>): CountedPhase => ({
		...{ id, checkId: 'c', phase: 'before', state: 'closed', code: 'AAAAAA', quota: 24, answered: 0, reason: null },
		...{ openedAt: at(0), closesAt: at(10), endedAt: at(10), until: at(70), minutesLeft: 0, beside: {}, saved: {} },
		...more,
	});
	const before = phase('before', {});
	const after = phase('after', { phase: 'after', state: 'open', endedAt: null });

	test('is never another than that for which something was typed, unless it repeats it', () => {
		const over = phase('over', { until: null });
		expect(phaseToCount([over, after], { typedFor: 'over', asked: '' })).toBe(over);
		expect(phaseToCount([before, after], { typedFor: 'before', asked: '' })).toBe(before);
		expect(phaseToCount([over, before, after], { typedFor: 'over', asked: '' })).toBe(before);
	});

	test('is the open one, another when it is asked for, and none where none takes numbers', () => {
		expect(phaseToCount([before, after], { typedFor: '', asked: '' })).toBe(after);
		expect(phaseToCount([before, after], { typedFor: '', asked: 'before' })).toBe(before);
		expect(phaseToCount([before], { typedFor: '', asked: 'after' })).toBe(before);
		expect(phaseToCount([phase('over', { until: null })], { typedFor: '', asked: 'before' })).toBeNull();
	});
});
