import { describe, expect, test } from 'vitest';
import { parseJoin, parseNational } from './input.ts';
import {
	adoptedDay,
	type CountyAnswer,
	type JoinedActivity,
	type NationalActivity,
	programmeFor,
	tallyOf,
	usualLead,
	waitingFor,
	whyNotAnswer,
	whyNotOffice,
} from './model.ts';

const today = '2026-10-01';
const national = (more: Partial<NationalActivity> = {}) => ({
	...{ state: 'published' as const, startsOn: '2026-10-18', endsOn: '2026-10-18' },
	...more,
});
const joined = (more: Partial<CountyAnswer> = {}, activity: Partial<JoinedActivity> = {}): CountyAnswer => ({
	...{
		nationalId: 'n',
		answer: 'joined',
		reason: null,
		knownFrom: '2026-10-18',
		knownTo: '2026-10-18',
		knowsWithdrawn: false,
	},
	activity: {
		...{
			id: 'a',
			slug: '2026-10',
			number: 1,
			title: 'Marshim',
			state: 'proposed',
			version: 1,
			takesPlaceOn: '2026-10-18',
		},
		...{ startsAt: null, endsAt: null, placeName: null },
		...activity,
	},
	answeredAt: new Date(0),
	...more,
});

describe('the office', () => {
	const office = (
		state: NationalActivity['state'],
		silent = 3,
		remindedOn: string | null = null,
		endsOn = '2026-10-18',
	) => ({
		...{ national: { state, endsOn }, today, silent, remindedOn },
	});

	test('publishes a draft that lies ahead, once', () => {
		expect(whyNotOffice('publish', office('draft'))).toBeNull();
		expect(whyNotOffice('publish', office('published'))).toBe('not_draft');
		expect(whyNotOffice('publish', office('draft', 12, null, '2026-09-30'))).toBe('past');
	});

	test('withdraws what is published, and changes nothing that was withdrawn', () => {
		expect(whyNotOffice('withdraw', office('draft'))).toBe('not_published');
		expect(whyNotOffice('withdraw', office('published'))).toBeNull();
		expect(whyNotOffice('edit', office('withdrawn'))).toBe('withdrawn');
		expect(whyNotOffice('edit', office('published'))).toBeNull();
	});

	test('reminds the silent once a day', () => {
		expect(whyNotOffice('remind', office('published', 0))).toBe('nobody_silent');
		expect(whyNotOffice('remind', office('published', 1, today))).toBe('reminded_today');
		expect(whyNotOffice('remind', office('published', 1, '2026-09-30'))).toBeNull();
		expect(whyNotOffice('remind', office('draft', 12))).toBe('not_published');
	});
});

describe('what waits for a county', () => {
	test('to answer, until it is over', () => {
		expect(waitingFor(national(), null, today)).toBe('answer');
		expect(waitingFor(national(), null, '2026-10-19')).toBeNull();
		expect(waitingFor(national({ state: 'draft' }), null, today)).toBeNull();
		expect(waitingFor(national({ state: 'withdrawn' }), null, today)).toBeNull();
		expect(waitingFor(national(), joined({ answer: 'declined', activity: null, reason: 'x' }), today)).toBeNull();
	});

	test('to look at other days than it knew, and at the end, until it has; what was held or cancelled is settled', () => {
		const moved = national({ startsOn: '2026-10-17', endsOn: '2026-10-17' });
		expect(waitingFor(national(), joined(), today)).toBeNull();
		expect(waitingFor(moved, joined(), today)).toBe('moved');
		expect(waitingFor(moved, joined({ knownFrom: '2026-10-17', knownTo: '2026-10-17' }), today)).toBeNull();
		expect(waitingFor(moved, joined({}, { state: 'held' }), today)).toBeNull();
		expect(waitingFor(moved, joined({}, { state: 'cancelled' }), today)).toBeNull();
		expect(waitingFor(national({ state: 'withdrawn' }), joined(), today)).toBe('withdrawn');
		expect(waitingFor(national({ state: 'withdrawn' }), joined({ knowsWithdrawn: true }), today)).toBeNull();
	});

	test('its activity stays where it lies within the new days, else goes to the first of them', () => {
		const week = national({ startsOn: '2026-10-15', endsOn: '2026-10-21' });
		expect(adoptedDay(week, '2026-10-18')).toBe('2026-10-18');
		expect(adoptedDay(week, '2026-10-12')).toBe('2026-10-15');
		expect(adoptedDay(week, null)).toBe('2026-10-15');
	});
});

