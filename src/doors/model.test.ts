import { describe, expect, test } from 'vitest';
import { byWeek, isOff, type PublicActivity, whereabouts } from './model.ts';

const activity = (changes: Partial<PublicActivity> = {}): PublicActivity => ({
	id: '0198a6f0-0000-7000-8000-000000000001',
	programmeSlug: '2026-10',
	number: 23,
	title: 'Stendë informuese në shesh',
	setting: 'public',
	state: 'confirmed',
	reason: null,
	takesPlaceOn: '2026-10-04',
	startsAt: '10:00',
	endsAt: '13:00',
	placeName: 'Sheshi "Liria"',
	municipalityName: 'Durrës',
	leadName: 'NJVKSH Durrës',
	supporterNames: [],
	audiences: ['general_public'],
	methods: ['leaflet'],
	version: 1,
	changedAt: new Date('2026-09-20T08:00:00Z'),
	...changes,
});

describe('byWeek', () => {
	const weeks = [
		{ from: '2026-10-01', to: '2026-10-04' },
		{ from: '2026-10-05', to: '2026-10-11' },
	];
	test('puts each activity in its week and leaves empty weeks out', () => {
		const sunday = activity();
		const { weeks: shown, undated } = byWeek(weeks, [sunday]);
		expect(shown).toEqual([{ from: '2026-10-01', to: '2026-10-04', activities: [sunday] }]);
		expect(undated).toEqual([]);
	});
	test('loses none: what has no day, or a day outside the period, stands apart', () => {
		const undated = activity({ takesPlaceOn: null });
		const outside = activity({ takesPlaceOn: '2026-11-02' });
		expect(byWeek(weeks, [undated, outside])).toEqual({ weeks: [], undated: [undated, outside] });
	});
});

test('a place that names its municipality does not repeat it', () => {
	expect(whereabouts({ placeName: 'Sheshi "Liria", Durrës', municipalityName: 'Durrës' })).toBe(
		'Sheshi "Liria", Durrës',
	);
	expect(whereabouts({ placeName: 'Sheshi "Liria"', municipalityName: 'Durrës' })).toBe('Sheshi "Liria", Durrës');
	expect(whereabouts({ placeName: null, municipalityName: 'Durrës' })).toBe('Durrës');
	expect(whereabouts({ placeName: null, municipalityName: null })).toBe('');
});

test('only cancelled and postponed activities are off', () => {
	expect((['confirmed', 'ready', 'held', 'returned', 'accepted'] as const).some(isOff)).toBe(false);
	expect((['cancelled', 'postponed'] as const).every(isOff)).toBe(true);
});
