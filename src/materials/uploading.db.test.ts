import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { findUsedFile, receive, sweepFiles } from '#platform/files.server.ts';
import { buildCommittee } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import { buildPdf } from '#tests/support/hand-made-pdf.ts';
import { buildLine, buildMaterial, callLine, leaflet } from '#tests/support/materials.ts';
import {
	addMaterial,
	changeVersion,
	getVersionPage,
	submitChecks,
	submitNewVersion,
	submitVersion,
} from './actions.server.ts';
import { listBatches } from './batches.server.ts';
import { mostFileBytes } from './files.ts';
import { checkItemsOf, type MaterialKind } from './model.ts';
import { findGivenFile, tellPrintable } from './printing.server.ts';
import { listRecalledVersions } from './recall.server.ts';
import { submitOrder, submitPrinted } from './stock.server.ts';
import { getMaterial } from './store.server.ts';
import { look, type Target, takeFile } from './uploading.server.ts';
import { getVersion } from './versions.server.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kambana-papers-'));
	process.env.KAMBANA_FILES = folder;
});
afterEach(() => {
	delete process.env.KAMBANA_FILES;
	rmSync(folder, { recursive: true, force: true });
});
afterAll(closeDatabase);

const author: Actor = 'secretary:0190a3f2-0000-7000-8000-000000000001';
const authorAsChair: Actor = 'chair:0190a3f2-0000-7000-8000-000000000001';
const second: Actor = 'chair:0190a3f2-0000-7000-8000-000000000002';
const now = new Date('2026-11-20T10:00:00Z');
const filled = { language: ['sq'], made: ['written'] };
const yes = Object.fromEntries(checkItemsOf('register').map((item) => [item, ['yes']]));

async function land(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const national = await getCommittee(tx, { code: 'AL' });
	await tx
		.insertInto('refused_numbers')
		.values({ digits: '8001212', number: '0800 1212', reason: 'retired', source: 'provë' })
		.onConflict((on) => on.doNothing())
		.execute();
	return { committee, national, neighbour: await getCommittee(tx, { code: 'AL-11' }) };
}

type Home = { id: string };
const newMaterial = (tx: Transaction, home: Home, kind: MaterialKind = 'register') =>
	addMaterial(tx, author, home, { ...leaflet, kind });

/** Uploads as the form does. */
async function upload(
	tx: Transaction,
	home: Home,
	target: Target,
	bytes: Uint8Array | null,
	typed = {},
	actor = author,
) {
	const incoming = bytes && (await receive(Readable.from([bytes]), mostFileBytes));
	const looked = incoming && (await look(incoming.path));
	try {
		return await takeFile(tx, actor, home, target, { incoming, looked, typed: { ...filled, ...typed } }, now);
	} finally {
		await incoming?.discard();
	}
}

/** A register with a file, in review or approved. */
async function sent(
	tx: Transaction,
	home: Home,
	{ text = 'Sa veta ishin', approved = false, kind = 'register' as MaterialKind } = {},
) {
	const materialId = await newMaterial(tx, home, kind);
	const taken = await upload(tx, home, { materialId }, buildPdf({ pages: [text] }));
	if (!taken.ok) throw new Error(JSON.stringify(taken.issues));
	const versionId = taken.id;
	await changeVersion(tx, author, home, versionId, { verb: 'submit', typed: { revision: ['1'] } });
	if (approved) await approve(tx, home, versionId);
	return { materialId, versionId };
}

async function approve(tx: Transaction, home: Home, versionId: string) {
	await submitChecks(tx, second, home, versionId, { ...yes, revision: ['2'] });
	return changeVersion(tx, second, home, versionId, {
		verb: 'approve',
		typed: { revision: ['3'] },
		today: '2026-11-20',
	});
}
const messagesOf = (outcome: Awaited<ReturnType<typeof takeFile>>) =>
	outcome.ok ? [] : outcome.issues.map(({ field, message }) => `${field} ${message}`);

