import { sql } from 'kysely';
import type { Evidence } from '#figures/evidence.ts';
import type { Anchor, Head } from '#platform/audit.ts';
import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Paragraph, VersionHead, VersionState } from './model.ts';

export type Version = VersionHead & { paragraphs: Paragraph[] /** Null while a draft. */; evidence: Evidence | null };

const heads = (tx: Transaction) =>
	tx
		.selectFrom('announcement_versions as v')
		.innerJoin('announcements as a', 'a.id', 'v.announcement_id')
		.select([
			'v.id',
			'v.version',
			'v.state',
			'v.revision',
			'v.created_at as createdAt',
			'v.approved_at as approvedAt',
			'v.published_at as publishedAt',
			sql<Head | null>`case when v.head_seq is not null
				then jsonb_build_object('seq', v.head_seq, 'hash', encode(v.head_hash, 'hex')) end`.as('auditHead'),
		]);

/** The versions of a programme's announcement, the latest first. */
export async function listVersions(tx: Transaction, programmeId: string): Promise<VersionHead[]> {
	const rows = await heads(tx).where('a.programme_id', '=', programmeId).orderBy('v.version', 'desc').execute();
	return rows as VersionHead[];
}

export async function findVersion(tx: Transaction, programmeId: string, version: number): Promise<Version | undefined> {
	const row = await heads(tx)
		.select(['v.paragraphs', 'v.evidence'])
		.where('a.programme_id', '=', programmeId)
		.where('v.version', '=', version)
		.executeTakeFirst();
	return row as Version | undefined;
}

export async function getVersion(tx: Transaction, programmeId: string, version: number): Promise<Version> {
	const found = await findVersion(tx, programmeId, version);
	if (!found) throw new Problem('not_found', `no version ${version} of the announcement`);
	return found;
}

/** What the county says of a month now; the month is that of the records it was approved with. */
export async function findPublished(tx: Transaction, committeeId: string, month: string): Promise<Version | undefined> {
	const row = await heads(tx)
		.select(['v.paragraphs', 'v.evidence'])
		.where('v.committee_id', '=', committeeId)
		.where('v.state', '=', 'published')
		.where(sql<string>`v.evidence -> 'programme' ->> 'slug'`, '=', month)
		.executeTakeFirst();
	return row as Version | undefined;
}

/** The months of a committee that have a published announcement, the latest first. */
export async function listPublishedMonths(
	tx: Transaction,
	committeeId: string,
): Promise<{ month: string; publishedAt: Date }[]> {
	const month = sql<string>`evidence -> 'programme' ->> 'slug'`;
	const rows = await tx
		.selectFrom('announcement_versions')
		.select([month.as('month'), 'published_at as publishedAt'])
		.where('committee_id', '=', committeeId)
		.where('state', '=', 'published')
		.orderBy(month, 'desc')
		.execute();
	return rows as { month: string; publishedAt: Date }[];
}

/** Holds the announcement of a programme for this transaction, making it first where there is none. */
export async function lockAnnouncement(tx: Transaction, committeeId: string, programmeId: string): Promise<string> {
	await tx
		.insertInto('announcements')
		.values({ id: recordId(), committee_id: committeeId, programme_id: programmeId })
		.onConflict((on) => on.column('programme_id').doNothing())
		.execute();
	const row = await tx
		.selectFrom('announcements')
		.select('id')
		.where('programme_id', '=', programmeId)
		.forUpdate()
		.executeTakeFirst();
	if (!row) throw new Problem('not_found', `no announcement of programme ${programmeId}`);
	return row.id;
}

export const insertDraft = (
	tx: Transaction,
	committeeId: string,
	draft: { announcementId: string; version: number; paragraphs: readonly Paragraph[]; actor: Actor },
) =>
	tx
		.insertInto('announcement_versions')
		.values({
			id: recordId(),
			committee_id: committeeId,
			announcement_id: draft.announcementId,
			version: draft.version,
			state: 'draft',
			paragraphs: json(draft.paragraphs),
			actor: draft.actor,
		})
		.execute();

/** Saves the text of a draft; stale when somebody saved since `revision`. */
export async function saveParagraphs(
	tx: Transaction,
	id: string,
	revision: number,
	paragraphs: readonly Paragraph[],
): Promise<void> {
	await atRevision(
		tx
			.updateTable('announcement_versions')
			.set({ paragraphs: json(paragraphs), revision: revision + 1 })
			.where('id', '=', id)
			.where('revision', '=', revision)
			.where('state', '=', 'draft')
			.returning('id')
			.executeTakeFirst(),
	);
}

/** Freezes a draft with the records its numbers come from; stale when somebody saved since `revision`. */
export async function saveApproval(
	tx: Transaction,
	id: string,
	revision: number,
	evidence: Evidence,
	at: Date,
	head: Head | null,
): Promise<void> {
	await atRevision(
		tx
			.updateTable('announcement_versions')
			.set({
				state: 'approved',
				evidence: json(evidence),
				approved_at: at,
				head_seq: head && String(head.seq),
				head_hash: head && Buffer.from(head.hash, 'hex'),
			})
			.where('id', '=', id)
			.where('revision', '=', revision)
			.where('state', '=', 'draft')
			.returning('id')
			.executeTakeFirst(),
	);
}

async function atRevision(saving: Promise<unknown>): Promise<void> {
	if (!(await saving)) throw new Problem('stale', 'the draft was saved by somebody else');
}

/** Publishes a version; the one published before it is withdrawn. */
export async function savePublication(tx: Transaction, announcementId: string, id: string, at: Date): Promise<void> {
	await tx
		.updateTable('announcement_versions')
		.set({ state: 'withdrawn' })
		.where('announcement_id', '=', announcementId)
		.where('state', '=', 'published')
		.execute();
	await tx
		.updateTable('announcement_versions')
		.set({ state: 'published', published_at: at })
		.where('id', '=', id)
		.execute();
}

/** The heads of the audit chain that approved announcements carry: printed, they are in other people's hands. */
export async function listPrintedHeads(tx: Transaction): Promise<Anchor[]> {
	const rows = await tx
		.selectFrom('announcement_versions as v')
		.innerJoin('announcements as a', 'a.id', 'v.announcement_id')
		.innerJoin('programmes as p', 'p.id', 'a.programme_id')
		.innerJoin('committees as c', 'c.id', 'v.committee_id')
		.select(['c.code', 'p.slug', 'v.version', 'v.head_seq as seq', 'v.head_hash as hash'])
		.where('v.head_seq', 'is not', null)
		.orderBy('v.head_seq')
		.execute();
	return rows.map(({ code, slug, version, seq, hash }) => ({
		seq: Number(seq),
		hash: hash?.toString('hex') ?? '',
		source: `announcement ${code} ${slug} version ${version}`,
	}));
}

export const saveVersionState = (tx: Transaction, id: string, state: VersionState) =>
	tx.updateTable('announcement_versions').set({ state }).where('id', '=', id).execute();
