import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { listActivityEvents } from '#activities/events.server.ts';
import { getActivity } from '#activities/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { getProgramme, saveProgrammeState } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import { correctReturn, recordReturn } from './actions.server.ts';
import type { ReturnDraft } from './input.ts';
import { persons } from './model.ts';
import { findReturn, listReturns } from './store.server.ts';

afterAll(closeDatabase);

async function october(tx: Transaction, state: 'confirmed' | 'held' | 'proposed' = 'confirmed') {
	const committee = await buildCommittee(tx);
	const built = await buildProgramme(tx, committee.id);
	const leadId = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
	const [activityId = ''] = await buildActivities(tx, built, [
		{ number: 1, leadId, state, takesPlaceOn: '2026-10-05' },
	]);
	const programme = await getProgramme(tx, committee.id, '2026-10');
	const draft: ReturnDraft = {
		heldOn: '2026-10-05',
		methods: ['video'],
		answers: [1, 2],
		counts: [{ audience: 'pupils', sex: 'female', ageBand: '12_14', unit: 'persons', method: 'register', value: 14 }],
		partnerIds: [leadId],
		materials: [{ kind: 'leaflet', language: 'sq', quantity: 20 }],
	};
	return { committee, programme, activityId, draft, form: { version: 1, today: '2026-10-06' } };
}

describe('forbidden', () => {
	test('another committee sees no return and writes none', () =>
		rolledBack(async (tx) => {
			const { committee, programme, activityId, draft, form } = await october(tx);
			expect(await recordReturn(tx, 'desk', committee, programme, 1, { ...form, draft })).toEqual({ ok: true });
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			expect(await findReturn(tx, activityId)).toBeUndefined();
			await expect(recordReturn(tx, 'desk', other, programme, 1, { ...form, draft })).rejects.toMatchObject({
				code: 'not_found',
			});
		}));

	test.each([
		'update returns set held_on = held_on',
		'delete from returns',
		'update return_counts set value = 0',
		'delete from return_counts',
	])('a version is never changed: %s', (statement) =>
		rolledBack(async (tx) => {
			const { committee, programme, draft, form } = await october(tx);
			await recordReturn(tx, 'desk', committee, programme, 1, { ...form, draft });
			await become(tx, { kind: 'committee', committeeId: committee.id });
			await expect(sql.raw(statement).execute(tx)).rejects.toThrow(/permission denied/);
		}),
	);

	test('a closed programme, a day that has not come, an activity not confirmed', () =>
		rolledBack(async (tx) => {
			const { committee, programme, draft, form } = await october(tx, 'proposed');
			expect(await recordReturn(tx, 'desk', committee, programme, 1, { ...form, draft })).toEqual({
				ok: false,
				reason: 'wrong_state',
			});
			await saveProgrammeState(tx, programme.id, 'closed');
			expect(await recordReturn(tx, 'desk', committee, programme, 1, { ...form, draft })).toEqual({
				ok: false,
				reason: 'programme_closed',
			});
		}));
});

test('a return of a confirmed activity is held first, then returned, in this order', () =>
	rolledBack(async (tx) => {
		const { committee, programme, activityId, draft, form } = await october(tx);
		expect(await recordReturn(tx, 'desk', committee, programme, 1, { ...form, draft })).toEqual({ ok: true });
		expect(await findReturn(tx, activityId)).toMatchObject({ ...draft, version: 1, correctionReason: null });
		expect((await getActivity(tx, programme.id, 1)).state).toBe('returned');
		const steps = (await listActivityEvents(tx, activityId)).map(({ kind, from, to }) => [kind, from, to]);
		expect(steps).toEqual([
			['returned', 'held', 'returned'],
			['held', 'confirmed', 'held'],
		]);
	}));

test('pressed twice, a return is written once', () =>
	rolledBack(async (tx) => {
		const { committee, programme, activityId, draft, form } = await october(tx, 'held');
		await recordReturn(tx, 'desk', committee, programme, 1, { ...form, draft });
		expect(await recordReturn(tx, 'desk', committee, programme, 1, { ...form, draft })).toEqual({
			ok: false,
			reason: 'written',
		});
		expect(await listReturns(tx, activityId)).toHaveLength(1);
	}));

test('a form made from an older version of the activity is stale', () =>
	rolledBack(async (tx) => {
		const { committee, programme, draft } = await october(tx);
		await expect(
			recordReturn(tx, 'desk', committee, programme, 1, { version: 7, today: '2026-10-06', draft }),
		).rejects.toMatchObject({ code: 'stale' });
	}));

test('a correction is a new version with its reason, and the earlier one says what it said', () =>
	rolledBack(async (tx) => {
		const { committee, programme, activityId, draft, form } = await october(tx);
		await recordReturn(tx, 'desk', committee, programme, 1, { ...form, draft });
		const before = await findReturn(tx, activityId);
		const corrected = { ...draft, counts: draft.counts.map((count) => ({ ...count, value: 26 })) };
		const told = { version: 2, today: form.today, draft: corrected, reason: 'Regjistri erdhi më vonë' };
		expect(await correctReturn(tx, 'desk', committee, programme, 1, told)).toEqual({ ok: true, changed: true });
		const [latest, first] = await listReturns(tx, activityId);
		expect(first).toEqual(before);
		expect([latest?.version, latest?.correctionReason, persons(latest?.counts ?? [])]).toEqual([2, told.reason, 26]);
		expect((await listActivityEvents(tx, activityId))[0]).toMatchObject({
			kind: 'corrected',
			from: 'returned',
			to: 'returned',
			reason: told.reason,
		});
		expect(await correctReturn(tx, 'desk', committee, programme, 1, { ...told, version: 3 })).toEqual({
			ok: true,
			changed: false,
		});
	}));
