import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import type { KeptFile } from '#platform/files.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { VideoDraft } from './input.ts';
import type { CaptionLanguage, Captions, SizeState, Video, VideoFile, VideoSize } from './model.ts';

const videos = (tx: Transaction) =>
	tx
		.selectFrom('videos')
		.select([
			...(['id', 'audience', 'answers', 'maker', 'licence', 'state', 'demonstration'] as const),
			'committee_id as committeeId',
			'title_sq as titleSq',
			'title_en as titleEn',
			'expires_on as expiresOn',
			'changed_by as changedBy',
			'approved_by as approvedBy',
			'approved_at as approvedAt',
		]);

const newestFirst = (tx: Transaction) => videos(tx).orderBy('created_at', 'desc').orderBy('id');

/** The videos of a committee, newest first. */
export async function listVideos(tx: Transaction, committeeId: string): Promise<Video[]> {
	return (await newestFirst(tx).where('committee_id', '=', committeeId).execute()) as Video[];
}

/** What other committees share: approved videos of the national office. */
export async function listSharedVideos(tx: Transaction, committeeId: string): Promise<Video[]> {
	const rows = await newestFirst(tx).where('committee_id', '<>', committeeId).where('state', '=', 'approved').execute();
	return rows as Video[];
}

/** Everything that the scope may see and that is approved: in the scope `public`, what is published. */
export async function listPublishedVideos(tx: Transaction): Promise<Video[]> {
	return (await newestFirst(tx).where('state', '=', 'approved').execute()) as Video[];
}

/** @param committeeId null: whoever's it is, as far as the scope sees it */
export async function getVideo(tx: Transaction, committeeId: string | null, id: string): Promise<Video> {
	const found = isId(id)
		? await videos(tx)
				.where('id', '=', id)
				.$if(committeeId !== null, (query) => query.where('committee_id', '=', committeeId))
				.executeTakeFirst()
		: undefined;
	if (!found) throw new Problem('not_found', `no video ${id}`);
	return found as Video;
}

export async function insertVideo(
	tx: Transaction,
	committeeId: string,
	draft: VideoDraft,
	{ actor, demonstration = false }: { actor: string; demonstration?: boolean },
): Promise<string> {
	const id = recordId();
	const row = { id, committee_id: committeeId, changed_by: actor, demonstration };
	await tx
		.insertInto('videos')
		.values({ ...row, ...columnsOf(draft) })
		.execute();
	return id;
}

const columnsOf = (draft: VideoDraft) => ({
	title_sq: draft.titleSq,
	title_en: draft.titleEn,
	audience: draft.audience,
	answers: draft.answers,
	maker: draft.maker,
	licence: draft.licence,
	expires_on: draft.expiresOn,
});

export const saveVideo = (tx: Transaction, id: string, draft: VideoDraft) =>
	tx.updateTable('videos').set(columnsOf(draft)).where('id', '=', id).execute();

/** Whatever is changed has to be approved anew. */
export const saveVideoChanged = (tx: Transaction, id: string, actor: string) =>
	tx
		.updateTable('videos')
		.set({ state: 'draft', changed_by: actor, changed_at: sql`now()`, approved_by: null, approved_at: null })
		.where('id', '=', id)
		.execute();

export const saveVideoApproved = (tx: Transaction, id: string, actor: string) =>
	tx
		.updateTable('videos')
		.set({ state: 'approved', approved_by: actor, approved_at: sql`now()` })
		.where('id', '=', id)
		.execute();

export const saveVideoWithdrawn = (tx: Transaction, id: string) =>
	tx.updateTable('videos').set({ state: 'withdrawn' }).where('id', '=', id).execute();

export const deleteVideo = (tx: Transaction, id: string) => tx.deleteFrom('videos').where('id', '=', id).execute();

export async function deleteDemonstrationVideos(tx: Transaction): Promise<void> {
	await tx.deleteFrom('videos').where('demonstration', '=', true).execute();
}

type Kept = VideoFile & { videoId: string };

/** The stored forms of videos, the smallest first. */
export async function listVideoFiles(tx: Transaction, ids: readonly string[]): Promise<Kept[]> {
	if (ids.length === 0) return [];
	const rows = await tx
		.selectFrom('video_files')
		.innerJoin('files', 'files.sha256', 'video_files.sha256')
		.select([
			...(['files.sha256', 'files.bytes', 'kind', 'width', 'height', 'seconds', 'codecs'] as const),
			'files.media_type as mediaType',
			'looked_at_by as lookedAtBy',
			'video_id as videoId',
		])
		.where('video_id', 'in', ids)
		.orderBy('files.bytes')
		.execute();
	return rows as unknown as Kept[];
}

