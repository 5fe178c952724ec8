import { describe, expect, test } from 'vitest';
import { typedFrom } from '#platform/forms.ts';
import {
	isNarrowed,
	parseListQuestion,
	parsePlan,
	parseReadiness,
	parseReason,
	parseVersion,
	statesAsked,
} from './input.ts';

const choices = {
	partners: [{ id: 'zvap' }, { id: 'police' }, { id: 'ngo' }],
	places: [
		{ id: 'school', municipalityCode: 'durres', unitCode: 'sukth' },
		{ id: 'square', municipalityCode: null, unitCode: null },
	],
	municipalities: [{ code: 'durres' }, { code: 'kruje' }],
	units: [
		{ code: 'sukth', municipalityCode: 'durres' },
		{ code: 'thumane', municipalityCode: 'kruje' },
	],
	period: { from: '2026-10-01', to: '2026-10-31' },
};

const good: Record<string, string | string[]> = {
	title: 'Orë informuese',
	setting: 'school',
	lead: 'zvap',
	supporters: ['police', 'zvap'],
	audiences: ['teachers', 'pupils'],
	methods: ['video'],
	place: 'school',
	day: '13.10.2026',
	from: '9:30',
	to: '11:00',
	persons: '50',
};
const form = (more: Record<string, string | string[]> = {}) => {
	const sent = new FormData();
	for (const [name, values] of Object.entries({ ...good, ...more }))
		for (const value of [values].flat()) sent.append(name, value);
	return typedFrom(sent);
};
const issuesOf = (more: Record<string, string | string[]>, state?: 'confirmed') => {
	const parsed = parsePlan(form(more), choices, state);
	return parsed.ok ? [] : parsed.issues.map(({ field, message }) => `${field} ${message}`);
};

describe('the form of an activity', () => {
	test('a good one becomes a plan', () => {
		expect(parsePlan(form(), choices)).toEqual({
			ok: true,
			value: {
				number: null,
				title: 'Orë informuese',
				setting: 'school',
				leadId: 'zvap',
				supporterIds: ['police'],
				placeId: 'school',
				municipalityCode: 'durres',
				unitCode: 'sukth',
				national: false,
				audiences: ['pupils', 'teachers'],
				methods: ['video'],
				takesPlaceOn: '2026-10-13',
				startsAt: '09:30',
				endsAt: '11:00',
				plannedPersons: 50,
				visibility: 'closed',
			},
		});
	});
	test.each([
		[{ title: ' ' }, 'title issue.missing'],
		[{ title: 'x'.repeat(201) }, 'title issue.too_long'],
		[{ title: 'x'.repeat(10_000) }, 'title issue.too_long'],
		[{ setting: '' }, 'setting issue.not_chosen'],
		[{ setting: 'prison' }, 'setting issue.not_in_list'],
		[{ lead: '' }, 'lead issue.not_chosen'],
		[{ lead: 'somebody-else' }, 'lead issue.not_in_list'],
		[{ supporters: ['police', 'somebody-else'] }, 'supporters issue.not_in_list'],
		[{ audiences: [] }, 'audiences issue.not_chosen'],
		[{ audiences: ['victims'] }, 'audiences issue.not_in_list'],
		[{ methods: ['fear'] }, 'methods issue.not_in_list'],
		[{ place: 'elsewhere' }, 'place issue.not_in_list'],
		[{ place: '', municipality: 'tirane' }, 'municipality issue.not_in_list'],
		[{ place: '', municipality: 'durres', unit: 'thumane' }, 'unit issue.unit_elsewhere'],
		[{ day: '31.09.2026' }, 'day issue.not_a_day'],
		[{ day: 'nesër' }, 'day issue.not_a_day'],
		[{ day: '2026-11-01' }, 'day issue.outside_period'],
		[{ from: '25:00' }, 'from issue.not_an_hour'],
		[{ from: '', to: '11:00' }, 'from issue.start_needed'],
		[{ from: '11:00', to: '11:00' }, 'to issue.end_before_start'],
		[{ persons: '-5' }, 'persons issue.not_a_number'],
		[{ persons: '0' }, 'persons issue.out_of_range'],
		[{ persons: '100001' }, 'persons issue.out_of_range'],
		[{ number: '100000' }, 'number issue.out_of_range'],
		[{ number: '1.5' }, 'number issue.not_a_number'],
		[{ visibility: 'secret' }, 'visibility issue.not_in_list'],
	])('%o: %s', (more, issue) => {
		expect(issuesOf(more)).toEqual([issue]);
	});
	test('what is confirmed keeps a day', () => {
		expect(issuesOf({ day: '' })).toEqual([]);
		expect(issuesOf({ day: '' }, 'confirmed')).toEqual(['day issue.day_needed']);
	});
	test('what was held was held by today', () => {
		const on = (state: 'confirmed' | 'returned', today: string) =>
			parsePlan(form({ day: '2026-10-20' }), choices, state, today);
		expect(on('returned', '2026-10-19')).toMatchObject({
			ok: false,
			issues: [{ field: 'day', message: 'issue.held_ahead' }],
		});
		expect(on('returned', '2026-10-20').ok).toBe(true);
		expect(on('confirmed', '2026-10-01').ok).toBe(true);
	});
	test('a national activity lies in no municipality; a place without one takes the chosen', () => {
		const where = (more: Record<string, string>) => {
			const parsed = parsePlan(form(more), choices);
			return parsed.ok ? [parsed.value.municipalityCode, parsed.value.unitCode] : parsed.issues;
		};
		expect(where({ national: 'yes', municipality: 'durres' })).toEqual([null, null]);
		expect(where({ place: 'square', municipality: 'kruje', unit: 'thumane' })).toEqual(['kruje', 'thumane']);
		expect(where({ place: 'square', unit: 'thumane' })).toEqual(['kruje', 'thumane']);
		expect(where({ place: 'school', municipality: 'kruje' })).toEqual(['durres', 'sukth']);
	});
	test('public stays what a person opened; a square is public by default', () => {
		const visibility = (more: Record<string, string>) => {
			const parsed = parsePlan(form(more), choices);
			return parsed.ok && parsed.value.visibility;
		};
		expect(visibility({ setting: 'public' })).toBe('public');
		expect(visibility({ setting: 'school', visibility: 'public' })).toBe('public');
		expect(visibility({ setting: 'health' })).toBe('closed');
	});
});

