import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { changeState, saveReadinessGate } from '#activities/actions.server.ts';
import { planMaterials } from '#activities/materials.server.ts';
import { readinessItems } from '#activities/model.ts';
import { getActivity } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { insertContact } from '#partners/store.server.ts';
import { mergePlaces } from '#places/actions.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildPlace, buildProgramme } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import { buildLine, buildMaterial, callLine } from '#tests/support/materials.ts';
import { insertCounterEntry, insertMovement, listBatches, listMovements } from './batches.server.ts';
import {
	callBack,
	getRecallFigure,
	getRecallPage,
	listRecalls,
	onLineChanged,
	sayAllClear,
	settlePlace,
} from './recall.server.ts';
import { moveLeaflets, orderBatch, submitMovement, submitPrinted, submitTakeBack } from './stock.server.ts';
import { stockOf } from './stock.ts';
import { listMaterialEvents } from './store.server.ts';

afterAll(closeDatabase);

const actor: Actor = 'secretary:0190a3f2-0000-7000-8000-000000000001';
const now = new Date('2026-10-12T10:00:00Z');
const today = '2026-10-12';
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

/** A hundred leaflets: 60 at a school whose office has a contact, 10 at a clinic nobody works at, 30 in the office. */
async function scene(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const school = await buildPlace(tx, committee.id, 'Shkolla e provës', 'school', {});
	const clinic = await buildPlace(tx, committee.id, 'QSH e provës', 'health_centre', {});
	const zvap = await buildPartner(tx, committee.id, 'ZVAP', 'education_office');
	const programme = await buildProgramme(tx, committee.id);
	const wish = { number: 1, leadId: zvap, placeId: school, state: 'confirmed' as const, takesPlaceOn: '2026-10-14' };
	const [activityId = ''] = await buildActivities(tx, programme, [wish]);
	const contact = { partnerId: zvap, name: 'Arta', email: 'arta@zvap.example', phone: null, locale: 'sq' as const };
	await insertContact(tx, committee.id, { ...contact, validFrom: '2026-01-01', validTo: null });
	const child = await buildLine(tx, committee.id, '116 111', now);
	await buildLine(tx, committee.id, '129', now);
	const { versionId, materialId } = await buildMaterial(tx, committee.id);
	const ordered = await orderBatch(tx, actor, committee, { versionId, format: 'trifold', quantity: 100 }, now);
	if (!ordered.ok) throw new Error(ordered.print);
	await submitPrinted(tx, actor, committee, ordered.id, { printed_on: [today] }, now);
	const give = { kind: 'given' as const, method: 'counted' as const, movedOn: today };
	await moveLeaflets(tx, actor, committee, ordered.id, { ...give, placeId: school, quantity: 60 }, today);
	await moveLeaflets(tx, actor, committee, ordered.id, { ...give, placeId: clinic, quantity: 10 }, today);
	return { committee, school, clinic, zvap, programme, activityId, child, versionId, materialId, batchId: ordered.id };
}

const die = (tx: Transaction, committee: Committee, line: string, minutes: number) =>
	callLine(tx, committee.id, line, later(minutes), 'no_answer');
const mails = async (tx: Transaction) =>
	(
		await sql<{
			to: string;
			kind: string;
			text: string;
		}>`select to_address as to, kind, text_body as text from mails`.execute(tx)
	).rows;

