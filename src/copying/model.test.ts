import { describe, expect, test } from 'vitest';
import type { ListedActivity } from '#activities/model.ts';
import type { CalendarPeriod } from '#territory/model.ts';
import { parseDecision } from './input.ts';
import { copiedDay, isSuggested, type Known, linesOf, planOf } from './model.ts';

const october = { startsOn: '2025-10-01', endsOn: '2025-10-31' };
const next = { startsOn: '2026-10-01', endsOn: '2026-10-31' };
const closed = (kind: CalendarPeriod['kind'], from: string, to = from): CalendarPeriod => ({
	...{ from, to, kind, nameSq: 'Festa', nameEn: 'Feast', confirmed: true },
});
const copied = (day: string | null, more: Partial<ListedActivity> = {}, calendar: CalendarPeriod[] = [], to = next) =>
	copiedDay({ takesPlaceOn: day, national: false, setting: 'school', ...more }, october, to, calendar);

describe('the day of a copy', () => {
	test('the second Tuesday becomes the second Tuesday', () => {
		expect(copied('2025-10-14')).toEqual({ day: '2026-10-13', note: null, feast: null });
		expect(copied('2025-10-01')).toMatchObject({ day: '2026-10-07', note: null });
	});

	test('a fifth that the month does not have becomes the last, and that is said', () => {
		expect(copied('2025-10-29')).toMatchObject({ day: '2026-10-28', note: 'no_fifth' });
		expect(copied('2025-10-30')).toMatchObject({ day: '2026-10-29', note: null });
	});

	test('a public holiday moves it a week, rather later than earlier; school holidays only schools', () => {
		const feast = closed('public_holiday', '2026-10-13');
		expect(copied('2025-10-14', {}, [feast])).toEqual({ day: '2026-10-20', note: 'feast', feast });
		const holidays = closed('school_holiday', '2026-10-12', '2026-10-31');
		expect(copied('2025-10-14', {}, [holidays])).toMatchObject({ day: '2026-10-06', note: 'feast' });
		expect(copied('2025-10-14', { setting: 'company' }, [holidays])).toMatchObject({ day: '2026-10-13', note: null });
		expect(copied('2025-10-14', {}, [closed('school_holiday', '2026-10-01', '2026-10-31')])).toMatchObject({
			day: null,
			note: 'no_day',
		});
	});

	test('outside the period: the nearest of its weekday within', () => {
		const short = { startsOn: '2026-10-10', endsOn: '2026-10-31' };
		expect(copied('2025-10-07', {}, [], short)).toMatchObject({ day: '2026-10-13', note: 'outside' });
	});

	test('a national activity keeps its date, feast or not, and has none in another month', () => {
		const feast = closed('public_holiday', '2026-10-18');
		expect(copied('2025-10-18', { national: true }, [feast])).toMatchObject({ day: '2026-10-18', note: 'fixed' });
		const november = { startsOn: '2026-11-01', endsOn: '2026-11-30' };
		expect(copied('2025-10-18', { national: true }, [], november)).toMatchObject({ day: null, note: 'other_month' });
	});

	test('of a programme of two months the second stays the second', () => {
		expect(copied('2025-11-11', {}, [], { startsOn: '2026-10-01', endsOn: '2026-11-30' })).toMatchObject({
			day: '2026-11-10',
			note: null,
		});
	});

	test('without a day there is none to copy', () => {
		expect(copied(null)).toMatchObject({ day: null, note: 'never_had' });
	});
});

const activity = (number: number, more: Partial<ListedActivity> = {}): ListedActivity => ({
	...{
		id: `a${number}`,
		programmeId: 'p',
		number,
		title: `Veprimtaria ${number}`,
		setting: 'school',
		leadId: 'l',
		leadName: 'ZVAP',
	},
	...{
		leadKind: 'education_office',
		supporterIds: [],
		placeId: 'closed',
		placeName: 'Shkolla',
		municipalityCode: 'AL021',
	},
	...{
		municipalityName: 'Durrës',
		unitCode: null,
		national: false,
		audiences: ['pupils'],
		methods: ['talk'],
		takesPlaceOn: '2025-10-14',
	},
	...{ startsAt: null, endsAt: null, plannedPersons: 30, visibility: 'closed', state: 'accepted', version: 1 },
	...more,
});
const place = (id: string, validTo: string | null, municipalityCode = 'AL021') =>
	({ id, name: id, kind: 'school', municipalityCode, unitCode: null, validTo }) as const;
const places = [
	place('far', null, 'AL022'),
	place('near', null),
	place('closed', '2026-08-31'),
	place('closing', '2026-10-10'),
];
const areas = new Set(['AL021', 'AL022']);
const known = (more: Partial<Known> = {}): Known => ({
	...{ from: october, to: next, calendar: [], places, areas, merged: new Map(), copies: new Map() },
	...more,
});

describe('the preview', () => {
	test('a place that no longer stands on the new day is a question, with those of its kind, the nearest first', () => {
		const [line] = linesOf([activity(1)], known());
		expect(line?.closed).toEqual({
			since: '2026-08-31',
			others: [
				{ id: 'near', name: 'near' },
				{ id: 'far', name: 'far' },
			],
		});
		const [stands] = linesOf([activity(1, { placeId: 'closing', takesPlaceOn: '2025-10-01' })], known());
		expect(stands?.closed).toBeNull();
	});

	test('cancelled ones are not suggested, those that are there already cannot be taken', () => {
		const lines = linesOf(
			[activity(1, { state: 'cancelled' }), activity(2), activity(3)],
			known({ copies: new Map([['a3', 7]]) }),
		);
		expect(lines.map((line) => [line.source.number, isSuggested(line), line.already])).toEqual([
			[1, false, null],
			[2, true, null],
			[3, false, 7],
		]);
		const all = { take_1: ['1'], take_3: ['1'], place_1: ['near'] };
		expect(parseDecision(all, lines)).toEqual({
			ok: true,
			value: { taken: new Set([1]), places: new Map([[1, 'near']]) },
		});
	});

	test('a closed place of what is taken needs an answer from the list', () => {
		const lines = linesOf([activity(1)], known());
		expect(parseDecision({ take_1: ['1'] }, lines)).toMatchObject({
			ok: false,
			issues: [{ field: 'place_1', message: 'issue.not_chosen' }],
		});
		expect(parseDecision({ take_1: ['1'], place_1: ['closed'] }, lines)).toMatchObject({ ok: false });
		expect(parseDecision({}, lines)).toMatchObject({ ok: true });
	});

	test('the plan takes day, place and area as they are now; the rest stays', () => {
		const [line] = linesOf([activity(1)], known());
		if (!line) throw new Error('no line');
		const plan = (chosen: string | null) =>
			planOf(line, { taken: new Set([1]), places: new Map([[1, chosen]]) }, places, areas);
		expect(plan('far')).toMatchObject({
			placeId: 'far',
			municipalityCode: 'AL022',
			takesPlaceOn: '2026-10-13',
			plannedPersons: 30,
		});
		expect(plan(null)).toMatchObject({ placeId: null, municipalityCode: 'AL021', audiences: ['pupils'] });
		const [gone] = linesOf([activity(2, { municipalityCode: 'AL099', placeId: 'near' })], known());
		expect(gone?.goneArea).toBe(true);
		expect(gone && planOf(gone, { taken: new Set(), places: new Map() }, places, areas)).toMatchObject({
			municipalityCode: null,
			placeId: 'near',
		});
	});
});
