import { afterAll, expect, test } from 'vitest';
import type { Transaction } from '#platform/db.server.ts';
import {
	type BuiltProgramme,
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { listReadiness, saveReadiness } from './readiness.server.ts';
import {
	type ActivityFilter,
	getNames,
	getNextNumber,
	getPlanSpan,
	listActivities,
	listActivityPage,
	listOfOthers,
} from './store.server.ts';

afterAll(closeDatabase);

type Built = {
	tx: Transaction;
	programme: BuiltProgramme;
	zvap: string;
	police: string;
	school: string;
	ids: string[];
};

const withPlan = (work: (built: Built) => Promise<void>) =>
	rolledBack(async (tx) => {
		const committee = await buildCommittee(tx);
		const programme = await buildProgramme(tx, committee.id);
		const zvap = await buildPartner(tx, committee.id, 'ZVAP Krujë', 'education_office');
		const police = await buildPartner(tx, committee.id, 'Policia e Shtetit', 'police');
		const school = await buildPlace(tx, committee.id, 'Gjimnazi "Gjergj Kastrioti"', 'school');
		const ids = await buildActivities(tx, programme, [
			{
				number: 3,
				leadId: zvap,
				title: 'Konkursi i pikturës',
				placeId: school,
				state: 'held',
				takesPlaceOn: '2026-10-23',
				startsAt: '11:00',
			},
			{
				number: 1,
				leadId: zvap,
				title: 'Orë informuese',
				supporterIds: [police],
				state: 'confirmed',
				takesPlaceOn: '2026-10-23',
				startsAt: '09:00',
				audiences: ['parents'],
			},
			{ number: 2, leadId: police, title: 'Stendë në shesh', setting: 'public', state: 'proposed', takesPlaceOn: null },
		]);
		await work({ tx, programme, zvap, police, school, ids });
	});

const numbers = async (
	tx: Transaction,
	programmeId: string,
	filter: ActivityFilter & { sort?: 'date' | 'number' } = {},
) =>
	(await listActivityPage(tx, programmeId, { sort: 'date', page: 1, ...filter })).activities.map(
		({ number }) => number,
	);

test('another committee and the public see nothing of a plan in preparation or closed to them', () =>
	withPlan(async ({ tx, programme }) => {
		await become(tx, { kind: 'committee', committeeId: '00000000-0000-7000-8000-000000000000' });
		expect(await numbers(tx, programme.id)).toEqual([]);
		expect((await getPlanSpan(tx, programme.id)).activities).toBe(0);
		await become(tx, { kind: 'public' });
		expect(await numbers(tx, programme.id)).toEqual([]);
	}));

test('each filter narrows, and the order is the calendar’s or the numbers’', () =>
	withPlan(async ({ tx, programme, zvap, police }) => {
		const found = (filter: ActivityFilter & { sort?: 'number' }) => numbers(tx, programme.id, filter);
		expect(await found({})).toEqual([1, 3, 2]);
		expect(await found({ sort: 'number' })).toEqual([1, 2, 3]);
		expect(await found({ setting: 'public' })).toEqual([2]);
		expect(await found({ state: 'held' })).toEqual([3]);
		expect(await found({ states: ['confirmed', 'held'] })).toEqual([1, 3]);
		expect(await found({ partner: police })).toEqual([1, 2]);
		expect(await found({ partner: zvap })).toEqual([1, 3]);
		expect(await found({ partner: 'not an id' })).toEqual([]);
		expect(await found({ audience: 'parents' })).toEqual([1]);
		expect(await found({ municipality: 'nowhere' })).toEqual([]);
	}));

test('the search forgives missing marks, case, quotes and the order of words, and knows numbers', () =>
	withPlan(async ({ tx, programme }) => {
		const found = (search: string) => numbers(tx, programme.id, { search });
		expect(await found('kruje')).toEqual([1, 3]);
		expect(await found('KRUJË')).toEqual([1, 3]);
		expect(await found('kastrioti piktures')).toEqual([3]);
		expect(await found('«Gjergj Kastrioti»')).toEqual([3]);
		expect(await found('2')).toEqual([2]);
		expect(await found("100%_'; drop")).toEqual([]);
		expect(await found('  ')).toEqual([1, 3, 2]);
	}));

test('pages hold their part of the whole', () =>
	withPlan(async ({ tx, programme }) => {
		const page = (number: number) => listActivityPage(tx, programme.id, { sort: 'number', page: number }, 2);
		expect((await page(1)).activities.map(({ number }) => number)).toEqual([1, 2]);
		expect((await page(2)).activities.map(({ number }) => number)).toEqual([3]);
		expect([(await page(2)).total, (await page(9)).activities]).toEqual([3, []]);
	}));

test('the board’s questions are asked once for the whole programme', () =>
	withPlan(async ({ tx, programme, ids }) => {
		const [held = '', confirmed = ''] = ids;
		await saveReadiness(
			tx,
			programme.committeeId,
			held,
			{ quiet_place: '2026-10-01', line_tested: '2026-10-02' },
			'desk',
		);
		await saveReadiness(tx, programme.committeeId, confirmed, { quiet_place: '2026-10-03' }, 'desk');
		expect(await listReadiness(tx, programme.id)).toEqual(
			new Map([
				[held, { quiet_place: '2026-10-01', line_tested: '2026-10-02' }],
				[confirmed, { quiet_place: '2026-10-03' }],
			]),
		);
		expect(await getPlanSpan(tx, programme.id)).toEqual({ activities: 3, first: '2026-10-23', last: '2026-10-23' });
		expect(await getNextNumber(tx, programme.id)).toBe(4);
		expect((await listActivities(tx, programme.id)).map(({ number }) => number)).toEqual([1, 3, 2]);
	}));

test('what other programmes have in the days of one, with the month each belongs to', () =>
	withPlan(async ({ tx, programme }) => {
		const days = { committeeId: programme.committeeId, startsOn: '2026-10-23', endsOn: '2026-10-23' };
		const others = await listOfOthers(tx, { id: '00000000-0000-4000-8000-000000000000', ...days });
		expect(others.map(({ number, slug }) => [number, slug])).toEqual([
			[1, '2026-10'],
			[3, '2026-10'],
		]);
		expect(await listOfOthers(tx, { id: programme.id, ...days })).toEqual([]);
	}));

test('names of ids and codes; what is unknown is left out', () =>
	withPlan(async ({ tx, zvap, school }) => {
		expect(await getNames(tx, [zvap, school, null, 'unknown', '00000000-0000-7000-8000-000000000000'])).toEqual({
			[zvap]: 'ZVAP Krujë',
			[school]: 'Gjimnazi "Gjergj Kastrioti"',
		});
		expect(await getNames(tx, [null])).toEqual({});
	}));