describe('forbidden', () => {
	test('another county uploads nothing, and has neither version nor file', () =>
		rolledBack(async (tx) => {
			const { committee, neighbour } = await land(tx);
			const { materialId, versionId } = await sent(tx, committee, { approved: true });
			const sha256 = (await getVersion(tx, versionId)).file?.sha256 ?? '';
			await become(tx, { kind: 'committee', committeeId: neighbour.id });
			await expect(upload(tx, neighbour, { materialId }, buildPdf())).rejects.toMatchObject({ code: 'not_found' });
			await expect(upload(tx, neighbour, { versionId }, buildPdf())).rejects.toMatchObject({ code: 'not_found' });
			await expect(getVersion(tx, versionId)).rejects.toMatchObject({ code: 'not_found' });
			expect(await findUsedFile(tx, sha256)).toBeUndefined();
		}));

	test('a county reads what the national office has uploaded, and puts no file of its own in its place', () =>
		rolledBack(async (tx) => {
			const { committee, national } = await land(tx);
			const { materialId, versionId } = await sent(tx, national, { approved: true });
			await become(tx, { kind: 'committee', committeeId: committee.id });
			const { file } = await getVersion(tx, versionId);
			expect(await findUsedFile(tx, file?.sha256 ?? '')).toMatchObject({
				mediaType: 'application/pdf',
				discreet: true,
			});
			await expect(upload(tx, committee, { materialId }, buildPdf())).rejects.toMatchObject({ code: 'forbidden' });
		}));

	test('the public has what is approved, the latest, not expired; never a draft or a county’s own', () =>
		rolledBack(async (tx) => {
			const { committee, national } = await land(tx);
			const own = await sent(tx, committee, { approved: true });
			const waiting = await sent(tx, national, { text: 'Në pritje' });
			const shown = await sent(tx, national, { text: 'E para', approved: true });
			await become(tx, { kind: 'public' });
			expect(await findGivenFile(tx, shown.versionId, now)).toMatchObject({
				file: { mediaType: 'application/pdf' },
				name: expect.stringMatching(/^kambana-regjister-pjesemarrjeje-sq-1-[0-9a-f]{6}\.pdf$/),
			});
			for (const { versionId } of [own, waiting])
				await expect(findGivenFile(tx, versionId, now)).rejects.toMatchObject({ code: 'not_found' });
			await become(tx, { kind: 'installation' });
			const { materialId } = shown;
			const next = await upload(tx, national, { materialId }, buildPdf({ pages: ['E dyta'] }));
			if (!next.ok) throw new Error('refused');
			await changeVersion(tx, author, national, next.id, { verb: 'submit', typed: { revision: ['1'] } });
			expect(await approve(tx, national, next.id)).toEqual({ ok: true });
			await become(tx, { kind: 'public' });
			const listed = (await tellPrintable(tx, 'sq', now)).materials.find(({ id }) => id === materialId);
			expect(listed?.versions).toMatchObject([{ id: next.id, file: { pages: 1 } }]);
			expect(await findGivenFile(tx, shown.versionId, now)).toBeUndefined();
			await become(tx, { kind: 'installation' });
			await sql`update materials set expires_on = '2026-01-01' where id = ${materialId}`.execute(tx);
			await become(tx, { kind: 'public' });
			await expect(findGivenFile(tx, next.id, now)).rejects.toMatchObject({ code: 'not_found' });
		}));

	test('whoever uploaded neither checks nor approves, from whatever seat; nor whoever put another file in its place', () =>
		rolledBack(async (tx) => {
			const { committee } = await land(tx);
			const { versionId } = await sent(tx, committee);
			expect(await submitChecks(tx, authorAsChair, committee, versionId, { ...yes, revision: ['2'] })).toMatchObject({
				why: { reason: 'own_work' },
			});
			await changeVersion(tx, second, committee, versionId, {
				verb: 'send_back',
				typed: { reason: ['Shkronja të vogla.'], revision: ['2'] },
			});
			const typed = { revision: ['3'] };
			expect(
				await upload(tx, committee, { versionId }, buildPdf({ pages: ['Më e madhe'] }), typed, second),
			).toMatchObject({
				ok: true,
			});
			await changeVersion(tx, author, committee, versionId, { verb: 'submit', typed: { revision: ['4'] } });
			expect(await submitChecks(tx, second, committee, versionId, { ...yes, revision: ['5'] })).toMatchObject({
				why: { reason: 'own_work' },
			});
		}));

	test('a file has no form without one: nothing is written past the upload, and nothing takes it off', () =>
		rolledBack(async (tx) => {
			const { committee } = await land(tx);
			const { materialId, versionId } = await sent(tx, committee);
			const kept = { ...filled, kept_at: ['një dosje'] };
			await expect(submitNewVersion(tx, author, committee, materialId, kept)).rejects.toMatchObject({
				code: 'not_found',
			});
			await expect(submitVersion(tx, author, committee, versionId, kept)).rejects.toMatchObject({ code: 'not_found' });
			await expect(upload(tx, committee, { versionId }, buildPdf())).rejects.toMatchObject({ code: 'stale' });
			const { materialId: typeset } = await buildMaterial(tx, committee.id);
			await expect(upload(tx, committee, { materialId: typeset }, buildPdf())).rejects.toMatchObject({
				code: 'not_found',
			});
		}));
});

