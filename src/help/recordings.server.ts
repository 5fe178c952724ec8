import type { Committee } from '#committees/model.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { KeptFile } from '#platform/files.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import {
	heardBySection,
	type Recording,
	type RecordingDraft,
	type SectionText,
	type WhyNotHeard,
	whyNotPublishRecording,
} from './recordings.ts';
import { listRefusedNumbers } from './store.server.ts';

const select = (tx: Transaction) =>
	tx
		.selectFrom('help_recordings')
		.innerJoin('files', 'files.sha256', 'help_recordings.sha256')
		.select([
			...(['id', 'language', 'section', 'seconds', 'recorder', 'numbers', 'reviewer', 'author', 'state'] as const),
			...(['files.sha256', 'files.bytes', 'files.media_type as mediaType'] as const),
			'committee_id as committeeId',
			'reviewed_on as reviewedOn',
			'published_at as publishedAt',
			'read_text as readText',
			'read_version as readVersion',
		]);

/** Recordings that the transaction may see, by language and answer, the latest first; the public sees published ones only. */
export const listRecordings = async (tx: Transaction): Promise<Recording[]> =>
	(await select(tx)
		.orderBy('language', 'desc')
		.orderBy('section')
		.orderBy('help_recordings.created_at', 'desc')
		.execute()) as unknown as Recording[];

/** @throws Problem not_found */
export async function getRecording(tx: Transaction, id: string): Promise<Recording> {
	const found = isId(id) ? await select(tx).where('id', '=', id).executeTakeFirst() : undefined;
	if (!found) throw new Problem('not_found', `no recording ${id}`);
	return found as unknown as Recording;
}

/** What the page of a language plays, by the answer. */
export async function tellRecordings(tx: Transaction, language: string, now: Date): Promise<Record<number, Recording>> {
	const recordings = await listRecordings(tx);
	if (recordings.length === 0) return {};
	return heardBySection(recordings, language, await listRefusedNumbers(tx, null, dayAt(now)));
}

type Home = Pick<Committee, 'id' | 'level'>;

/** @throws Problem forbidden for whoever does not keep the help page */
export function refuseCounty({ level }: Home): void {
	if (level !== 'national') throw new Problem('forbidden', 'only the national office keeps recordings');
}

/**
 * Keeps a recording that has been looked at, in the place of a draft that waited; what is published goes on until another is.
 * @param read the words from which it was read
 */
export async function addRecording(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	draft: RecordingDraft,
	kept: KeptFile & { seconds: number },
	read: SectionText | null = null,
): Promise<string> {
	refuseCounty(committee);
	const { language, section, recorder, numbers, reviewer, reviewedOn } = draft;
	await of(tx, committee, draft, 'draft').execute();
	const id = recordId();
	await tx
		.insertInto('help_recordings')
		.values({
			...{ id, committee_id: committee.id, language, section, recorder, numbers, reviewer, author: actor },
			...{ reviewed_on: reviewedOn, sha256: kept.sha256, seconds: kept.seconds, state: 'draft' },
			...{ read_text: read?.text ?? null, read_version: read?.version ?? null },
		})
		.execute();
	return id;
}

const of = (
	tx: Transaction,
	{ id }: Home,
	{ language, section }: Pick<Recording, 'language' | 'section'>,
	state: string,
) =>
	tx
		.deleteFrom('help_recordings')
		.where('committee_id', '=', id)
		.where('language', '=', language)
		.where('section', '=', section)
		.where('state', '=', state);

/** Publishes a recording that somebody else has brought; the one before it is withdrawn. */
export async function publishRecording(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	now: Date,
): Promise<{ ok: true } | { ok: false; reason: WhyNotHeard }> {
	refuseCounty(committee);
	const recording = await getRecording(tx, id);
	const reason = whyNotPublishRecording(recording, await listRefusedNumbers(tx, null, dayAt(now)), actor);
	if (reason) return { ok: false, reason };
	await tx
		.updateTable('help_recordings')
		.set({ state: 'withdrawn' })
		.where('committee_id', '=', committee.id)
		.where('language', '=', recording.language)
		.where('section', '=', recording.section)
		.where('state', '=', 'published')
		.execute();
	const set = { state: 'published', published_by: actor, published_at: now };
	await tx.updateTable('help_recordings').set(set).where('id', '=', id).execute();
	return { ok: true };
}

/** Takes a recording off the public page; it stays at the desk. */
export async function withdrawRecording(tx: Transaction, committee: Home, id: string): Promise<void> {
	refuseCounty(committee);
	if ((await getRecording(tx, id)).state !== 'published')
		throw new Problem('stale', 'only what is published is withdrawn');
	await tx.updateTable('help_recordings').set({ state: 'withdrawn' }).where('id', '=', id).execute();
}

/** Takes away a recording that the public does not hear; the nightly sweep takes its file. */
export async function removeRecording(tx: Transaction, committee: Home, id: string): Promise<void> {
	refuseCounty(committee);
	if ((await getRecording(tx, id)).state === 'published')
		throw new Problem('conflict', 'a recording that is heard is withdrawn first');
	await tx.deleteFrom('help_recordings').where('id', '=', id).execute();
}
