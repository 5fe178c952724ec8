import { afterAll, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme, saveProgrammeState } from '#programmes/store.server.ts';
import { buildCommittee, buildPartner, buildPlace, buildProgramme } from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { buildLine, callLine } from '../../tests/support/materials.ts';
import { changeState, confirmAll, editActivity, proposeActivity, saveReadinessGate } from './actions.server.ts';
import { listActivityEvents } from './events.server.ts';
import type { TypedPlan } from './input.ts';
import { readinessItems, type Verb } from './model.ts';
import { getReadiness } from './readiness.server.ts';
import { getActivity, listActivities } from './store.server.ts';

afterAll(closeDatabase);

type Desk = { tx: Transaction; committee: Committee; programme: Programme; plan: TypedPlan };

/** October of Durrës with one partner and one place, seen as the desk of Durrës sees it. */
const atDesk = (work: (desk: Desk) => Promise<void>) =>
	rolledBack(async (tx) => {
		const committee = await buildCommittee(tx);
		const { slug } = await buildProgramme(tx, committee.id, { approved: false });
		const leadId = await buildPartner(tx, committee.id, 'ZVAP Krujë', 'education_office');
		const placeId = await buildPlace(tx, committee.id, 'Shkolla Nr. 2 Krujë', 'school');
		await become(tx, { kind: 'committee', committeeId: committee.id });
		const plan: TypedPlan = {
			number: null,
			title: 'Orë informuese',
			setting: 'school',
			leadId,
			supporterIds: [],
			placeId,
			municipalityCode: null,
			unitCode: null,
			national: false,
			audiences: ['pupils'],
			methods: ['video'],
			takesPlaceOn: '2026-10-13',
			startsAt: '09:30',
			endsAt: '11:00',
			plannedPersons: 50,
			visibility: 'closed',
		};
		await work({ tx, committee, programme: await getProgramme(tx, committee.id, slug), plan });
	});

const today = '2026-10-20';
const act = (
	{ tx, committee, programme }: Desk,
	number: number,
	verb: Verb,
	version: number,
	reason: string | null = null,
) => changeState(tx, 'desk', committee, programme, number, verb, { version, reason, today });

describe('another committee', () => {
	test('finds nothing to change, whatever it knows', () =>
		atDesk(async (desk) => {
			const { tx, programme, plan } = desk;
			await proposeActivity(tx, 'desk', desk.committee, programme, plan);
			await become(tx, { kind: 'installation' });
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			const theirs = { ...desk, committee: other };
			await expect(act(theirs, 1, 'confirm', 1)).rejects.toMatchObject({ code: 'not_found' });
			await expect(proposeActivity(tx, 'desk', other, programme, plan)).rejects.toMatchObject({ code: 'not_found' });
			await expect(editActivity(tx, 'desk', other, programme, { number: 1, version: 1, plan })).rejects.toMatchObject({
				code: 'not_found',
			});
			const gate = { number: 1, version: 1, readiness: {} };
			await expect(saveReadinessGate(tx, 'desk', other, programme, gate)).rejects.toMatchObject({ code: 'not_found' });
		}));
});

describe('a closed programme', () => {
	test('takes no more changes', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme, plan } = desk;
			await proposeActivity(tx, 'desk', committee, programme, plan);
			await saveProgrammeState(tx, programme.id, 'closed');
			await expect(proposeActivity(tx, 'desk', committee, programme, plan)).rejects.toMatchObject({ code: 'frozen' });
			await expect(
				editActivity(tx, 'desk', committee, programme, { number: 1, version: 1, plan }),
			).rejects.toMatchObject({ code: 'frozen' });
			await expect(
				saveReadinessGate(tx, 'desk', committee, programme, { number: 1, version: 1, readiness: {} }),
			).rejects.toMatchObject({ code: 'frozen' });
			expect(await act(desk, 1, 'confirm', 1)).toEqual({ ok: false, reason: 'programme_closed' });
		}));
});