describe('stock', () => {
	test('no place gives away more than it has: the action says how many are left, the database refuses all the same', () =>
		rolledBack(async (tx) => {
			const { committee, school, batchId } = await scene(tx);
			const form = { kind: ['handed_out'], place: [school], quantity: ['61'], method: ['counted'], moved_on: [today] };
			const refused = await submitMovement(tx, actor, committee, batchId, form, now);
			expect(refused).toEqual({
				ok: false,
				issues: [
					{
						field: 'quantity',
						message: 'material.stock.why_not.too_many',
						words: { n: 60, place: 'Shkolla e provës' },
					},
				],
			});
			const movement = { kind: 'handed_out' as const, placeId: school, quantity: 61, method: 'counted' as const };
			await sql`savepoint before`.execute(tx);
			await expect(insertMovement(tx, committee.id, batchId, { ...movement, movedOn: today }, actor)).rejects.toThrow(
				'more than is left',
			);
			await sql`rollback to before`.execute(tx);
		}));

	test('what was handed out by mistake comes back by a counter-entry with a reason, once; nothing is deleted', () =>
		rolledBack(async (tx) => {
			const { committee, school, clinic, batchId, materialId } = await scene(tx);
			const move = { kind: 'handed_out' as const, placeId: school, method: 'counted' as const, movedOn: today };
			await moveLeaflets(tx, actor, committee, batchId, { ...move, quantity: 50 }, today);
			const entryOf = async (kind: string, placeId: string) =>
				(await listMovements(tx, [batchId])).find((one) => one.kind === kind && one.placeId === placeId)?.id ?? '';
			const takeBack = (movement: string, reason = 'U shkrua te shkolla e gabuar.') =>
				submitTakeBack(tx, actor, committee, batchId, { movement: [movement], reason: [reason] }, now);
			const handedOut = await entryOf('handed_out', school);
			expect(await takeBack(handedOut, '')).toMatchObject({ issues: [{ field: 'reason', message: 'issue.missing' }] });
			expect(await takeBack(await entryOf('given', school))).toMatchObject({
				issues: [{ message: 'material.take_back.why_not.too_many', words: { n: 10 } }],
			});
			expect(await takeBack(handedOut)).toEqual({ ok: true });
			expect(await takeBack(handedOut)).toMatchObject({
				issues: [{ message: 'material.take_back.why_not.taken_back' }],
			});
			const movements = await listMovements(tx, [batchId]);
			expect(movements).toHaveLength(4);
			const { handedOut: out, places } = stockOf(100, movements);
			expect([out, places.find(({ placeId }) => placeId === school)]).toMatchObject([0, { left: 60, handedOut: 0 }]);
			const [event] = await listMaterialEvents(tx, materialId, { batchId });
			expect(event).toMatchObject({
				kind: 'taken_back',
				reason: 'U shkrua te shkolla e gabuar.',
				details: { quantity: 50 },
			});
			// Now the leaflets are there again, what was given can go back too; and the database counts the same.
			expect(await takeBack(await entryOf('given', school))).toEqual({ ok: true });
			await sql`savepoint before`.execute(tx);
			const again = { ...move, placeId: clinic, quantity: 11 };
			await expect(insertMovement(tx, committee.id, batchId, again, actor)).rejects.toThrow('more than is left');
			await sql`rollback to before`.execute(tx);
			const all = { ...move, kind: 'given' as const, placeId: clinic, quantity: 90 };
			await insertMovement(tx, committee.id, batchId, all, actor);
			const forged = { ...all, id: handedOut, quantity: 40, reason: null, actor };
			await expect(
				insertCounterEntry(tx, committee.id, batchId, forged, { reason: 'x', movedOn: today, actor }),
			).rejects.toThrow('not the entry it takes back');
		}));

	test('goes along when two places are one', () =>
		rolledBack(async (tx) => {
			const { committee, school, clinic, batchId } = await scene(tx);
			await mergePlaces(tx, actor, committee, { kept: school, gone: clinic });
			const { places } = stockOf(100, await listMovements(tx, [batchId]));
			expect(places).toMatchObject([{ placeId: school, left: 70 }]);
		}));
});