describe('an upload', () => {
	test('says everything that is wrong at once, with what was typed, and keeps nothing', () =>
		rolledBack(async (tx) => {
			const { committee } = await land(tx);
			const lineId = await buildLine(tx, committee.id, '116 006', now);
			await callLine(tx, committee.id, lineId, new Date(now.getTime() + 1000), 'no_answer');
			const materialId = await newMaterial(tx, committee);
			const before = await tx.selectFrom('files').select('sha256').execute();
			const bytes = buildPdf({ pages: ['Thirrni 0800 1212', 'Emri Mbiemri 116006'] });
			const outcome = await upload(tx, committee, { materialId }, bytes, { language: ['romani'] });
			expect(messagesOf(outcome).sort()).toEqual([
				'file material.upload.asks_names',
				'file material.upload.number_dead',
				'file material.upload.number_retired',
				'language material.issue.no_language',
			]);
			expect(outcome).toMatchObject({ typed: { language: ['romani'] } });
			expect(!outcome.ok && outcome.issues.find(({ message }) => message.endsWith('dead'))?.words).toMatchObject({
				page: 2,
			});
			expect(await tx.selectFrom('files').select('sha256').execute()).toEqual(before);
			for (const [file, fault] of [
				[Buffer.from('<!doctype html>'), 'not_pdf'],
				[buildPdf({ catalog: '/OpenAction 20 0 R', objects: ['<< /S /JavaScript /JS (1) >>'] }), 'active'],
				[null, 'no_file'],
			] as const)
				expect(messagesOf(await upload(tx, committee, { materialId }, file))).toEqual([
					`file material.upload.${fault}`,
				]);
			const inLink = buildPdf({
				page: '/Annots [20 0 R]',
				objects: ['<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (tel:08001212) >> >>'],
			});
			expect(messagesOf(await upload(tx, committee, { materialId }, inLink))).toEqual([
				'file material.upload.number_elsewhere',
			]);
		}));

	test('keeps the file of a draft when no other is chosen; another takes its place and its checks', () =>
		rolledBack(async (tx) => {
			const { committee } = await land(tx);
			const materialId = await newMaterial(tx, committee, 'slides');
			const first = await upload(tx, committee, { materialId }, buildPdf({ pages: ['Një', 'Dy'] }));
			if (!first.ok) throw new Error('refused');
			const { file } = await getVersion(tx, first.id);
			expect(file).toMatchObject({
				bytes: buildPdf({ pages: ['Një', 'Dy'] }).length,
				look: { pages: 2, text: 'Një\fDy' },
			});
			await upload(tx, committee, { versionId: first.id }, null, { kept_at: ['Dosja e materialeve'], revision: ['1'] });
			expect(await getVersion(tx, first.id)).toMatchObject({ file, keptAt: 'Dosja e materialeve' });
			await upload(tx, committee, { versionId: first.id }, buildPdf({ pages: ['Tre'] }), { revision: ['2'] });
			expect(await getVersion(tx, first.id)).toMatchObject({ file: { look: { text: 'Tre' } } });
			await expect(
				upload(tx, committee, { versionId: first.id }, buildPdf(), { revision: ['2'] }),
			).rejects.toMatchObject({ code: 'stale' });
		}));

	test('that nothing uses any more is swept; one that a version uses stays', () =>
		rolledBack(async (tx) => {
			const { committee } = await land(tx);
			const { versionId } = await sent(tx, committee, { text: 'Mbetet' });
			const materialId = await newMaterial(tx, committee, 'slides');
			const draft = await upload(tx, committee, { materialId }, buildPdf({ pages: ['Ikën'] }));
			if (!draft.ok) throw new Error('refused');
			const gone = (await getVersion(tx, draft.id)).file?.sha256 ?? '';
			await upload(tx, committee, { versionId: draft.id }, buildPdf({ pages: ['Vjen'] }), { revision: ['1'] });
			await sweepFiles(tx, new Date(Date.now() + 2 * 24 * 3600 * 1000));
			const left = (await tx.selectFrom('files').select('sha256').execute()).map(({ sha256 }) => sha256);
			expect(left).not.toContain(gone);
			expect(left).toContain((await getVersion(tx, versionId)).file?.sha256);
		}));
});

