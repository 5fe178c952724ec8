import { describe, expect, test } from 'vitest';
import {
	type AcceptedClash,
	type Circumstances,
	type ClashKind,
	clashesOf,
	clashesWith,
	marksOf,
	openClashes,
	type Planned,
} from './clashes.ts';

const base: Planned = {
	...{ id: 'a', programmeId: 'p', slug: '2026-10', number: 1, title: 'Orë informuese', state: 'proposed' },
	...{ setting: 'community', takesPlaceOn: '2026-10-13', startsAt: '10:00', endsAt: '11:30' },
	...{ placeId: null, placeName: null, leadId: 'zvap', leadName: 'ZVAP Durrës', supporterIds: [] },
	...{ audiences: ['parents'], national: false, municipalityCode: null, unitCode: null },
};
/** Another one, of another institution: what a test does not say clashes with nothing. */
const other = (wish: Partial<Planned> = {}): Planned => ({
	...base,
	...{ id: 'b', number: 2, leadId: 'bashkia', leadName: 'Bashkia Durrës', ...wish },
});
const nothing: Circumstances = {
	...{ calendar: [], facilitators: new Map(), capacities: new Map(), whereabouts: new Map() },
};
const found = (activities: readonly Planned[], around: Partial<Circumstances> = {}) =>
	clashesOf(activities, { ...nothing, ...around });
const kinds = (activities: readonly Planned[], around: Partial<Circumstances> = {}): ClashKind[] =>
	found(activities, around).map(({ kind }) => kind);
const feast = (from: string, kind: 'public_holiday' | 'school_holiday', to = from) => ({
	...{ from, to, kind, nameSq: 'Dita', nameEn: 'The day', confirmed: false },
});

describe('two at the same time', () => {
	const school = { placeId: 'school', placeName: 'Shkolla' };

	test('in one place: at overlapping hours, not at following ones, not on another day', () => {
		const one = { ...base, ...school };
		expect(kinds([one, other(school)])).toEqual(['same_place']);
		expect(kinds([one, other({ ...school, startsAt: '11:30', endsAt: '12:00' })])).toEqual([]);
		expect(kinds([one, other({ ...school, takesPlaceOn: '2026-10-14' })])).toEqual([]);
	});

	test('of one institution, but in one place it is there once for both', () => {
		expect(kinds([base, other({ leadId: 'zvap' })])).toEqual(['same_lead']);
		expect(kinds([{ ...base, ...school }, other({ ...school, leadId: 'zvap' })])).toEqual(['same_place']);
	});

	test('of one facilitator, whoever leads', () => {
		const arta = { id: 'arta', name: 'Arta' };
		const facilitators = new Map([
			['a', [arta]],
			['b', [{ id: 'beni', name: 'Beni' }, arta]],
		]);
		const [clash] = found([base, other()], { facilitators });
		expect(clash).toMatchObject({ kind: 'same_facilitator', who: 'Arta', day: '2026-10-13' });
		expect(clash?.activities.map(({ number }) => number)).toEqual([1, 2]);
		expect(kinds([base, other()], { facilitators: new Map([['a', [arta]]]) })).toEqual([]);
	});

	test('without an end an hour is assumed, without a start nothing is said', () => {
		const late = { leadId: 'zvap', endsAt: null };
		expect(kinds([base, other({ ...late, startsAt: '09:30' })])).toEqual(['same_lead']);
		expect(kinds([base, other({ ...late, startsAt: '09:00' })])).toEqual([]);
		expect(kinds([base, other({ ...late, startsAt: null })])).toEqual([]);
	});

	test('what was cancelled or postponed is in nobody’s way, what has taken place is past', () => {
		for (const state of ['cancelled', 'postponed'] as const)
			expect(kinds([base, other({ leadId: 'zvap', state })])).toEqual([]);
		expect(kinds([{ ...base, state: 'held' }, other({ leadId: 'zvap', state: 'accepted' })])).toEqual([]);
		expect(kinds([{ ...base, state: 'held' }, other({ leadId: 'zvap' })])).toEqual(['same_lead']);
	});
});

describe('the way', () => {
	// Durrës and Krujë: about 75 minutes.
	const whereabouts = new Map([
		['AL121', { lat: 41.323, lon: 19.455 }],
		['AL122', { lat: 41.509, lon: 19.793 }],
		['AL122-x', { lat: 41.323, lon: 19.46 }],
	]);
	const here = { ...base, municipalityCode: 'AL121' };
	const there = (wish: Partial<Planned>) => other({ leadId: 'zvap', municipalityCode: 'AL122', ...wish });

	test('is told where the time between is shorter, for the institution or the facilitator', () => {
		const soon = there({ startsAt: '12:00', endsAt: '13:00' });
		expect(found([here, soon], { whereabouts })).toMatchObject([{ kind: 'travel', have: 30, who: 'ZVAP Durrës' }]);
		expect(found([here, soon], { whereabouts })[0]?.need).toBeGreaterThan(60);
		expect(kinds([here, there({ startsAt: '13:30', endsAt: null })], { whereabouts })).toEqual([]);
		expect(kinds([here, { ...soon, leadId: 'bashkia' }], { whereabouts })).toEqual([]);
		const facilitators = new Map(['a', 'b'].map((id) => [id, [{ id: 'arta', name: 'Arta' }]]));
		expect(found([here, { ...soon, leadId: 'bashkia' }], { whereabouts, facilitators })).toMatchObject([
			{ kind: 'travel', who: 'Arta' },
		]);
	});

	test('goes to the unit, which may lie near, and is not guessed where nothing is known', () => {
		const soon = { startsAt: '12:00', endsAt: '13:00' };
		expect(kinds([here, there({ ...soon, unitCode: 'AL122-x' })], { whereabouts })).toEqual([]);
		expect(kinds([base, there(soon)], { whereabouts })).toEqual([]);
	});
});

