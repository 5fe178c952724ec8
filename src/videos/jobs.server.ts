import { rm, stat } from 'node:fs/promises';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { incomingPath, keepFile, shelf, sweepFiles } from '#platform/files.server.ts';
import type { Task } from '#platform/jobs.server.ts';
import { problemIn } from '#platform/problem.ts';
import { getWholeVideo, sizesTask, type WholeVideo } from './actions.server.ts';
import { findTools, makeSize, type Tools, Unmade } from './ffmpeg.server.ts';
import { inspect } from './looking.server.ts';
import type { VideoFile } from './model.ts';
import { saveMadeSize, saveSizeState } from './store.server.ts';

const asJob = { kind: 'installation', actor: 'job' } as const;

/** Every night: files that nothing uses any more. */
export const videoCrontab = '40 2 * * * files_sweep';

/** The tasks of videos and of kept files, by the names under which they are left. */
export const videoTasks: Record<string, Task> = {
	[sizesTask]: ({ videoId }, { signal }) => makeSizes(String(videoId), signal),
	files_sweep: async () => {
		await inTransaction(asJob, (tx) => sweepFiles(tx));
	},
};

/** Makes every size that waits, the smallest first: a telephone is served soonest. */
async function makeSizes(id: string, signal: AbortSignal): Promise<void> {
	const tools = findTools();
	const whole = await inTransaction(asJob, (tx) => findWhole(tx, id));
	const original = whole?.files.find(({ kind }) => kind === 'original');
	if (!whole || !original) return;
	for (const { height, state } of whole.sizes) {
		if (state !== 'waiting' && state !== 'working') continue;
		if (tools) await makeOne(tools, whole, original, height, signal);
		else await save(id, height, { state: 'failed', percent: 0, reason: 'FFmpeg' });
	}
}

/** A video may be gone before its turn comes. */
const findWhole = (tx: Transaction, id: string): Promise<WholeVideo | null> =>
	getWholeVideo(tx, null, id).catch((fault: unknown) => {
		if (problemIn(fault)?.code === 'not_found') return null;
		throw fault;
	});

const save = (id: string, height: number, to: Parameters<typeof saveSizeState>[3]): Promise<boolean> =>
	inTransaction(asJob, (tx) => saveSizeState(tx, id, height, to));

/** How often progress is written down, and a cancelled size noticed. */
const beat = 1000;

async function makeOne(
	tools: Tools,
	{ video }: WholeVideo,
	original: VideoFile,
	height: number,
	stopped: AbortSignal,
): Promise<void> {
	if (!(await save(video.id, height, { state: 'working', percent: 0 }))) return;
	const to = incomingPath('mp4');
	const cancelled = new AbortController();
	let percent = 0;
	const watch = setInterval(() => {
		save(video.id, height, { state: 'working', percent }).then(
			(wanted) => wanted || cancelled.abort(),
			// A database that is away for a moment is no reason to begin again.
			() => {},
		);
	}, beat);
	try {
		await makeSize(tools, {
			...{ from: shelf.pathOf(original.sha256), mediaType: original.mediaType, to, height },
			...{ upright: original.height > original.width, seconds: original.seconds },
			signal: AbortSignal.any([stopped, cancelled.signal]),
			onProgress: (now) => {
				percent = now;
			},
		});
		await keepMade(tools, video, original, height, to);
	} catch (fault) {
		// Another try at the next start; or nobody wants it any more.
		if (stopped.aborted) throw fault;
		if (cancelled.signal.aborted) return;
		if (!(fault instanceof Unmade)) throw fault;
		await save(video.id, height, { state: 'failed', percent, reason: fault.message });
	} finally {
		clearInterval(watch);
		await rm(to, { force: true });
	}
}

/** What was made is looked at like an upload, and belongs only to the file it was made of. */
async function keepMade(
	tools: Tools,
	{ id, committeeId }: WholeVideo['video'],
	original: VideoFile,
	height: number,
	path: string,
): Promise<void> {
	const incoming = { path, bytes: (await stat(path)).size, discard: () => rm(path, { force: true }) };
	const found = await inspect(incoming, tools);
	if (!found.ok) throw new Unmade(`the size that was made is ${found.fault}`);
	await inTransaction(asJob, async (tx) => {
		const now = await findWhole(tx, id);
		if (!now?.files.some(({ kind, sha256 }) => kind === 'original' && sha256 === original.sha256)) return;
		if (!(await saveSizeState(tx, id, height, { state: 'done', percent: 100 }))) return;
		const kept = await keepFile(tx, incoming, found.mediaType);
		await saveMadeSize(tx, { id, committeeId }, { ...found, ...kept });
	});
}