describe('joining', () => {
	const programme = { state: 'approved' as const };
	const ask = (more: object = {}) =>
		whyNotAnswer('join', { national: national(), before: null, programme, today, ...more });

	test('wants a published one that lies ahead, and the programme of its month open', () => {
		expect(ask()).toBeNull();
		expect(ask({ national: national({ state: 'draft' }) })).toBe('not_published');
		expect(ask({ today: '2026-10-19' })).toBe('past');
		expect(ask({ programme: null })).toBe('no_programme');
		expect(ask({ programme: { state: 'closed' } })).toBe('programme_closed');
		expect(ask({ before: { answer: 'joined' } })).toBe('joined_already');
		expect(ask({ before: { answer: 'declined' } })).toBeNull();
	});

	test('declining needs no programme, but nobody declines what is joined: its activity is cancelled instead', () => {
		const decline = (before: CountyAnswer | null) =>
			whyNotAnswer('decline', { national: national(), before, programme: null, today });
		expect(decline(null)).toBeNull();
		expect(decline(joined())).toBe('joined_already');
	});

	test('the month is that of the first day', () => {
		const months = [
			{ startsOn: '2026-11-01', endsOn: '2026-11-30' },
			{ startsOn: '2026-10-01', endsOn: '2026-10-31' },
		];
		expect(programmeFor(months, { startsOn: '2026-10-31', endsOn: '2026-11-02' })).toBe(months[1]);
		expect(programmeFor(months.slice(0, 1), { startsOn: '2026-10-31', endsOn: '2026-11-02' })).toBe(months[0]);
		expect(programmeFor(months, { startsOn: '2026-12-01', endsOn: '2026-12-01' })).toBeNull();
	});

	const choices = {
		...{ programme: { startsOn: '2026-10-01', endsOn: '2026-10-31' }, day: '2026-10-18', places: [{ id: 'square' }] },
		...{ partners: [{ id: 'krat' }, { id: 'ngo' }], existing: [24], lead: 'krat' },
	};
	test('one button is enough: what is empty is as the office says', () => {
		expect(parseJoin({}, choices)).toEqual({
			ok: true,
			value: { day: '2026-10-18', startsAt: null, endsAt: null, placeId: null, leadId: 'krat', plannedPersons: null },
		});
		expect(parseJoin({}, { ...choices, lead: null })).toMatchObject({ ok: false, issues: [{ field: 'lead' }] });
	});

	test('with hours and place of its own, within its month; or with what is in the plan already', () => {
		const typed = {
			day: ['17.10.2026'],
			from: ['11:00'],
			to: ['12:30'],
			place: ['square'],
			lead: ['ngo'],
			persons: ['200'],
		};
		expect(parseJoin(typed, choices)).toMatchObject({
			ok: true,
			value: { day: '2026-10-17', placeId: 'square', leadId: 'ngo' },
		});
		expect(parseJoin({ day: ['2026-11-01'] }, choices)).toMatchObject({ ok: false, issues: [{ field: 'day' }] });
		expect(parseJoin({ from: ['11:00'], to: ['10:00'] }, choices)).toMatchObject({
			ok: false,
			issues: [{ field: 'to' }],
		});
		expect(parseJoin({ existing: ['24'] }, choices)).toEqual({ ok: true, value: { existing: 24 } });
		expect(parseJoin({ existing: ['3'] }, choices)).toMatchObject({ ok: false, issues: [{ field: 'existing' }] });
	});

	test('the committee leads unless somebody else is named', () => {
		const coordinator = { id: 'c', kind: 'national_coordinator' as const };
		expect(usualLead([coordinator, { id: 'k', kind: 'committee' }])).toBe('k');
		expect(usualLead([{ id: 'n', kind: 'ngo' }, coordinator])).toBe('c');
		expect(usualLead([{ id: 'n', kind: 'ngo' }])).toBeNull();
	});
});

describe('what the office writes', () => {
	const typed = { title_sq: ['Marshim'], starts_on: ['2026-10-18'], audiences: ['general_public'] };

	test('one text does for both languages, one day for both ends', () => {
		expect(parseNational(typed)).toMatchObject({
			ok: true,
			value: {
				titleSq: 'Marshim',
				titleEn: 'Marshim',
				startsOn: '2026-10-18',
				endsOn: '2026-10-18',
				aimSq: '',
				methods: [],
			},
		});
	});

	test('backwards, too long or for nobody is refused', () => {
		expect(parseNational({ ...typed, ends_on: ['2026-10-17'] })).toMatchObject({
			ok: false,
			issues: [{ field: 'ends_on' }],
		});
		expect(parseNational({ ...typed, ends_on: ['2026-11-30'] })).toMatchObject({
			ok: false,
			issues: [{ field: 'ends_on' }],
		});
		expect(parseNational({ ...typed, audiences: [] })).toMatchObject({ ok: false, issues: [{ field: 'audiences' }] });
	});

	test('who says nothing is silent', () => {
		expect(tallyOf([joined(), joined({ answer: 'declined' }), null, null])).toEqual({
			joined: 1,
			declined: 1,
			silent: 2,
		});
	});
});
