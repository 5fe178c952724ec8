import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { findUsedFile, incomingPath } from '#platform/files.server.ts';
import { buildCommittee } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import {
	addVideo,
	approveVideo,
	cancelSizes,
	getWholeVideo,
	keepOriginal,
	makeMissingSizes,
	removeCaptions,
	removeVideo,
	submitCaptions,
	submitVideo,
	withdrawVideo,
} from './actions.server.ts';
import { typedFor } from './input.ts';
import { inspect } from './looking.server.ts';
import { listPublishedVideos, listSharedVideos, listVideos } from './store.server.ts';

let folder: string;
const path = process.env.PATH;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kambana-videos-'));
	process.env.KAMBANA_FILES = folder;
	process.env.KAMBANA_FFMPEG = 'none';
});
afterEach(() => {
	delete process.env.KAMBANA_FILES;
	delete process.env.KAMBANA_FFMPEG;
	process.env.PATH = path;
	rmSync(folder, { recursive: true, force: true });
});
afterAll(closeDatabase);

const [anna, beni] = [
	'secretary:01900000-0000-7000-8000-000000000001',
	'chair:01900000-0000-7000-8000-000000000002',
] as const;
const draft = {
	titleSq: 'Oferta',
	titleEn: 'The offer',
	audience: 'job_seekers' as const,
	answers: [2, 3],
	maker: 'Provë',
	licence: 'cc_by' as const,
	expiresOn: null,
};
const vtt = 'WEBVTT\n\n00:01.000 --> 00:04.000\nTekst';
const said = (more: Record<string, string> = {}) =>
	Object.fromEntries(
		Object.entries({
			language: 'sq',
			kind: 'captions',
			vtt,
			transcript: 'Tekst.',
			made: 'by_hand',
			reviewer: 'Zyra',
			...more,
		}).map(([field, value]) => [field, [value]]),
	);

async function upload(tx: Transaction, committee: Committee, id: string, actor = anna as string): Promise<void> {
	const incoming = { path: incomingPath(), bytes: statSync('db/demo/video/oferta.mp4').size, discard: async () => {} };
	copyFileSync('db/demo/video/oferta.mp4', incoming.path);
	const found = await inspect(incoming, null);
	if (!found.ok) throw new Error(found.fault);
	await keepOriginal(tx, actor as 'desk', committee, id, { incoming, found });
}

/** A video with film and captions, by Anna. */
async function whole(tx: Transaction, code = 'AL-02') {
	const committee = await buildCommittee(tx, code);
	await become(tx, { kind: 'committee', committeeId: committee.id });
	const id = await addVideo(tx, anna, committee, draft);
	await upload(tx, committee, id);
	expect(await submitCaptions(tx, anna, committee, id, said())).toEqual({ ok: true });
	return { committee, id };
}