describe('proposing', () => {
	test('numbers follow one another; a number that is taken is refused with its owner', () =>
		atDesk(async ({ tx, committee, programme, plan }) => {
			expect(await proposeActivity(tx, 'desk', committee, programme, plan)).toEqual({ ok: true, number: 1 });
			expect(await proposeActivity(tx, 'desk', committee, programme, { ...plan, number: 7 })).toEqual({
				ok: true,
				number: 7,
			});
			expect(await proposeActivity(tx, 'desk', committee, programme, plan)).toEqual({ ok: true, number: 8 });
			expect(await proposeActivity(tx, 'desk', committee, programme, { ...plan, number: 7 })).toEqual({
				ok: false,
				reason: 'number_taken',
				number: 7,
				title: plan.title,
			});
			const { id, state } = await getActivity(tx, programme.id, 7);
			expect(state).toBe('proposed');
			expect(await listActivityEvents(tx, id)).toMatchObject([
				{ kind: 'proposed', from: null, to: 'proposed', actor: 'desk' },
			]);
		}));
});

describe('editing', () => {
	test('a form made from an older version is stale', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme, plan } = desk;
			await proposeActivity(tx, 'desk', committee, programme, plan);
			await act(desk, 1, 'confirm', 1);
			await expect(
				editActivity(tx, 'desk', committee, programme, { number: 1, version: 1, plan }),
			).rejects.toMatchObject({ code: 'stale' });
			await expect(act(desk, 1, 'hold', 1)).rejects.toMatchObject({ code: 'stale' });
			await expect(
				saveReadinessGate(tx, 'desk', committee, programme, { number: 1, version: 1, readiness: {} }),
			).rejects.toMatchObject({ code: 'stale' });
		}));
	test('what is confirmed keeps a day, and a number belongs to one', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme, plan } = desk;
			await proposeActivity(tx, 'desk', committee, programme, plan);
			await proposeActivity(tx, 'desk', committee, programme, { ...plan, title: 'Konkursi' });
			await act(desk, 1, 'confirm', 1);
			const edit = (changed: Partial<TypedPlan>) =>
				editActivity(tx, 'desk', committee, programme, { number: 1, version: 2, plan: { ...plan, ...changed } });
			expect(await edit({ takesPlaceOn: null })).toEqual({ ok: false, reason: 'day_needed' });
			expect(await edit({ number: 2 })).toEqual({ ok: false, reason: 'number_taken', number: 2, title: 'Konkursi' });
			expect((await getActivity(tx, programme.id, 1)).version).toBe(2);
		}));
	test('the history says field by field what changed; nothing changed is no event', () =>
		atDesk(async ({ tx, committee, programme, plan }) => {
			const police = await buildPartner(tx, committee.id, 'Policia e Shtetit', 'police');
			await proposeActivity(tx, 'desk', committee, programme, plan);
			const edit = (version: number, changed: Partial<TypedPlan>) =>
				editActivity(tx, 'desk', committee, programme, { number: 1, version, plan: { ...plan, ...changed } });
			expect(await edit(1, {})).toEqual({ ok: true, number: 1, changed: false });
			expect(await edit(1, { number: 12, supporterIds: [police], takesPlaceOn: '2026-10-14' })).toEqual({
				ok: true,
				number: 12,
				changed: true,
			});
			const activity = await getActivity(tx, programme.id, 12);
			expect(activity).toMatchObject({ version: 2, supporterIds: [police], takesPlaceOn: '2026-10-14' });
			const [latest] = await listActivityEvents(tx, activity.id);
			expect(latest).toMatchObject({
				kind: 'edited',
				from: 'proposed',
				to: 'proposed',
				changes: {
					number: { from: 1, to: 12 },
					supporterIds: { from: [], to: [police] },
					takesPlaceOn: { from: '2026-10-13', to: '2026-10-14' },
				},
			});
		}));
});

