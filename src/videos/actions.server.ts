import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { type Incoming, keepFile } from '#platform/files.server.ts';
import type { Typed } from '#platform/forms.ts';
import { enqueue } from '#platform/jobs.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { findTools } from './ffmpeg.server.ts';
import { parseCaptions, parseVideo, type VideoDraft } from './input.ts';
import type { Inspection } from './looking.server.ts';
import {
	type ApprovalFault,
	type Captions,
	captionLanguages,
	sizesOf,
	type Video,
	type VideoFile,
	type VideoSize,
	whyNotApprove,
} from './model.ts';
import {
	deleteCaptions,
	deleteVideo,
	getVideo,
	insertVideo,
	listCaptions,
	listSizes,
	listVideoFiles,
	saveCaptions,
	saveOriginal,
	saveSizesCancelled,
	saveSizesWanted,
	saveVideo,
	saveVideoApproved,
	saveVideoChanged,
	saveVideoWithdrawn,
} from './store.server.ts';

type Home = { id: string };
type Refused = { ok: false; issues: Issue[] };

/** The job that makes smaller sizes of a video. */
export const sizesTask = 'video_sizes';

export type WholeVideo = { video: Video; files: VideoFile[]; captions: Captions[]; sizes: VideoSize[] };

/** A video with everything that belongs to it. @param committeeId null: whoever's it is, as far as the scope sees it */
export async function getWholeVideo(tx: Transaction, committeeId: string | null, id: string): Promise<WholeVideo> {
	const video = await getVideo(tx, committeeId, id);
	const files = await listVideoFiles(tx, [id]);
	return { video, files, captions: await listCaptions(tx, id), sizes: await listSizes(tx, id) };
}

/** What stands against approval by this person today. */
export const faultsOf = (whole: WholeVideo, actor: Actor, now = new Date()): ApprovalFault[] =>
	whyNotApprove({ ...whole, today: dayAt(now) }, actor);

/** Reads the form of a video and adds it, or changes the one with the id. */
export async function submitVideo(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	typed: Typed,
	id: string | null,
): Promise<{ ok: true; id: string } | Refused> {
	const parsed = parseVideo(typed);
	if (!parsed.ok) return parsed;
	if (id === null) return { ok: true, id: await addVideo(tx, actor, committee, parsed.value) };
	await getVideo(tx, committee.id, id);
	await saveVideo(tx, id, parsed.value);
	await saveVideoChanged(tx, id, actor);
	return { ok: true, id };
}

export const addVideo = (
	tx: Transaction,
	actor: Actor,
	committee: Home,
	draft: VideoDraft,
	demonstration = false,
): Promise<string> => insertVideo(tx, committee.id, draft, { actor, demonstration });

/** Keeps an uploaded file that has been looked at, and leaves the work of smaller sizes where FFmpeg is there to do it. */
export async function keepOriginal(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	{
		incoming,
		found,
		makesSizes = findTools() !== null,
	}: { incoming: Incoming; found: Extract<Inspection, { ok: true }>; makesSizes?: boolean },
): Promise<void> {
	const video = await getVideo(tx, committee.id, id);
	const kept = await keepFile(tx, incoming, found.mediaType);
	await saveOriginal(tx, video, { ...found, ...kept });
	await saveVideoChanged(tx, id, actor);
	if (makesSizes) await wantSizes(tx, video, found);
}

async function wantSizes(
	tx: Transaction,
	video: Pick<Video, 'id' | 'committeeId'>,
	original: Pick<VideoFile, 'width' | 'height'>,
): Promise<void> {
	const heights = sizesOf(original);
	if (heights.length === 0) return;
	await saveSizesWanted(tx, video, heights);
	// One after the other: making sizes takes a whole core.
	await enqueue(tx, sizesTask, { videoId: video.id }, { queue: 'videos', key: `videos:${video.id}`, maxAttempts: 3 });
}

/** Makes the sizes that are missing: again after a failure, or when FFmpeg was installed later. */
export async function makeMissingSizes(
	tx: Transaction,
	committee: Home,
	id: string,
): Promise<{ ok: true } | { ok: false; reason: 'no_ffmpeg' | 'no_file' }> {
	const { video, files } = await getWholeVideo(tx, committee.id, id);
	const original = files.find(({ kind }) => kind === 'original');
	if (!original) return { ok: false, reason: 'no_file' };
	if (!findTools()) return { ok: false, reason: 'no_ffmpeg' };
	await wantSizes(tx, video, original);
	return { ok: true };
}

export async function cancelSizes(tx: Transaction, committee: Home, id: string): Promise<void> {
	await getVideo(tx, committee.id, id);
	await saveSizesCancelled(tx, id);
}

/** Reads captions and text of one language and keeps them in the place of what was there. */
export async function submitCaptions(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
): Promise<{ ok: true } | Refused> {
	const { video, files } = await getWholeVideo(tx, committee.id, id);
	const seconds = files.find(({ kind }) => kind === 'original')?.seconds ?? null;
	const parsed = parseCaptions(typed, seconds);
	if (!parsed.ok) return parsed;
	await saveCaptions(tx, video, parsed.value);
	await saveVideoChanged(tx, id, actor);
	return { ok: true };
}

export async function removeCaptions(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	asked: string,
): Promise<void> {
	await getVideo(tx, committee.id, id);
	const language = captionLanguages.find((one) => one === asked);
	if (!language) return;
	await deleteCaptions(tx, id, language);
	await saveVideoChanged(tx, id, actor);
}

/** A second person says that it may be shown: whole, with captions and text, and not by who changed it last. */
export async function approveVideo(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	now = new Date(),
): Promise<{ ok: true } | { ok: false; faults: ApprovalFault[] }> {
	const faults = faultsOf(await getWholeVideo(tx, committee.id, id), actor, now);
	if (faults.length > 0) return { ok: false, faults };
	await saveVideoApproved(tx, id, actor);
	return { ok: true };
}

/** Takes it off the public pages. Whoever has it keeps it. */
export async function withdrawVideo(tx: Transaction, committee: Home, id: string): Promise<void> {
	const { state } = await getVideo(tx, committee.id, id);
	if (state !== 'approved') throw new Problem('stale', 'only what is approved can be withdrawn');
	await saveVideoWithdrawn(tx, id);
}

/** Only what nobody outside can know of. */
export async function removeVideo(tx: Transaction, committee: Home, id: string): Promise<void> {
	const { state } = await getVideo(tx, committee.id, id);
	if (state === 'approved') throw new Problem('conflict', 'a video that is shown is withdrawn first');
	await deleteVideo(tx, id);
}
