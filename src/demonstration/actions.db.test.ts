import { afterAll, beforeAll, expect, test } from 'vitest';
import { listActivityEvents } from '#activities/events.server.ts';
import { activityStates } from '#activities/model.ts';
import { listActivities } from '#activities/store.server.ts';
import { loadPack } from '#committees/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { contributionStates, isMissing } from '#contributions/model.ts';
import { listContributions } from '#contributions/store.server.ts';
import { loadHelpPack } from '#help/actions.server.ts';
import { listRefusedNumbers } from '#help/store.server.ts';
import { loadBases } from '#letters/actions.server.ts';
import { listDecisions } from '#meetings/agenda.server.ts';
import { listMeetings } from '#meetings/store.server.ts';
import { listContacts, listPartners } from '#partners/store.server.ts';
import { listPlaces } from '#places/store.server.ts';
import { listTeams } from '#planning/store.server.ts';
import { instantOf } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { createProgramme } from '#programmes/actions.server.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import { persons } from '#returns/model.ts';
import { listReturns } from '#returns/store.server.ts';
import { listTasks } from '#tasks/store.server.ts';
import { buildActivities } from '#tests/support/builders.ts';
import { rolledBack } from '#tests/support/database.ts';
import { makeScratch, type Scratch } from '#tests/support/scratch.ts';
import { loadDemonstration, removeDemonstration } from './actions.server.ts';

// Of its own: what takes so long in one transaction would make others wait.
let scratch: Scratch;
beforeAll(async () => {
	scratch = await makeScratch('demonstration');
	await inTransaction({ kind: 'installation' }, async (tx) => {
		await loadPack(tx, 'db/packs/al');
		await loadHelpPack(tx, 'db/packs/al');
		await loadBases(tx, 'db/packs/al');
	});
});
afterAll(() => scratch?.drop());

async function load(tx: Transaction, now: Date) {
	await loadDemonstration(tx, now);
	const committee = await getCommittee(tx, { code: 'AL-02' });
	return { committee, programmes: await listProgrammes(tx, committee.id) };
}

const today = instantOf('2026-11-23', '09:00');

test('removing it takes what it made and leaves what a real programme uses', () =>
	rolledBack(async (tx) => {
		const { committee } = await load(tx, today);
		expect(await listTeams(tx, committee.id)).toHaveLength(8);
		const [partner] = await listPartners(tx, committee.id);
		const draft = {
			slug: '2027-03',
			titleSq: 'Mars',
			titleEn: 'March',
			startsOn: '2027-03-01',
			endsOn: '2027-03-31',
			aimSq: '',
			aimEn: '',
			targets: [],
		};
		const real = await createProgramme(tx, 'desk', committee, draft);
		await buildActivities(tx, real, [{ number: 1, leadId: partner?.id ?? '', state: 'proposed' }]);
		await removeDemonstration(tx);
		expect((await listProgrammes(tx, committee.id)).map(({ slug }) => slug)).toEqual(['2027-03']);
		expect(await listPlaces(tx, committee.id)).toEqual([]);
		expect(await listTeams(tx, committee.id)).toEqual([]);
		expect((await listPartners(tx, committee.id)).map(({ name, demonstration }) => [name, demonstration])).toEqual([
			[partner?.name, false],
		]);
	}));

test('what is invented cannot be called or written to; of what institutions bring some is promised, some missing', () =>
	rolledBack(async (tx) => {
		const { committee, programmes } = await load(tx, today);
		const partners = await listPartners(tx, committee.id);
		const contacts = await listContacts(
			tx,
			partners.map(({ id }) => id),
		);
		expect(contacts.length).toBeGreaterThan(5);
		for (const { phone, email } of contacts) {
			expect(phone).toMatch(/^\+355 52 000 \d{3}$/);
			expect(email).toMatch(/@demo\.example$/);
		}
		expect(new Set(contacts.map(({ phone }) => phone)).size).toBe(contacts.length);
		const refused = await listRefusedNumbers(tx, committee.id, '2026-11-23');
		expect(refused.length).toBeGreaterThan(0);
		const digits = (text: string | null) => (text ?? '').replace(/\D/g, '').replace(/^355/, '0');
		for (const { phone } of contacts) expect(refused.map((one) => one.digits)).not.toContain(digits(phone));
		const ongoing = programmes.find(({ slug }) => slug !== '2026-10');
		const lines = await listContributions(tx, { programmeId: ongoing?.id ?? '' });
		const states = lines.map(({ state }) => state);
		for (const state of contributionStates) expect(states, state).toContain(state);
		expect(lines.filter(isMissing).length).toBeGreaterThan(0);
	}));