describe('the life of an activity', () => {
	test('is refused out of order and leaves a trail in order', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme, plan } = desk;
			await proposeActivity(tx, 'desk', committee, programme, plan);
			expect(await act(desk, 1, 'hold', 1)).toEqual({ ok: false, reason: 'wrong_state' });
			expect(await act(desk, 1, 'confirm', 1)).toEqual({ ok: true, state: 'confirmed' });
			expect(await act(desk, 1, 'ready', 2)).toEqual({ ok: false, reason: 'not_ready' });
			// That a number was tested is not for a person to state: whoever sends it all the same changes nothing.
			const readiness = Object.fromEntries(readinessItems.map((item) => [item, '2026-10-10']));
			await saveReadinessGate(tx, 'desk', committee, programme, { number: 1, version: 2, readiness });
			expect(await act(desk, 1, 'ready', 3)).toEqual({ ok: false, reason: 'not_ready' });
			const line = await buildLine(tx, committee.id, '099 111', new Date('2026-09-01T10:00:00Z'));
			expect(await act(desk, 1, 'ready', 3)).toEqual({ ok: false, reason: 'line_test_old' });
			const call = (day: string, outcome: 'answered' | 'no_answer') =>
				callLine(tx, committee.id, line, new Date(`${day}T10:00:00Z`), outcome);
			await call('2026-10-09', 'answered');
			await call('2026-10-15', 'no_answer');
			expect(await act(desk, 1, 'ready', 3)).toEqual({ ok: false, reason: 'not_ready' });
			await call('2026-10-16', 'answered');
			expect(await act(desk, 1, 'ready', 3)).toEqual({ ok: true, state: 'ready' });
			expect(await act(desk, 1, 'hold', 4)).toEqual({ ok: true, state: 'held' });
			const { id } = await getActivity(tx, programme.id, 1);
			const events = await listActivityEvents(tx, id);
			expect(events.map(({ kind }) => kind).toReversed()).toEqual([
				'proposed',
				'confirmed',
				'readiness_checked',
				'readied',
				'held',
			]);
			// The call that opened the gate is kept, whatever comes after.
			expect(events.find(({ kind }) => kind === 'readied')?.changes).toEqual({
				line_tested: { from: null, to: '2026-10-16' },
			});
			expect((await getReadiness(tx, id)).line_tested).toBe('2026-10-16');
		}));
	test('postponing and cancelling keep the reason; reopening takes the step back', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme, plan } = desk;
			await proposeActivity(tx, 'desk', committee, programme, plan);
			expect(await act(desk, 1, 'postpone', 1, ' ')).toEqual({ ok: false, reason: 'no_reason' });
			expect(await act(desk, 1, 'postpone', 1, 'Shkolla ka provim.')).toEqual({ ok: true, state: 'postponed' });
			expect(await act(desk, 1, 'cancel', 2)).toEqual({ ok: false, reason: 'no_reason' });
			expect(await act(desk, 1, 'cancel', 2, 'Nuk ka transport.')).toEqual({ ok: true, state: 'cancelled' });
			expect(await act(desk, 1, 'reopen', 3)).toEqual({ ok: true, state: 'proposed' });
			const { id } = await getActivity(tx, programme.id, 1);
			expect((await listActivityEvents(tx, id)).map(({ reason }) => reason)).toEqual([
				null,
				'Nuk ka transport.',
				'Shkolla ka provim.',
				null,
			]);
		}));
	test('saving the same gate twice changes nothing', () =>
		atDesk(async ({ tx, committee, programme, plan }) => {
			await proposeActivity(tx, 'desk', committee, programme, plan);
			const readiness = { quiet_place: '2026-10-01' };
			expect(await saveReadinessGate(tx, 'desk', committee, programme, { number: 1, version: 1, readiness })).toEqual({
				changed: true,
			});
			expect(await saveReadinessGate(tx, 'desk', committee, programme, { number: 1, version: 2, readiness })).toEqual({
				changed: false,
			});
			const { id, version } = await getActivity(tx, programme.id, 1);
			expect([version, await getReadiness(tx, id)]).toEqual([2, readiness]);
		}));
});

describe('confirming all at once', () => {
	test('another committee confirms nothing of ours', () =>
		atDesk(async ({ tx, committee, programme, plan }) => {
			await proposeActivity(tx, 'desk', committee, programme, plan);
			await become(tx, { kind: 'installation' });
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			await expect(confirmAll(tx, 'desk', other, programme)).rejects.toMatchObject({ code: 'not_found' });
		}));

	test('what has a day and a place is confirmed, with an event each; the rest stays proposed', () =>
		atDesk(async ({ tx, committee, programme, plan }) => {
			await proposeActivity(tx, 'desk', committee, programme, plan);
			await proposeActivity(tx, 'desk', committee, programme, plan);
			await proposeActivity(tx, 'desk', committee, programme, {
				...plan,
				takesPlaceOn: null,
				startsAt: null,
				endsAt: null,
			});
			expect(await confirmAll(tx, 'desk', committee, programme)).toBe(2);
			const activities = await listActivities(tx, programme.id);
			expect(activities.map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'proposed']);
			const events = await listActivityEvents(tx, activities[0]?.id ?? '');
			expect(events[0]).toMatchObject({ kind: 'confirmed', from: 'proposed', to: 'confirmed' });
			expect(await confirmAll(tx, 'desk', committee, programme)).toBe(0);
		}));
});