test('an institution in more places a day than it manages, as lead or as supporter', () => {
	const capacities = new Map([['police', { name: 'Policia', perDay: 1 }]]);
	const both = [{ ...base, leadId: 'police' }, other({ supporterIds: ['police'], startsAt: '15:00', endsAt: null })];
	expect(found(both, { capacities })).toMatchObject([{ kind: 'over_capacity', have: 2, need: 1, who: 'Policia' }]);
	expect(kinds(both, { capacities: new Map([['police', { name: 'Policia', perDay: 2 }]]) })).toEqual([]);
});

describe('the day', () => {
	test('a public holiday is told for all but a national activity, before anything else of the day', () => {
		const calendar = [feast('2026-10-18', 'public_holiday'), feast('2026-10-12', 'school_holiday', '2026-10-20')];
		const sunday = { ...base, setting: 'school' as const, takesPlaceOn: '2026-10-18' };
		expect(found([sunday], { calendar })).toMatchObject([{ kind: 'public_holiday', calendar: { nameSq: 'Dita' } }]);
		expect(kinds([{ ...sunday, national: true }], { calendar })).toEqual([]);
	});

	test('school holidays matter where the school is the setting', () => {
		const calendar = [feast('2026-10-12', 'school_holiday', '2026-10-20')];
		expect(kinds([{ ...base, setting: 'school' }], { calendar })).toEqual(['school_holiday']);
		expect(kinds([base], { calendar })).toEqual([]);
	});

	test('a Sunday is told but for the square, where people are then', () => {
		const sunday = { ...base, takesPlaceOn: '2026-10-18' };
		expect(kinds([sunday])).toEqual(['sunday']);
		expect(kinds([{ ...sunday, setting: 'public' }])).toEqual([]);
		expect(kinds([{ ...sunday, state: 'held' }])).toEqual([]);
	});
});

test('a school reached twice with the same audience, in one programme: each time with the time before', () => {
	const visit = (number: number, day: string, wish: Partial<Planned> = {}) =>
		other({
			...{ id: String(number), number, takesPlaceOn: day, setting: 'school', placeId: 'school', placeName: 'Shkolla' },
			...{ audiences: ['pupils', 'parents'], ...wish },
		});
	const visits = [visit(1, '2026-10-06'), visit(2, '2026-10-07', { audiences: ['teachers'] }), visit(3, '2026-10-08')];
	expect(found(visits)).toMatchObject([
		{
			kind: 'same_class',
			day: '2026-10-08',
			audiences: ['pupils', 'parents'],
			activities: [{ number: 1 }, { number: 3 }],
		},
	]);
	expect(kinds([...visits, visit(4, '2026-10-09')])).toEqual(['same_class', 'same_class']);
	expect(kinds([visit(1, '2026-10-06'), visit(3, '2026-10-08', { programmeId: 'q' })])).toEqual([]);
	// The one that was held is what makes the next one the second.
	expect(kinds([visit(1, '2026-10-06', { state: 'held' }), visit(3, '2026-10-08')])).toEqual(['same_class']);
});

describe('what was accepted', () => {
	const settle = (activities: readonly Planned[]): Map<string, AcceptedClash> =>
		new Map(found(activities).map(({ key }) => [key, { key, reason: 'dy mësues', actor: 'desk', at: new Date(0) }]));
	const pair = [base, other({ leadId: 'zvap' })];

	test('is no longer open, and quieter on its cards', () => {
		const accepted = settle(pair);
		expect(openClashes(found(pair), new Map())).toHaveLength(1);
		expect(openClashes(found(pair), accepted)).toEqual([]);
		expect([...marksOf(found(pair), accepted).values()]).toEqual([
			{ open: 0, accepted: 1 },
			{ open: 0, accepted: 1 },
		]);
		expect(clashesWith(found(pair), 'b')).toHaveLength(1);
		expect(clashesWith(found(pair), 'c')).toEqual([]);
	});

	test('holds for the pair as planned: whichever moves, it lapses; moved back, it holds again', () => {
		const accepted = settle(pair);
		const [one, two] = pair as [Planned, Planned];
		for (const moved of [
			[{ ...one, startsAt: '10:30' }, two],
			[one, { ...two, endsAt: '12:00' }],
			pair.map((activity) => ({ ...activity, takesPlaceOn: '2026-10-14' })),
		])
			expect(openClashes(found(moved), accepted)).toHaveLength(1);
		expect(openClashes(found(pair.toReversed()), accepted)).toEqual([]);
	});

	test('is of this kind alone, and a title says nothing', () => {
		const accepted = settle(pair);
		const renamed = pair.map((activity) => ({ ...activity, title: 'Tjetër' }));
		expect(openClashes(found(renamed), accepted)).toEqual([]);
		const together = pair.map((activity) => ({ ...activity, placeId: 'school' }));
		expect(openClashes(found(together), accepted).map(({ kind }) => kind)).toEqual(['same_place']);
	});
});
