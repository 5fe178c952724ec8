import { describe, expect, test } from 'vitest';
import { broughtTyped, parseContribution } from './input.ts';
import { isMissing, isOpen } from './model.ts';
import { contributionText } from './naming.ts';

const choices = { partnerIds: ['p'], versionIds: ['v'] };

describe('the form of a contribution', () => {
	test('asks nobody who has no part in the activity, and wants to know what "other" is', () => {
		const parsed = parseContribution({ partner: ['q'], kind: ['other'], quantity: ['0'] }, choices);
		expect(parsed.ok || parsed.issues.map(({ field, message }) => [field, message])).toEqual([
			['partner', 'issue.not_in_list'],
			['quantity', 'issue.out_of_range'],
			['note', 'issue.missing'],
		]);
	});

	test('only leaflets are of the library', () => {
		const typed = { partner: ['p'], version: ['v'], quantity: ['100'] };
		const draft = { partnerId: 'p', quantity: 100, note: null };
		expect(parseContribution({ ...typed, kind: ['leaflets'] }, choices)).toEqual({
			ok: true,
			value: { ...draft, kind: 'leaflets', versionId: 'v' },
		});
		expect(parseContribution({ ...typed, kind: ['room'] }, choices)).toEqual({
			ok: true,
			value: { ...draft, kind: 'room', versionId: null },
		});
	});
});

test('what a page did not show is not answered; what it showed and nobody ticked is declined', () => {
	expect([...broughtTyped({ shown: ['a', 'b'], brings: ['b', 'c'] })]).toEqual([
		['a', false],
		['b', true],
	]);
});

test('asked and declined are missing; of what is over or cancelled nothing is asked', () => {
	expect((['asked', 'declined', 'confirmed'] as const).map((state) => isMissing({ state }))).toEqual([
		true,
		true,
		false,
	]);
	expect((['proposed', 'ready', 'held', 'cancelled', 'postponed'] as const).map((state) => isOpen({ state }))).toEqual([
		...[true, true],
		...[false, false, false],
	]);
});

test('a line reads as people say it', () => {
	const line = { kind: 'leaflets', quantity: 1200, note: null, titleSq: 'Nuk je vetëm', titleEn: null } as const;
	expect(contributionText('sq', line)).toMatch(/^fletëpalosje, 1.200 copë: «Nuk je vetëm»$/);
	expect(contributionText('sq', { ...line, kind: 'speaker', quantity: 1, titleSq: null })).toBe('folës (1)');
	expect(contributionText('en', { ...line, quantity: null, note: 'for parents' })).toBe('leaflets: for parents');
	expect(contributionText('en', { ...line, kind: 'other', quantity: 2, note: 'tables' })).toBe('tables (2)');
});