describe('a number dies', () => {
	test('its leaflets are found, its institutions told once, others ordered once; asking again changes nothing', () =>
		rolledBack(async (tx) => {
			const { committee, child, school, clinic, batchId, materialId } = await scene(tx);
			await become(tx, { kind: 'committee', committeeId: committee.id, actor });
			expect(await getRecallFigure(tx, committee, now)).toEqual({ batches: 0, leaflets: 0, places: 0 });
			await die(tx, committee, child, 1);
			const change = { actor, committee, numbers: ['116 111'], now: later(2) };
			expect(await onLineChanged(tx, change)).toEqual({ batches: 1, leaflets: 100, places: 2 });
			expect(await onLineChanged(tx, change)).toEqual({ batches: 1, leaflets: 100, places: 2 });
			const before = await getRecallPage(tx, committee, 'sq', later(2));
			expect(before.reached.map(({ placeId }) => placeId)).toEqual([school]);
			const outcome = await callBack(tx, actor, committee, later(3));
			expect(outcome).toEqual({ places: 1, mails: 1, unreached: 1, reprints: 1 });
			expect(await callBack(tx, actor, committee, later(4))).toEqual({
				places: 0,
				mails: 0,
				unreached: 1,
				reprints: 1,
			});
			const [mail, ...more] = await mails(tx);
			expect(more).toEqual([]);
			expect(mail).toMatchObject({ to: 'arta@zvap.example', kind: 'recall' });
			expect(mail?.text).toContain('116 111');
			expect(mail?.text).toContain('Shkolla e provës: 60 copë');
			const reprints = (await listBatches(tx, committee.id)).filter(({ replacesId }) => replacesId === batchId);
			expect(reprints.map(({ numbers, quantity, printedOn }) => [numbers, quantity, printedOn])).toEqual([
				[['129'], 100, null],
			]);
			const told = (await listMaterialEvents(tx, materialId, { batchId })).map(({ kind }) => kind);
			expect(told.filter((kind) => kind === 'recalled' || kind === 'notified')).toEqual(['notified', 'recalled']);
			const [recall] = await listRecalls(tx, committee, later(5));
			expect(recall?.unnoticed).toEqual([clinic]);
		}));

	test('the recall is over when nothing is left anywhere; replaced leaflets come from the new printing', () =>
		rolledBack(async (tx) => {
			const { committee, child, school, clinic, batchId } = await scene(tx);
			await die(tx, committee, child, 1);
			await callBack(tx, actor, committee, later(2));
			const reprint = (await listBatches(tx, committee.id)).find(({ replacesId }) => replacesId === batchId);
			await submitPrinted(tx, actor, committee, reprint?.id ?? '', { printed_on: [today] }, later(3));
			const settle = (placeId: string | null, replace = false) =>
				settlePlace(tx, actor, committee, { batchId, placeId, replace, now: later(4) });
			expect(await settle(school, true)).toEqual({ ok: true });
			expect(await settle(school, true)).toEqual({ ok: true });
			expect(await settle(clinic)).toEqual({ ok: true });
			expect(await getRecallFigure(tx, committee, later(5))).toMatchObject({ leaflets: 30 });
			expect(await settle(null)).toEqual({ ok: true });
			expect(await listRecalls(tx, committee, later(5))).toEqual([]);
			const { places, office } = stockOf(100, await listMovements(tx, [reprint?.id ?? '']));
			expect([places.map(({ left }) => left), office.left]).toEqual([[60], 40]);
		}));

	test('answering again ends it by itself before anybody was told, and only by a person afterwards', () =>
		rolledBack(async (tx) => {
			const { committee, child, batchId } = await scene(tx);
			await die(tx, committee, child, 1);
			await callLine(tx, committee.id, child, later(2));
			expect(await listRecalls(tx, committee, later(3))).toEqual([]);
			await die(tx, committee, child, 4);
			await callBack(tx, actor, committee, later(5));
			await expect(sayAllClear(tx, actor, committee, { batchId, now: later(5) })).rejects.toMatchObject({
				code: 'conflict',
			});
			await callLine(tx, committee.id, child, later(6));
			expect(await listRecalls(tx, committee, later(7))).toMatchObject([{ reason: null }]);
			expect(await sayAllClear(tx, actor, committee, { batchId, now: later(7) })).toEqual({ mails: 1 });
			expect(await listRecalls(tx, committee, later(8))).toEqual([]);
			expect((await mails(tx)).map(({ kind }) => kind).sort()).toEqual(['recall', 'recall_over']);
		}));

	test('a printing whose number died at the printer’s is not taken in', () =>
		rolledBack(async (tx) => {
			const { committee, child, versionId } = await scene(tx);
			const ordered = await orderBatch(tx, actor, committee, { versionId, format: 'card', quantity: 5 }, now);
			await die(tx, committee, child, 1);
			const id = ordered.ok ? ordered.id : '';
			expect(await submitPrinted(tx, actor, committee, id, { printed_on: [today] }, later(2))).toEqual({
				...{ ok: false, batch: { reason: 'dead_numbers', numbers: ['116 111'] } },
			});
		}));
});

test('an activity is not ready with leaflets that have to be called back, and is when they are taken out', () =>
	rolledBack(async (tx) => {
		const { committee, programme, child, versionId } = await scene(tx);
		const month = await getProgramme(tx, committee.id, programme.slug);
		const look = () => getActivity(tx, programme.id, 1);
		const activity = await look();
		const wish = { activity, version: activity.version, versionIds: [versionId, 'nothing'] };
		expect(await planMaterials(tx, actor, committee, month, wish)).toEqual({ changed: true });
		const readiness = Object.fromEntries(readinessItems.map((item) => [item, today]));
		const gate = { number: 1, version: (await look()).version, readiness };
		await saveReadinessGate(tx, actor, committee, month, gate);
		await callLine(tx, committee.id, child, new Date(), 'no_answer');
		const ready = async () =>
			changeState(tx, actor, committee, month, 1, 'ready', { version: (await look()).version, today });
		expect(await ready()).toEqual({ ok: false, reason: 'materials_not_usable' });
		const without = { activity: await look(), version: (await look()).version, versionIds: [] };
		await planMaterials(tx, actor, committee, month, without);
		expect(await ready()).toEqual({ ok: true, state: 'ready' });
	}));