describe('forbidden', () => {
	test('another committee neither sees nor changes our videos, nor their files', () =>
		rolledBack(async (tx) => {
			const { committee, id } = await whole(tx);
			const { files } = await getWholeVideo(tx, committee.id, id);
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			expect(await listVideos(tx, committee.id)).toEqual([]);
			expect(await findUsedFile(tx, files[0]?.sha256 ?? '')).toBeUndefined();
			const gone = { code: 'not_found' };
			await expect(getWholeVideo(tx, null, id)).rejects.toMatchObject(gone);
			await expect(submitVideo(tx, beni, other, typedFor(draft), id)).rejects.toMatchObject(gone);
			await expect(submitCaptions(tx, beni, other, id, said())).rejects.toMatchObject(gone);
			await expect(removeCaptions(tx, beni, other, id, 'sq')).rejects.toMatchObject(gone);
			await expect(approveVideo(tx, beni, other, id)).rejects.toMatchObject(gone);
			await expect(withdrawVideo(tx, other, id)).rejects.toMatchObject(gone);
			await expect(makeMissingSizes(tx, other, id)).rejects.toMatchObject(gone);
			await expect(cancelSizes(tx, other, id)).rejects.toMatchObject(gone);
			await expect(removeVideo(tx, other, id)).rejects.toMatchObject(gone);
		}));

	test('the public sees neither a draft nor its file, nor what is withdrawn or expired', () =>
		rolledBack(async (tx) => {
			const { committee, id } = await whole(tx);
			const sha256 = (await getWholeVideo(tx, committee.id, id)).files[0]?.sha256 ?? '';
			const seen = async () => {
				await become(tx, { kind: 'public' });
				const found = [
					(await listPublishedVideos(tx)).some((one) => one.id === id),
					Boolean(await findUsedFile(tx, sha256)),
				];
				await become(tx, { kind: 'committee', committeeId: committee.id });
				return found;
			};
			expect(await seen()).toEqual([false, false]);
			expect(await approveVideo(tx, beni, committee, id)).toEqual({ ok: true });
			expect(await seen()).toEqual([true, true]);
			await tx.updateTable('videos').set({ expires_on: '2026-01-01' }).where('id', '=', id).execute();
			expect(await seen()).toEqual([false, false]);
			await tx.updateTable('videos').set({ expires_on: null }).where('id', '=', id).execute();
			await withdrawVideo(tx, committee, id);
			expect(await seen()).toEqual([false, false]);
		}));

	test('approval without film, without captions and text in Albanian, or of what has expired', () =>
		rolledBack(async (tx) => {
			const committee = await buildCommittee(tx);
			await become(tx, { kind: 'committee', committeeId: committee.id });
			const id = await addVideo(tx, anna, committee, { ...draft, expiresOn: '2026-01-01' });
			const faults = async () => {
				const outcome = await approveVideo(tx, beni, committee, id);
				return outcome.ok ? [] : outcome.faults;
			};
			expect(await faults()).toEqual(['no_file', 'no_captions', 'expired']);
			await upload(tx, committee, id);
			expect(await faults()).toEqual(['no_captions', 'expired']);
			// English alone is not enough; captions without a text are refused as a form.
			await submitCaptions(tx, anna, committee, id, said({ language: 'en' }));
			expect(await faults()).toEqual(['no_captions', 'expired']);
			expect(await submitCaptions(tx, anna, committee, id, said({ transcript: '' }))).toMatchObject({
				ok: false,
				issues: [{ field: 'transcript', message: 'issue.missing' }],
			});
			expect(await submitCaptions(tx, anna, committee, id, said({ reviewer: '' }))).toMatchObject({ ok: false });
			expect(await submitCaptions(tx, anna, committee, id, said({ vtt: 'WEBVTT\n\nx' }))).toMatchObject({
				issues: [{ field: 'vtt', message: 'video.vtt.no_times', words: { line: 4 } }],
			});
			await submitCaptions(tx, anna, committee, id, said());
			await submitVideo(tx, anna, committee, typedFor(draft), id);
			expect(await faults()).toEqual([]);
		}));

	test('approval by whoever changed it last; a second person may, and any change asks for it again', () =>
		rolledBack(async (tx) => {
			const { committee, id } = await whole(tx);
			// The same person in another seat is the same person.
			const again = anna.replace('secretary', 'chair') as 'desk';
			for (const actor of [anna, again])
				expect(await approveVideo(tx, actor, committee, id)).toEqual({ ok: false, faults: ['same_person'] });
			expect(await approveVideo(tx, beni, committee, id)).toEqual({ ok: true });
			await expect(removeVideo(tx, committee, id)).rejects.toMatchObject({ code: 'conflict' });
			await submitVideo(tx, beni, committee, typedFor({ ...draft, titleSq: 'Tjetër' }), id);
			expect((await getWholeVideo(tx, committee.id, id)).video).toMatchObject({ state: 'draft', approvedBy: null });
			expect(await approveVideo(tx, beni, committee, id)).toEqual({ ok: false, faults: ['same_person'] });
			expect(await approveVideo(tx, anna, committee, id)).toEqual({ ok: true });
		}));

	test('the national office reads what a county prepares and changes nothing', () =>
		rolledBack(async (tx) => {
			const { committee, id } = await whole(tx);
			await become(tx, { kind: 'oversight', committeeId: committee.id });
			expect((await getWholeVideo(tx, committee.id, id)).captions).toHaveLength(1);
			await submitVideo(tx, beni, committee, typedFor({ ...draft, titleSq: 'Tjetër' }), id);
			expect((await getWholeVideo(tx, committee.id, id)).video.titleSq).toBe('Oferta');
		}));
});

test('what the national office has approved, every committee sees and none changes', () =>
	rolledBack(async (tx) => {
		const { committee: national, id } = await whole(tx, 'AL');
		const county = await getCommittee(tx, { code: 'AL-02' });
		const seen = async () => {
			await become(tx, { kind: 'committee', committeeId: county.id });
			const ids = (await listSharedVideos(tx, county.id)).map((one) => one.id);
			const shown = await getWholeVideo(tx, null, id).catch(() => null);
			await become(tx, { kind: 'committee', committeeId: national.id });
			return [ids.includes(id), shown?.files.length, shown?.captions.length];
		};
		expect(await seen()).toEqual([false, undefined, undefined]);
		await approveVideo(tx, beni, national, id);
		expect(await seen()).toEqual([true, 1, 1]);
		await become(tx, { kind: 'committee', committeeId: county.id });
		await expect(withdrawVideo(tx, county, id)).rejects.toMatchObject({ code: 'not_found' });
	}));

describe('without FFmpeg', () => {
	test('the film is shown as it came, looked at by our own reading, and sizes are refused with the reason', () =>
		rolledBack(async (tx) => {
			const { committee, id } = await whole(tx);
			const { files, sizes } = await getWholeVideo(tx, committee.id, id);
			expect(files).toMatchObject([{ kind: 'original', height: 480, lookedAtBy: 'own', mediaType: 'video/mp4' }]);
			expect(sizes).toEqual([]);
			expect(await makeMissingSizes(tx, committee, id)).toEqual({ ok: false, reason: 'no_ffmpeg' });
			expect(existsSync(folder)).toBe(true);
		}));
});

describe('with FFmpeg, real or pretended', () => {
	test('an upload leaves the work of the smaller sizes, approval waits for them, and it can be stopped and begun again', () =>
		rolledBack(async (tx) => {
			process.env.KAMBANA_FFMPEG = 'tests/support/pretended-ffmpeg';
			const { committee, id } = await whole(tx);
			const sizes = async () =>
				(await getWholeVideo(tx, committee.id, id)).sizes.map(({ height, state }) => [height, state]);
			expect(await sizes()).toEqual([
				[240, 'waiting'],
				[360, 'waiting'],
			]);
			expect(await approveVideo(tx, beni, committee, id)).toEqual({ ok: false, faults: ['sizes_underway'] });
			await cancelSizes(tx, committee, id);
			expect(await sizes()).toEqual([
				[240, 'cancelled'],
				[360, 'cancelled'],
			]);
			expect(await makeMissingSizes(tx, committee, id)).toEqual({ ok: true });
			expect((await sizes()).map(([, state]) => state)).toEqual(['waiting', 'waiting']);
		}));
});