describe('a second person', () => {
	test('answers for pictures, names and numbers too, sees what the program has read, and approves', () =>
		rolledBack(async (tx) => {
			const { committee } = await land(tx);
			const { versionId } = await sent(tx, committee, { text: 'Regjistri: 40% vajza' });
			const page = await getVersionPage(tx, second, committee, versionId, now);
			expect(page.items).toContain('no_child_picture');
			expect(page.findings?.map(({ what }) => what)).toEqual(['fonts', 'figures']);
			const { numbers_seen: _, ...most } = yes;
			await submitChecks(tx, second, committee, versionId, { ...most, revision: ['2'] });
			expect(
				await changeVersion(tx, second, committee, versionId, { verb: 'approve', typed: { revision: ['3'] } }),
			).toEqual({ ok: false, why: { reason: 'unanswered', items: ['numbers_seen'] } });
			await submitChecks(tx, second, committee, versionId, { ...yes, revision: ['3'] });
			expect(
				await changeVersion(tx, second, committee, versionId, {
					verb: 'approve',
					typed: { revision: ['4'] },
					today: '2026-11-20',
				}),
			).toEqual({ ok: true });
		}));

	test('is stopped when slides become a register that asks for names', () =>
		rolledBack(async (tx) => {
			const { committee } = await land(tx);
			const { materialId, versionId } = await sent(tx, committee, { text: 'Emri Mbiemri', kind: 'slides' });
			await sql`update materials set kind = 'register' where id = ${materialId}`.execute(tx);
			expect(await approve(tx, committee, versionId)).toEqual({ ok: false, why: { reason: 'asks_names' } });
		}));
});

describe('a number in a file that dies', () => {
	test('takes it off the public page, off the printer and out of activities; printed copies are called back', () =>
		rolledBack(async (tx) => {
			const { national, committee } = await land(tx);
			const lineId = await buildLine(tx, national.id, '04 555 0123', now);
			const { versionId } = await sent(tx, national, { text: 'Telefononi 04 555 0123', approved: true });
			const page = await getVersionPage(tx, second, national, versionId, now);
			expect(page.print).toEqual({ why: null, numbers: ['04 555 0123'], formats: [], file: true });
			const order = { format: ['file'], quantity: ['50'] };
			const ordered = await submitOrder(tx, author, committee, versionId, order, now);
			if (!ordered.ok) throw new Error(JSON.stringify(ordered));
			await submitPrinted(tx, author, committee, ordered.id, { printed_on: ['2026-11-20'] }, now);
			expect(await listBatches(tx, committee.id)).toMatchObject([{ format: 'file', numbers: ['04 555 0123'] }]);
			expect((await listRecalledVersions(tx, committee, now)).has(versionId)).toBe(false);

			const later = new Date(now.getTime() + 60_000);
			await callLine(tx, national.id, lineId, later, 'no_answer');
			expect((await listRecalledVersions(tx, committee, later)).has(versionId)).toBe(true);
			expect(await submitOrder(tx, author, committee, versionId, order, later)).toEqual({
				ok: false,
				print: 'dead_number',
			});
			await become(tx, { kind: 'public' });
			expect(await findGivenFile(tx, versionId, later)).toBeUndefined();
			expect(
				(await tellPrintable(tx, 'sq', later)).materials.some(({ versions }) => versions[0]?.id === versionId),
			).toBe(false);
		}));

	test('a file without numbers is printed too, and never called back', () =>
		rolledBack(async (tx) => {
			const { committee } = await land(tx);
			const { materialId, versionId } = await sent(tx, committee, { approved: true });
			const ordered = await submitOrder(tx, author, committee, versionId, { format: ['file'], quantity: ['5'] }, now);
			expect(ordered).toMatchObject({ ok: true });
			expect(await listBatches(tx, committee.id)).toMatchObject([{ numbers: [], quantity: 5 }]);
			expect(await getMaterial(tx, committee.id, materialId)).toMatchObject({ kind: 'register' });
		}));
});