/** Puts a new upload in the place of everything that was there: the sizes were made of the old one. */
export async function saveOriginal(
	tx: Transaction,
	{ id, committeeId }: Pick<Video, 'id' | 'committeeId'>,
	file: NewFile,
): Promise<void> {
	await tx.deleteFrom('video_files').where('video_id', '=', id).execute();
	await tx.deleteFrom('video_sizes').where('video_id', '=', id).execute();
	await insertFile(tx, { id, committeeId }, 'original', file);
}

export type NewFile = KeptFile & Pick<VideoFile, 'width' | 'height' | 'seconds' | 'codecs' | 'lookedAtBy'>;

/** One made size more, or again. */
export async function saveMadeSize(
	tx: Transaction,
	video: Pick<Video, 'id' | 'committeeId'>,
	file: NewFile,
): Promise<void> {
	await tx
		.deleteFrom('video_files')
		.where('video_id', '=', video.id)
		.where('kind', '=', 'size')
		.where('height', '=', file.height)
		.execute();
	await insertFile(tx, video, 'size', file);
}

const insertFile = (
	tx: Transaction,
	{ id, committeeId }: Pick<Video, 'id' | 'committeeId'>,
	kind: VideoFile['kind'],
	{ sha256, width, height, seconds, codecs, lookedAtBy }: NewFile,
) =>
	tx
		.insertInto('video_files')
		.values({
			...{ id: recordId(), committee_id: committeeId, video_id: id, sha256, kind, width, height, seconds, codecs },
			looked_at_by: lookedAtBy,
		})
		.execute();

/** Captions and text of a video, the language that has to be there first. */
export async function listCaptions(tx: Transaction, videoId: string): Promise<Captions[]> {
	const rows = await tx
		.selectFrom('video_captions')
		.select(['language', 'kind', 'vtt', 'transcript', 'made', 'reviewer'])
		.where('video_id', '=', videoId)
		.orderBy(sql`language <> 'sq'`)
		.orderBy('language')
		.execute();
	return rows as Captions[];
}

export const saveCaptions = (
	tx: Transaction,
	{ id, committeeId }: Pick<Video, 'id' | 'committeeId'>,
	{ language, ...said }: Captions,
) =>
	tx
		.insertInto('video_captions')
		.values({ video_id: id, committee_id: committeeId, language, ...said })
		.onConflict((on) => on.columns(['video_id', 'language']).doUpdateSet({ ...said, changed_at: sql`now()` }))
		.execute();

export const deleteCaptions = (tx: Transaction, videoId: string, language: CaptionLanguage) =>
	tx.deleteFrom('video_captions').where('video_id', '=', videoId).where('language', '=', language).execute();

export async function listSizes(tx: Transaction, videoId: string): Promise<VideoSize[]> {
	const rows = await tx
		.selectFrom('video_sizes')
		.select(['height', 'state', 'percent', 'reason'])
		.where('video_id', '=', videoId)
		.orderBy('height')
		.execute();
	return rows as VideoSize[];
}

/** Sizes that are to be made; those made or under way already stay as they are. */
export async function saveSizesWanted(
	tx: Transaction,
	{ id, committeeId }: Pick<Video, 'id' | 'committeeId'>,
	heights: readonly number[],
): Promise<void> {
	if (heights.length === 0) return;
	await tx
		.insertInto('video_sizes')
		.values(heights.map((height) => ({ video_id: id, committee_id: committeeId, height })))
		.onConflict((on) =>
			on
				.columns(['video_id', 'height'])
				.doUpdateSet({ state: 'waiting', percent: 0, reason: null, changed_at: sql`now()` })
				.where('video_sizes.state', 'in', ['failed', 'cancelled']),
		)
		.execute();
}

/** @returns whether it was still to be made: somebody may have cancelled it meanwhile */
export async function saveSizeState(
	tx: Transaction,
	videoId: string,
	height: number,
	{ state, percent, reason = null }: { state: SizeState; percent: number; reason?: string | null },
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('video_sizes')
		.set({ state, percent, reason: reason?.slice(0, 300) ?? null, changed_at: sql`now()` })
		.where('video_id', '=', videoId)
		.where('height', '=', height)
		.where('state', 'in', ['waiting', 'working'])
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

export const saveSizesCancelled = (tx: Transaction, videoId: string) =>
	tx
		.updateTable('video_sizes')
		.set({ state: 'cancelled', changed_at: sql`now()` })
		.where('video_id', '=', videoId)
		.where('state', 'in', ['waiting', 'working'])
		.execute();
