import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { instantOf } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { findUsedFile, incomingPath, keepFile } from '#platform/files.server.ts';
import type { Typed } from '#platform/forms.ts';
import { buildCommittee } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import { buildMp3 } from '#tests/support/sounds.ts';
import { loadHelpPack, submitTest, tellLines } from './actions.server.ts';
import { getPublishedPage, publishPage, submitPage } from './pages.server.ts';
import {
	addRecording,
	getRecording,
	listRecordings,
	publishRecording,
	removeRecording,
	tellRecordings,
	withdrawRecording,
} from './recordings.server.ts';
import { parseRecording, type RecordingDraft } from './recordings.ts';
import { inspectSound } from './uploading.server.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kambana-sounds-'));
	process.env.KAMBANA_FILES = folder;
});
afterEach(() => {
	delete process.env.KAMBANA_FILES;
	rmSync(folder, { recursive: true, force: true });
});
afterAll(closeDatabase);

const now = instantOf('2026-11-24', '12:00');
const anna = 'national:01a20e6a-8935-75d5-bcd2-8956afa5d329';
const annaAsChair = 'chair:01a20e6a-8935-75d5-bcd2-8956afa5d329';
const beni = 'secretary:01a20e6a-8935-75d5-bcd2-8956afa5d330';
const draft: RecordingDraft = {
	...{ language: 'sq', section: 4, recorder: 'Lexuesja e provës', numbers: ['116 006'] },
	...{ reviewer: null, reviewedOn: null },
};

async function land(tx: Transaction) {
	const durres = await buildCommittee(tx);
	await loadHelpPack(tx, 'db/packs/al');
	const office = await getCommittee(tx, { code: 'AL' });
	const at = (actor: Actor, { id } = office) => become(tx, { kind: 'committee', committeeId: id, actor });
	await at(anna);
	return { durres, office, at };
}

/** Brings a recording as an upload does. @param frames another length is another file */
async function bring(tx: Transaction, more: Partial<RecordingDraft> = {}, frames = 100, actor: Actor = anna) {
	const office = await getCommittee(tx, { code: 'AL' });
	const incoming = { path: incomingPath(), bytes: 0, discard: async () => {} };
	const bytes = buildMp3({ frames });
	writeFileSync(incoming.path, bytes);
	const found = await inspectSound(incoming);
	if (!found.ok) throw new Error(found.fault);
	const kept = await keepFile(tx, { ...incoming, bytes: bytes.length }, found.mediaType);
	return addRecording(tx, actor, office, { ...draft, ...more }, { ...kept, seconds: found.seconds });
}