test('a meeting was held, with numbered decisions and what became of its tasks; the next one waits to be called', () =>
	rolledBack(async (tx) => {
		const { committee } = await load(tx, today);
		const meetings = await listMeetings(tx, committee.id);
		expect(meetings.map(({ state, convocation }) => [state, convocation])).toEqual([
			['planned', 0],
			['approved', 1],
		]);
		const held = meetings[1]?.id ?? '';
		expect((await listDecisions(tx, held)).map(({ number, year }) => [number, year])).toEqual([
			[1, 2026],
			[2, 2026],
			[3, 2026],
		]);
		const tasks = await listTasks(tx, { committeeId: committee.id, meetingId: held });
		expect(tasks.map(({ state }) => state).toSorted()).toEqual(['done', 'done', 'open']);
		await removeDemonstration(tx);
		expect(await listMeetings(tx, committee.id)).toEqual([]);
	}));

test('October is whole: 25 activities, 24 held and accepted, one cancelled with its reason, one return corrected', () =>
	rolledBack(async (tx) => {
		const { programmes } = await load(tx, today);
		const october = programmes.find(({ slug }) => slug === '2026-10');
		expect(october).toMatchObject({ demonstration: true, state: 'approved' });
		const activities = await listActivities(tx, october?.id ?? '');
		expect([activities.length, activities.filter(({ state }) => state === 'accepted').length]).toEqual([25, 24]);
		const [cancelled, ...more] = activities.filter(({ state }) => state === 'cancelled');
		expect(more).toEqual([]);
		const [last] = await listActivityEvents(tx, cancelled?.id ?? '');
		expect(last).toMatchObject({ kind: 'cancelled', actor: 'demonstration' });
		expect(last?.reason).toBeTruthy();
		const contest = await listReturns(tx, activities.find(({ number }) => number === 9)?.id ?? '');
		expect(contest.map(({ version, counts }) => [version, persons(counts)])).toEqual([
			[2, 118],
			[1, 193],
		]);
	}));

test('its history lies in the past, step after step', () =>
	rolledBack(async (tx) => {
		const { programmes } = await load(tx, today);
		const october = programmes.find(({ slug }) => slug === '2026-10');
		const [activity] = await listActivities(tx, october?.id ?? '');
		const events = (await listActivityEvents(tx, activity?.id ?? '')).toReversed();
		expect(events.map(({ kind }) => kind)).toEqual([
			'imported',
			'confirmed',
			'readiness_checked',
			'readied',
			'held',
			'returned',
			'accepted',
		]);
		const moments = events.map(({ at }) => at.getTime());
		expect(moments.toSorted((a, b) => a - b)).toEqual(moments);
		expect(Math.max(...moments)).toBeLessThan(instantOf('2026-10-10', '00:00').getTime());
	}));

test('loaded twice, it is there once', () =>
	rolledBack(async (tx) => {
		const { committee } = await load(tx, today);
		await loadDemonstration(tx, today);
		expect(await listProgrammes(tx, committee.id)).toHaveLength(2);
	}));

test.each(['2026-11-05', '2026-12-31', '2027-10-04', '2028-02-29'])(
	'loaded on %s, the other programme has activities in every state and none of its story lies ahead',
	(day) =>
		rolledBack(async (tx) => {
			const now = instantOf(day, '09:00');
			const { programmes } = await load(tx, now);
			const ongoing = programmes.find(({ slug }) => slug !== '2026-10');
			const activities = await listActivities(tx, ongoing?.id ?? '');
			expect(activityStates.filter((state) => !activities.some((activity) => activity.state === state))).toEqual([]);
			expect((ongoing?.startsOn ?? '') <= day && day <= (ongoing?.endsOn ?? '')).toBe(true);
			for (const { id } of activities)
				for (const { at } of await listActivityEvents(tx, id)) expect(at.getTime()).toBeLessThanOrEqual(now.getTime());
		}),
);
