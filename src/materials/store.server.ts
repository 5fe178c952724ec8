import { sql } from 'kysely';
import { type Actor, collated, json, type Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { MaterialDraft } from './input.ts';
import type { ListedMaterial, Material, MaterialEvent, VersionState } from './model.ts';
import { listVersions } from './versions.server.ts';

const national = sql<string>`(select national_committee())`;
const isNational = sql<boolean>`materials.committee_id = ${national}`;

const selectMaterials = (tx: Transaction) =>
	tx
		.selectFrom('materials')
		.select([
			'materials.id',
			'materials.committee_id as committeeId',
			isNational.as('national'),
			'kind',
			'title_sq as titleSq',
			'title_en as titleEn',
			'audience',
			'licence',
			'owner',
			'source',
			'answers',
			'expires_on as expiresOn',
			'demonstration',
			'materials.revision',
		]);

/** By which the copies of the demonstration are told from the first set. */
export const demonstrationPrefix = 'demonstration-';

/**
 * The demonstration has a copy of the first set that an invented person has approved. While it is there, the real one, which waits for a
 * real person, is not listed beside it.
 */
const hasNoCopy = sql<boolean>`not exists (select from materials copy where copy.committee_id = materials.committee_id
	and copy.demonstration and copy.code = ${demonstrationPrefix} || materials.code)`;

/** The committee's own and the national office's, by title, each with its versions that may be seen. */
export async function listMaterials(
	tx: Transaction,
	committeeId: string,
	locale: 'sq' | 'en' = 'sq',
): Promise<ListedMaterial[]> {
	const rows = await selectMaterials(tx)
		.where((on) => on.or([on('materials.committee_id', '=', committeeId), isNational]))
		.where(hasNoCopy)
		.orderBy(collated(locale === 'sq' ? 'title_sq' : 'title_en', locale))
		.execute();
	const versions = await listVersions(
		tx,
		rows.map(({ id }) => id),
	);
	return rows.map((row) => ({
		...(row as Material),
		versions: versions.filter(({ materialId }) => materialId === row.id),
	}));
}

/** A material that somebody of the committee may see: its own or a national one. @throws Problem not_found */
export async function getMaterial(tx: Transaction, committeeId: string, id: string): Promise<Material> {
	const row = isId(id)
		? await selectMaterials(tx)
				.where('materials.id', '=', id)
				.where((on) => on.or([on('materials.committee_id', '=', committeeId), isNational]))
				.executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no material ${id}`);
	return row as Material;
}

const materialRow = (draft: MaterialDraft) => ({
	kind: draft.kind,
	title_sq: draft.titleSq,
	title_en: draft.titleEn,
	audience: draft.audience,
	licence: draft.licence,
	owner: draft.owner,
	source: draft.source,
	answers: draft.answers,
	expires_on: draft.expiresOn,
});

export async function insertMaterial(
	tx: Transaction,
	committeeId: string,
	draft: MaterialDraft,
	{ code = null, demonstration = false }: { code?: string | null; demonstration?: boolean } = {},
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('materials')
		.values({ id, committee_id: committeeId, code, demonstration, ...materialRow(draft) })
		.execute();
	return id;
}

/** By the code of the first set. */
export async function findByCode(tx: Transaction, committeeId: string, code: string): Promise<Material | undefined> {
	const row = await selectMaterials(tx)
		.where('materials.committee_id', '=', committeeId)
		.where('code', '=', code)
		.executeTakeFirst();
	return row as Material | undefined;
}

/** @throws Problem stale when somebody else saved since `revision` */
export async function saveMaterial(tx: Transaction, id: string, revision: number, draft: MaterialDraft): Promise<void> {
	const saved = await tx
		.updateTable('materials')
		.set({ ...materialRow(draft), revision: revision + 1 })
		.where('id', '=', id)
		.where('revision', '=', revision)
		.returning('id')
		.executeTakeFirst();
	if (!saved) throw new Problem('stale', `material ${id} is no longer at revision ${revision}`);
}

export type NewMaterialEvent = {
	committeeId: string;
	materialId: string;
	kind: string;
	actor: Actor;
	versionId?: string | null;
	batchId?: string | null;
	from?: VersionState | null;
	to?: VersionState | null;
	reason?: string | null;
	details?: Record<string, string | number>;
};

export async function insertMaterialEvent(tx: Transaction, event: NewMaterialEvent): Promise<void> {
	await tx
		.insertInto('material_events')
		.values({
			id: recordId(),
			committee_id: event.committeeId,
			material_id: event.materialId,
			version_id: event.versionId ?? null,
			batch_id: event.batchId ?? null,
			kind: event.kind,
			from_state: event.from ?? null,
			to_state: event.to ?? null,
			reason: event.reason ?? null,
			details: json(event.details ?? {}),
			actor: event.actor,
		})
		.execute();
}

/** The history of a material, the latest first; of one version or one batch where asked. */
export async function listMaterialEvents(
	tx: Transaction,
	materialId: string,
	of: { versionId?: string; batchId?: string } = {},
): Promise<MaterialEvent[]> {
	let asked = tx
		.selectFrom('material_events')
		.select(['id', 'kind', 'version_id as versionId', 'batch_id as batchId', 'from_state as from', 'to_state as to'])
		.select(['reason', 'details', 'actor', 'at'])
		.where('material_id', '=', materialId);
	if (of.versionId) asked = asked.where('version_id', '=', of.versionId);
	if (of.batchId) asked = asked.where('batch_id', '=', of.batchId);
	const rows = await asked.orderBy('at', 'desc').orderBy('id', 'desc').limit(200).execute();
	return rows as MaterialEvent[];
}

/** Takes out what the demonstration made, with its versions, batches and movements. */
export const deleteDemonstrationMaterials = (tx: Transaction) =>
	tx.deleteFrom('materials').where('demonstration', '=', true).execute();
