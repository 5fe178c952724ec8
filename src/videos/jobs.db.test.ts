import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { loadPack } from '#committees/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { incomingPath } from '#platform/files.server.ts';
import { makeScratch, type Scratch } from '#tests/support/scratch.ts';
import { addVideo, cancelSizes, getWholeVideo, keepOriginal } from './actions.server.ts';
import { findTools } from './ffmpeg.server.ts';
import { videoTasks } from './jobs.server.ts';
import { inspect } from './looking.server.ts';
import { deleteVideo } from './store.server.ts';

// Of its own: a job commits.
let scratch: Scratch;
let folder: string;
let committee: { id: string };
const asJob = { kind: 'installation', actor: 'job' } as const;
const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => inTransaction(asJob, work);
const pretended = 'tests/support/pretended-ffmpeg';

beforeAll(async () => {
	scratch = await makeScratch('videos');
	committee = await within(async (tx) => {
		await loadPack(tx, 'db/packs/al');
		return getCommittee(tx, { code: 'AL-02' });
	});
});
afterAll(() => scratch?.drop());
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kambana-sizes-'));
	process.env.KAMBANA_FILES = join(folder, 'files');
	process.env.KAMBANA_FFMPEG = pretended;
});
afterEach(() => {
	delete process.env.KAMBANA_FILES;
	delete process.env.KAMBANA_FFMPEG;
	rmSync(folder, { recursive: true, force: true });
});

/** A video whose sizes wait. */
const upload = (): Promise<string> =>
	within(async (tx) => {
		const facts = { titleSq: 'Provë', titleEn: 'Test', audience: 'parents', answers: [1], maker: 'Provë' } as const;
		const id = await addVideo(tx, 'desk', committee, { ...facts, answers: [1], licence: 'cc0', expiresOn: null });
		const incoming = {
			path: incomingPath(),
			bytes: statSync('db/demo/video/oferta.mp4').size,
			discard: async () => {},
		};
		copyFileSync('db/demo/video/oferta.mp4', incoming.path);
		const found = await inspect(incoming, null);
		if (!found.ok) throw new Error(found.fault);
		await keepOriginal(tx, 'desk', committee, id, { incoming, found });
		return id;
	});

const work = (videoId: string, signal = new AbortController().signal) =>
	videoTasks.video_sizes?.({ videoId }, { attempt: 1, last: false, signal });
const whole = (id: string) => within((tx) => getWholeVideo(tx, null, id));
const unfinished = () => readdirSync(join(folder, 'files', 'incoming'));

/** Another FFmpeg, as a line of shell. */
function toolsThat(line: string): void {
	const place = join(folder, 'tools');
	mkdirSync(place);
	writeFileSync(join(place, 'ffmpeg'), `#!/bin/sh\n${line}\n`);
	copyFileSync(join(pretended, 'ffmpeg'), join(place, 'ffprobe'));
	for (const name of ['ffmpeg', 'ffprobe']) chmodSync(join(place, name), 0o755);
	process.env.KAMBANA_FFMPEG = place;
}

test('without FFmpeg a size that waits fails with the reason', async () => {
	const id = await upload();
	process.env.KAMBANA_FFMPEG = 'none';
	await work(id);
	expect((await whole(id)).sizes).toMatchObject([
		{ height: 240, state: 'failed', reason: 'FFmpeg' },
		{ height: 360, state: 'failed', reason: 'FFmpeg' },
	]);
});

test('with one, each size that waits is made, looked at and kept', async () => {
	const id = await upload();
	await work(id);
	const { files, sizes } = await whole(id);
	expect(sizes.map(({ percent, state }) => [state, percent])).toEqual([
		['done', 100],
		['done', 100],
	]);
	expect(files.filter(({ kind }) => kind === 'size')).toMatchObject([
		{ mediaType: 'video/mp4', lookedAtBy: 'ffprobe' },
	]);
	expect(unfinished()).toEqual([]);
});

test('the FFmpeg of this machine makes sizes smaller than the source, H.264 and AAC; where there is none, that is said', async () => {
	delete process.env.KAMBANA_FFMPEG;
	const tools = findTools();
	const id = await upload();
	await work(id);
	const { files, sizes } = await whole(id);
	const made = files.filter(({ kind }) => kind === 'size').map(({ codecs, height }) => [height, codecs]);
	if (tools) {
		expect(made).toEqual([
			[240, 'h264+aac'],
			[360, 'h264+aac'],
		]);
		console.info(
			files.map(({ bytes, height, kind }) => `${kind} ${height}p ${Math.round(bytes / 1000)} kB`).join(', '),
		);
	} else {
		expect([made, sizes]).toEqual([[], []]);
	}
});

test('what FFmpeg cannot make fails with its last words, without the place of the file', async () => {
	toolsThat('echo "first words" >&2; echo "file:/srv/secret/x.mp4: moov atom not found" >&2; exit 1');
	const id = await upload();
	await work(id);
	expect((await whole(id)).sizes).toMatchObject([
		{ height: 240, state: 'failed', reason: 'x.mp4: moov atom not found' },
		{ height: 360, state: 'failed' },
	]);
	expect(unfinished()).toEqual([]);
});

test('what is stopped ends within seconds and leaves nothing; a process that ends leaves it for the next', async () => {
	toolsThat('echo out_time_us=5400000; exec sleep 60');
	const id = await upload();
	const working = work(id);
	await vi.waitFor(async () => expect((await whole(id)).sizes[0]).toMatchObject({ state: 'working', percent: 10 }), {
		timeout: 30_000,
		interval: 100,
	});
	await within((tx) => cancelSizes(tx, committee, id));
	await working;
	expect((await whole(id)).sizes.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
	expect(unfinished()).toEqual([]);

	const other = await upload();
	const end = new AbortController();
	const stopped = work(other, end.signal);
	await vi.waitFor(async () => expect((await whole(other)).sizes[0]?.state).toBe('working'), {
		timeout: 30_000,
		interval: 50,
	});
	end.abort();
	await expect(stopped).rejects.toThrow();
	expect((await whole(other)).sizes[0]?.state).toBe('working');
	process.env.KAMBANA_FFMPEG = pretended;
	await work(other);
	expect((await whole(other)).sizes.map(({ state }) => state)).toEqual(['done', 'done']);
});

test('of a video that is gone nothing is made', async () => {
	const id = await upload();
	await within((tx) => deleteVideo(tx, id));
	await work(id);
	await expect(whole(id)).rejects.toMatchObject({ code: 'not_found' });
});