test('reasons are asked for and kept short', () => {
	expect(parseReason({ reason: [''] })).toMatchObject({
		ok: false,
		issues: [{ field: 'reason', message: 'issue.missing' }],
	});
	expect(parseReason({ reason: ['x'.repeat(501)] })).toMatchObject({
		ok: false,
		issues: [{ message: 'issue.too_long' }],
	});
	expect(parseReason({ reason: ['Provim'] })).toEqual({ ok: true, value: 'Provim' });
});

describe('the readiness gate', () => {
	test('what is ticked was checked on its day, today where none was written', () => {
		const typed = {
			quiet_place: ['yes'],
			quiet_place_on: ['2.10.2026'],
			referral_card: ['yes'],
			referral_card_on: [''],
			// The register of lines says it, not the form.
			line_tested: ['yes'],
			line_tested_on: ['2026-10-01'],
		};
		expect(parseReadiness(typed, '2026-10-10')).toEqual({
			ok: true,
			value: { quiet_place: '2026-10-02', referral_card: '2026-10-10' },
		});
	});
	test.each([
		['2026-10-11', 'issue.in_the_future'],
		['2025-10-01', 'issue.too_long_ago'],
		['31.09.2026', 'issue.not_a_day'],
	])('%s: %s', (day, message) => {
		expect(parseReadiness({ quiet_place: ['yes'], quiet_place_on: [day] }, '2026-10-10')).toMatchObject({
			ok: false,
			issues: [{ field: 'quiet_place_on', message }],
		});
	});
});

test('the version is a number or none that can match', () => {
	expect([parseVersion({ version: ['7'] }), parseVersion({ version: ['7; drop'] }), parseVersion({})]).toEqual([
		7, 0, 0,
	]);
});

test('the address of the list is understood or left out', () => {
	const asked = (query: string) => parseListQuestion(new URLSearchParams(query));
	expect(asked('')).toEqual({ sort: 'date', page: 1 });
	expect(asked('setting=school&state=since_held&search=%20Kruje%20&sort=number&page=3')).toEqual({
		setting: 'school',
		state: 'since_held',
		search: 'Kruje',
		sort: 'number',
		page: 3,
	});
	expect(asked('setting=prison&state=lost&page=-1&sort=x')).toEqual({ sort: 'date', page: 1 });
	expect([isNarrowed(asked('page=2')), isNarrowed(asked('search=x'))]).toEqual([false, true]);
	expect([
		statesAsked(asked('state=since_returned')),
		statesAsked(asked('state=ready')),
		statesAsked(asked('')),
	]).toEqual([['returned', 'accepted'], ['ready'], undefined]);
});
