import { sql } from 'kysely';
import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { FileLook } from './files.ts';
import type { VersionDraft } from './input.ts';
import type { Check, CheckAnswer, CheckItem, ListedVersion, Material, Version, VersionState } from './model.ts';

const selectVersions = (tx: Transaction) =>
	tx
		.selectFrom('material_versions')
		.leftJoin('files', 'files.sha256', 'material_versions.sha256')
		.select([
			'material_versions.id',
			'material_versions.committee_id as committeeId',
			'material_id as materialId',
			'language',
			'number',
			'material_versions.kept_at as keptAt',
			'made',
			'reviewer',
			'reviewed_on as reviewedOn',
			'state',
			'material_versions.revision',
		]);

const fileOf = sql<Version['file']>`case when look is not null then
	jsonb_build_object('sha256', files.sha256, 'bytes', bytes, 'look', look) end`;

/** By language, the latest first. */
export async function listVersions(tx: Transaction, materialIds: readonly string[]): Promise<ListedVersion[]> {
	if (materialIds.length === 0) return [];
	const rows = await selectVersions(tx)
		.select(
			sql<ListedVersion['file']>`case when look is not null then
				jsonb_build_object('bytes', bytes, 'pages', look->'pages') end`.as('file'),
		)
		.where('material_id', 'in', materialIds)
		.orderBy('language', 'desc')
		.orderBy('number', 'desc')
		.execute();
	return rows as ListedVersion[];
}

/** @throws Problem not_found */
export async function getVersion(tx: Transaction, id: string): Promise<Version> {
	const row = isId(id)
		? await selectVersions(tx)
				.select(['texts', 'writers', fileOf.as('file')])
				.where('material_versions.id', '=', id)
				.executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no version ${id}`);
	return row as unknown as Version;
}

/** What versions are called; those that may not be seen are left out. */
export async function listNamedVersions(tx: Transaction, ids: readonly string[]) {
	if (ids.length === 0) return [];
	return tx
		.selectFrom('material_versions')
		.innerJoin('materials', 'materials.id', 'material_id')
		.select(['material_versions.id as versionId', 'kind', 'language', 'number'])
		.select(['title_sq as titleSq', 'title_en as titleEn'])
		.where('material_versions.id', 'in', ids)
		.orderBy('title_sq')
		.execute();
}

const contentRow = ({ texts, keptAt, file = null }: VersionDraft) => ({
	texts: texts === null ? null : json(texts),
	kept_at: keptAt,
	sha256: file?.sha256 ?? null,
	look: file === null ? null : json(file.look),
});

/** The next version of a material in a language, as a draft. */
export async function insertVersion(
	tx: Transaction,
	material: Pick<Material, 'id' | 'committeeId'>,
	draft: VersionDraft,
	actor: Actor,
): Promise<string> {
	const id = recordId();
	const { language, made } = draft;
	const next = sql<number>`(select coalesce(max(number), 0) + 1 from material_versions
		where material_id = ${material.id} and language = ${language})`;
	await tx
		.insertInto('material_versions')
		.values({
			...{ id, committee_id: material.committeeId, material_id: material.id, language, number: next, made },
			...{ ...contentRow(draft), writers: [actor], state: 'draft' },
		})
		.execute();
	return id;
}

export type VersionChange = Partial<{
	draft: VersionDraft;
	state: VersionState;
	writers: string[];
	review: { reviewer: string; reviewedOn: string } | null;
}>;

/** @throws Problem stale when somebody else saved since `revision` */
export async function saveVersion(tx: Transaction, id: string, revision: number, change: VersionChange): Promise<void> {
	const { draft, state, writers, review } = change;
	const saved = await tx
		.updateTable('material_versions')
		.set({
			revision: revision + 1,
			...(draft ? { made: draft.made, ...contentRow(draft) } : {}),
			...(state ? { state } : {}),
			...(writers ? { writers } : {}),
			...(review === undefined ? {} : { reviewer: review?.reviewer ?? null, reviewed_on: review?.reviewedOn ?? null }),
		})
		.where('id', '=', id)
		.where('revision', '=', revision)
		.returning('id')
		.executeTakeFirst();
	if (!saved) throw new Problem('stale', `version ${id} is no longer at revision ${revision}`);
}

export async function listChecks(tx: Transaction, versionId: string): Promise<Check[]> {
	const rows = await tx
		.selectFrom('material_checks')
		.select(['item', 'answer', 'actor', 'checked_at as checkedAt'])
		.where('version_id', '=', versionId)
		.execute();
	return rows as Check[];
}

/** Replaces the answers of the checklist. */
export async function saveChecks(
	tx: Transaction,
	version: Pick<Version, 'id' | 'committeeId'>,
	answers: ReadonlyMap<CheckItem, CheckAnswer>,
	actor: Actor,
): Promise<void> {
	await deleteChecks(tx, version.id);
	const rows = [...answers].map(([item, answer]) => ({
		...{ committee_id: version.committeeId, version_id: version.id, item, answer, actor },
	}));
	if (rows.length > 0) await tx.insertInto('material_checks').values(rows).execute();
}

/** A changed text has to be checked anew. */
export const deleteChecks = (tx: Transaction, versionId: string) =>
	tx.deleteFrom('material_checks').where('version_id', '=', versionId).execute();

/** The numbers in approved files of a committee and of the national office: one of them may die any day. */
export async function listFileNumbers(
	tx: Transaction,
	committeeId: string,
): Promise<{ versionId: string; look: Pick<FileLook, 'numbers'> }[]> {
	const rows = await tx
		.selectFrom('material_versions')
		.select(['id as versionId', sql<string[]>`look->'numbers'`.as('numbers')])
		.where((on) =>
			on.or([
				on('committee_id', '=', committeeId),
				on('committee_id', '=', sql<string>`(select national_committee())`),
			]),
		)
		.where('state', '=', 'approved')
		.where('sha256', 'is not', null)
		.execute();
	return rows.map(({ versionId, numbers }) => ({ versionId, look: { numbers } }));
}