describe('forbidden', () => {
	test('a county brings, publishes and removes none', () =>
		rolledBack(async (tx) => {
			const { durres, at } = await land(tx);
			const id = await bring(tx);
			const { sha256 } = await getRecording(tx, id);
			await at(beni, durres);
			await expect(
				addRecording(tx, beni, durres, draft, { sha256, bytes: 1, mediaType: 'audio/mpeg', seconds: 1 }),
			).rejects.toMatchObject({ code: 'forbidden' });
			await expect(publishRecording(tx, beni, durres, id, now)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(removeRecording(tx, durres, id)).rejects.toMatchObject({ code: 'forbidden' });
			expect([await listRecordings(tx), await findUsedFile(tx, sha256)]).toEqual([[], undefined]);
		}));

	test('nobody publishes a recording of one’s own, from whatever seat, nor one in a further language that no speaker has heard', () =>
		rolledBack(async (tx) => {
			const { office, at } = await land(tx);
			const id = await bring(tx);
			expect(await publishRecording(tx, annaAsChair, office, id, now)).toEqual({ ok: false, reason: 'own_recording' });
			const rom = await bring(tx, { language: 'rom' });
			await at(beni);
			expect(await publishRecording(tx, beni, office, rom, now)).toEqual({ ok: false, reason: 'no_listener' });
			await expect(
				tx
					.updateTable('help_recordings')
					.set({ state: 'published', published_by: annaAsChair, published_at: now })
					.where('id', '=', id)
					.execute(),
			).rejects.toThrow(/second_person/);
		}));
});

test('the public hears it once another person publishes; a number that dies silences it, an answer lets it speak again', () =>
	rolledBack(async (tx) => {
		const { office, at } = await land(tx);
		const id = await bring(tx);
		const { sha256 } = await getRecording(tx, id);
		await become(tx, { kind: 'public' });
		expect([await tellRecordings(tx, 'sq', now), await findUsedFile(tx, sha256)]).toEqual([{}, undefined]);
		await at(beni);
		expect(await publishRecording(tx, beni, office, id, now)).toEqual({ ok: true });
		await become(tx, { kind: 'public' });
		expect(await tellRecordings(tx, 'sq', now)).toMatchObject({ 4: { id, recorder: 'Lexuesja e provës' } });
		expect(await tellRecordings(tx, 'en', now)).toEqual({});
		// No browser keeps what somebody listened to.
		expect(await findUsedFile(tx, sha256)).toMatchObject({ mediaType: 'audio/mpeg', discreet: true });
		await at(beni);
		const line = (await tellLines(tx, office.id, now)).find(({ number }) => number === '116 006');
		const call = async (outcome: string, minutes: number) => {
			const typed = { outcome: [outcome], tested_on: ['2026-11-24'], tested_at: [`11:${minutes}`] };
			expect(await submitTest(tx, beni, office, typed, line?.id ?? '', now)).toEqual({ ok: true });
		};
		await call('no_answer', 10);
		expect(await tellRecordings(tx, 'sq', now)).toEqual({});
		await call('answered', 20);
		expect(await tellRecordings(tx, 'sq', now)).toMatchObject({ 4: { id } });
	}));

test('a recording keeps the words from which it was read, and the version of their page', () =>
	rolledBack(async (tx) => {
		const { office, at } = await land(tx);
		const kept = await getRecording(tx, await bring(tx));
		expect(kept).toMatchObject({ readText: null, readVersion: null });
		await tx.deleteFrom('help_recordings').where('id', '=', kept.id).execute();
		const { sha256, bytes, seconds } = kept;
		const file = { sha256, bytes: Number(bytes), mediaType: 'audio/mpeg' as const, seconds: Number(seconds) };
		const id = await addRecording(tx, anna, office, draft, file, { text: 'Kreu\nFjalët.', version: 2 });
		expect(await getRecording(tx, id)).toMatchObject({ readText: 'Kreu\nFjalët.', readVersion: 2 });
		await at(beni);
		expect(await publishRecording(tx, beni, office, id, now)).toEqual({ ok: true });
	}));

test('a new recording waits while the one before it is heard, and takes its place; withdrawn, it can be removed', () =>
	rolledBack(async (tx) => {
		const { office, at } = await land(tx);
		const first = await bring(tx);
		await at(beni);
		await publishRecording(tx, beni, office, first, now);
		await at(anna);
		const typo = await bring(tx, {}, 120);
		const second = await bring(tx, {}, 140);
		await expect(getRecording(tx, typo)).rejects.toMatchObject({ code: 'not_found' });
		expect((await tellRecordings(tx, 'sq', now))[4]?.id).toBe(first);
		await at(beni);
		await publishRecording(tx, beni, office, second, now);
		expect((await tellRecordings(tx, 'sq', now))[4]?.id).toBe(second);
		await expect(removeRecording(tx, office, second)).rejects.toMatchObject({ code: 'conflict' });
		await withdrawRecording(tx, office, second);
		await removeRecording(tx, office, second);
		expect((await listRecordings(tx)).map(({ id, state }) => [id, state])).toEqual([[first, 'withdrawn']]);
	}));

test('a language that is heard and not read is published when every answer can be heard', () =>
	rolledBack(async (tx) => {
		const { office, at } = await land(tx);
		const page: Typed = {
			...{
				language: ['rom'],
				name: ['Romani'],
				direction: ['ltr'],
				made: ['written'],
				way: ['audio'],
				text1: ['Teksti'],
			},
			...{ reviewer: ['Lexuesi'], reviewed_on: ['2026-11-20'] },
		};
		const added = await submitPage(tx, anna, office, page, { id: null, now });
		if (!added.ok) throw new Error('not added');
		const heard = { language: 'rom', reviewer: 'Dëgjuesi', reviewedOn: '2026-11-20', numbers: [] };
		const ids = [];
		for (const section of [2, 3, 4, 5]) ids.push(await bring(tx, { ...heard, section }, 100 + section));
		await at(beni);
		for (const id of ids.slice(1)) await publishRecording(tx, beni, office, id, now);
		expect(await publishPage(tx, beni, office, added.id, now)).toEqual({ ok: false, reason: 'answers_missing' });
		await publishRecording(tx, beni, office, ids[0] ?? '', now);
		// Without its page a recording is nobody's.
		await become(tx, { kind: 'public' });
		expect(await tellRecordings(tx, 'rom', now)).toEqual({});
		await at(beni);
		expect(await publishPage(tx, beni, office, added.id, now)).toEqual({ ok: true });
		await become(tx, { kind: 'public' });
		expect(await getPublishedPage(tx, 'rom')).toMatchObject({ way: 'audio', texts: { title: '' } });
		expect(Object.keys(await tellRecordings(tx, 'rom', now))).toEqual(['2', '3', '4', '5']);
	}));

test('a form names what is wrong: no reader, a language without a page, a number that nobody should call', () => {
	const typed = { language: ['xx'], section: ['6'], numbers: ['116 006, 192'], reviewer: ['Dikush'] };
	const refused = [{ digits: '192', number: '192', reason: 'foreign' as const }];
	const parsed = parseRecording(typed, { languages: ['rom'], refused, today: '2026-11-24' });
	expect(parsed.ok ? [] : parsed.issues.map(({ field, message }) => `${field} ${message}`)).toEqual([
		'language issue.not_in_list',
		'section issue.not_in_list',
		'recorder issue.missing',
		'numbers issue.refused_number',
		'reviewed_on issue.missing',
	]);
});
