import { afterAll, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import type { Actor, Scope, Transaction } from '#platform/db.server.ts';
import { buildCommittee } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import { buildLine, buildMaterial, buildTexts, callLine, leaflet } from '#tests/support/materials.ts';
import {
	addMaterial,
	changeVersion,
	getVersionPage,
	submitChecks,
	submitNewVersion,
	submitReview,
	submitVersion,
} from './actions.server.ts';
import { listBatches } from './batches.server.ts';
import { typedForVersion } from './form.ts';
import { checkItemsOf } from './model.ts';
import { orderFor, tellPrintable } from './printing.server.ts';
import { orderBatch } from './stock.server.ts';
import { listMaterialEvents, listMaterials } from './store.server.ts';
import { typedTexts } from './texts.ts';
import { getVersion } from './versions.server.ts';

afterAll(closeDatabase);

const author: Actor = 'secretary:0190a3f2-0000-7000-8000-000000000001';
const second: Actor = 'chair:0190a3f2-0000-7000-8000-000000000002';
const now = new Date('2026-11-20T10:00:00Z');
const home = 'https://kambana.example';
const yes = Object.fromEntries(checkItemsOf('leaflet').map((item) => [item, ['yes']]));
const typed = (more = {}) => ({ language: ['sq'], made: ['written'], ...typedTexts(buildTexts()), ...more });

async function scene(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const neighbour = await getCommittee(tx, { code: 'AL-11' });
	const national = await getCommittee(tx, { code: 'AL' });
	return { committee, neighbour, national };
}

/** Writes a version and sends it for review. */
async function sent(tx: Transaction, committeeId: string, more = {}) {
	const committee = { id: committeeId };
	const materialId = await addMaterial(tx, author, committee, leaflet);
	const written = await submitNewVersion(tx, author, committee, materialId, typed(more));
	if (!written.ok) throw new Error(JSON.stringify(written.issues));
	await changeVersion(tx, author, committee, written.id, { verb: 'submit', typed: { revision: ['1'] } });
	return { committee, materialId, versionId: written.id };
}

describe('forbidden', () => {
	test('another county sees neither material nor printing; the national ones it reads and cannot change', () =>
		rolledBack(async (tx) => {
			const { committee, neighbour, national } = await scene(tx);
			const own = await buildMaterial(tx, committee.id);
			const shared = await buildMaterial(tx, national.id);
			const draft = await buildMaterial(tx, national.id, { approved: false });
			await buildLine(tx, committee.id, '116 111', now);
			await orderBatch(tx, author, committee, { versionId: shared.versionId, format: 'card', quantity: 10 }, now);
			await become(tx, { kind: 'committee', committeeId: neighbour.id });
			const seen = (await listMaterials(tx, neighbour.id)).flatMap(({ versions }) => versions.map(({ id }) => id));
			expect(seen).toEqual([shared.versionId]);
			expect(await listBatches(tx, committee.id)).toEqual([]);
			await expect(getVersion(tx, own.versionId)).rejects.toMatchObject({ code: 'not_found' });
			await expect(getVersion(tx, draft.versionId)).rejects.toMatchObject({ code: 'not_found' });
			const withdraw = { verb: 'withdraw' as const, typed: { reason: ['x'], revision: ['2'] } };
			await expect(changeVersion(tx, author, neighbour, shared.versionId, withdraw)).rejects.toMatchObject({
				code: 'forbidden',
			});
		}));

	test('the public and strangers see nothing; whoever carries out activities sees no draft', () =>
		rolledBack(async (tx) => {
			const { committee } = await scene(tx);
			const { versionId } = await buildMaterial(tx, committee.id, { approved: false });
			const committeeId = committee.id;
			const scopes: Scope[] = [
				...([{ kind: 'public' }, { kind: 'identity' }, { kind: 'link', tokenHash: '00' }] as const),
				{ kind: 'activity', committeeId, activityIds: [] },
				{ kind: 'partner', committeeId, partnerId: committeeId },
			];
			for (const scope of scopes) {
				await become(tx, scope);
				await expect(getVersion(tx, versionId), JSON.stringify(scope)).rejects.toMatchObject({ code: 'not_found' });
			}
		}));

	test('a retired, foreign or dead number in any field is refused, with the field', () =>
		rolledBack(async (tx) => {
			const { committee } = await scene(tx);
			await tx
				.insertInto('refused_numbers')
				.values([
					{ digits: '8001212', number: '0800 1212', reason: 'retired', source: 'provë' },
					{ digits: '192', number: '192', reason: 'foreign', source: 'provë' },
				])
				.onConflict((on) => on.doNothing())
				.execute();
			const lineId = await buildLine(tx, committee.id, '116 006', now);
			await callLine(tx, committee.id, lineId, new Date(now.getTime() + 1000), 'no_answer');
			const materialId = await addMaterial(tx, author, committee, leaflet);
			const wrong = { title: ['Thirr 0800 1212'], a2_sentences: ['Ose 192.'], footer: ['Ose 116006.'] };
			const refused = await submitNewVersion(tx, author, committee, materialId, typed(wrong), '2026-11-20');
			expect(refused.ok ? [] : refused.issues.map(({ field, message }) => [field, message]).sort()).toEqual([
				['a2_sentences', 'material.issue.number_foreign'],
				['footer', 'material.issue.number_dead'],
				['title', 'material.issue.number_retired'],
			]);
		}));

	test('a number that dies between writing and approval stops the approval', () =>
		rolledBack(async (tx) => {
			const { committee } = await scene(tx);
			const lineId = await buildLine(tx, committee.id, '116 111', now);
			const { versionId } = await sent(tx, committee.id, { footer: ['Telefononi 116 111.'] });
			await submitChecks(tx, second, committee, versionId, { ...yes, revision: ['2'] });
			await callLine(tx, committee.id, lineId, new Date(now.getTime() + 1000), 'no_answer');
			const outcome = await changeVersion(tx, second, committee, versionId, {
				verb: 'approve',
				typed: { revision: ['3'] },
			});
			expect(outcome).toEqual({ ok: false, why: { reason: 'dead_number', numbers: ['116 111'] } });
		}));
});

describe('a second person', () => {
	test('checks and approves; the writer can do neither, nor whoever changed a word', () =>
		rolledBack(async (tx) => {
			const { committee } = await scene(tx);
			const { versionId, materialId } = await sent(tx, committee.id);
			expect(await submitChecks(tx, author, committee, versionId, { ...yes, revision: ['2'] })).toMatchObject({
				why: { reason: 'own_work' },
			});
			const back = { verb: 'send_back' as const, typed: { reason: ['Fjali të gjata.'], revision: ['2'] } };
			expect(await changeVersion(tx, second, committee, versionId, back)).toEqual({ ok: true });
			const draft = await getVersion(tx, versionId);
			expect(await submitVersion(tx, second, committee, versionId, typedForVersion(draft))).toEqual({ ok: true });
			await changeVersion(tx, author, committee, versionId, { verb: 'submit', typed: { revision: ['4'] } });
			expect(await submitChecks(tx, second, committee, versionId, { ...yes, revision: ['5'] })).toMatchObject({
				why: { reason: 'own_work' },
			});
			const third: Actor = 'chair:0190a3f2-0000-7000-8000-000000000003';
			expect(await submitChecks(tx, third, committee, versionId, { ...yes, revision: ['5'] })).toEqual({ ok: true });
			const approve = { verb: 'approve' as const, typed: { revision: ['6'] } };
			expect(await changeVersion(tx, third, committee, versionId, approve)).toEqual({ ok: true });
			const kinds = (await listMaterialEvents(tx, materialId)).map(({ kind }) => kind);
			expect(kinds).toEqual([
				'approved',
				'checked',
				'submitted',
				'edited',
				'sent_back',
				'submitted',
				'written',
				'added',
			]);
			expect(await submitVersion(tx, author, committee, versionId, typed({ revision: ['7'] }))).toMatchObject({
				why: { reason: 'wrong_state' },
			});
		}));

	test('a translation needs its reader by name; the page says which items are open', () =>
		rolledBack(async (tx) => {
			const { committee } = await scene(tx);
			const { versionId } = await sent(tx, committee.id, { language: ['rom-Latn'], made: ['translated'] });
			await submitChecks(tx, second, committee, versionId, { accurate_here: ['yes'], revision: ['2'] });
			const page = await getVersionPage(tx, second, committee, versionId, now);
			expect(page.possible.find(({ verb }) => verb === 'approve')?.why).toEqual({ reason: 'no_reviewer' });
			const review = { reviewer: ['Lindita, mësuese romisht'], reviewed_on: ['2026-11-19'], revision: ['3'] };
			expect(await submitReview(tx, author, committee, versionId, review, '2026-11-20')).toEqual({ ok: true });
			const after = await getVersionPage(tx, second, committee, versionId, now);
			expect(after.possible.find(({ verb }) => verb === 'approve')?.why).toEqual({
				...{ reason: 'unanswered', items: checkItemsOf('leaflet').slice(1) },
			});
		}));
});

describe('paper', () => {
	test('carries the county’s lines that answered within 30 days, and none other; without one nothing is printed', () =>
		rolledBack(async (tx) => {
			const { committee, national, neighbour } = await scene(tx);
			const { versionId } = await buildMaterial(tx, national.id);
			const wish = { versionId, format: 'trifold', home, now };
			expect(await orderFor(tx, committee, wish)).toEqual({ ok: false, why: 'no_numbers' });
			const day = 86_400_000;
			const alive = await buildLine(tx, national.id, '116 111', new Date(now.getTime() - 29 * day));
			await buildLine(tx, committee.id, '129', new Date(now.getTime() - 31 * day));
			await buildLine(tx, committee.id, '112', null);
			await buildLine(tx, neighbour.id, '127', now);
			const asked = await orderFor(tx, committee, wish);
			expect(asked.ok && asked.order.lines.map(({ number }) => number)).toEqual(['116 111']);
			expect(asked.ok && [asked.order.county, asked.order.address, asked.order.locale]).toEqual([
				...['Durrës', 'kambana.example/sq', 'sq-AL'],
			]);
			await callLine(tx, national.id, alive, now, 'no_answer');
			expect(await orderFor(tx, committee, wish)).toEqual({ ok: false, why: 'no_numbers' });
		}));

	test('is not printed of what is not approved, though it can be looked at', () =>
		rolledBack(async (tx) => {
			const { committee } = await scene(tx);
			const { versionId } = await buildMaterial(tx, committee.id, { approved: false });
			await buildLine(tx, committee.id, '116 111', now);
			const wish = { versionId, format: 'card', home, now };
			expect(await orderFor(tx, committee, wish)).toEqual({ ok: false, why: 'not_approved' });
			expect(await orderFor(tx, committee, { ...wish, draft: true })).toMatchObject({ ok: true });
			await expect(orderFor(tx, committee, { ...wish, format: 'a0' })).rejects.toMatchObject({ code: 'not_found' });
		}));
});

test('the public may print what the national office has approved and what has not expired: nothing else of the library', () =>
	rolledBack(async (tx) => {
		const { committee, national } = await scene(tx);
		const shown = await buildMaterial(tx, national.id);
		await buildMaterial(tx, national.id, { approved: false });
		await buildMaterial(tx, national.id, { draft: { ...leaflet, expiresOn: '2026-11-19' } });
		const own = await buildMaterial(tx, committee.id);
		const withdrawn = await buildMaterial(tx, national.id);
		await tx
			.updateTable('material_versions')
			.set({ state: 'withdrawn' })
			.where('id', '=', withdrawn.versionId)
			.execute();
		await become(tx, { kind: 'public' });
		const told = async () => {
			const { materials, hasNumbers } = await tellPrintable(tx, 'sq', now);
			return { ids: materials.map(({ id }) => id), hasNumbers };
		};
		expect(await told()).toEqual({ ids: [shown.materialId], hasNumbers: false });
		const wish = { versionId: shown.versionId, format: 'card', home, now };
		expect(await orderFor(tx, national, wish)).toEqual({ ok: false, why: 'no_numbers' });
		await expect(orderFor(tx, national, { ...wish, versionId: own.versionId })).rejects.toMatchObject({
			code: 'not_found',
		});
		await become(tx, { kind: 'installation' });
		await buildLine(tx, national.id, '116 111', now);
		await become(tx, { kind: 'public' });
		expect((await told()).hasNumbers).toBe(true);
		expect(await orderFor(tx, national, wish)).toMatchObject({ ok: true, order: { lines: [{ number: '116 111' }] } });
	}));
