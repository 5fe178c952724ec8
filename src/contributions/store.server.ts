import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import type { Contribution, ContributionDraft, ContributionState } from './model.ts';

const columns = (tx: Transaction) =>
	tx
		.selectFrom('contributions')
		.leftJoin('material_versions', 'material_versions.id', 'version_id')
		.leftJoin('materials', 'materials.id', 'material_versions.material_id')
		.select(['contributions.id', 'contributions.activity_id as activityId', 'partner_id as partnerId'])
		.select(['contributions.kind', 'quantity', 'version_id as versionId', 'title_sq as titleSq', 'title_en as titleEn'])
		.select(['contributions.note', 'contributions.state'])
		.orderBy('contributions.id');

/** The lines of activities, or of a programme, in the order in which they were asked for, as far as the scope shows them. */
export async function listContributions(
	tx: Transaction,
	of: { activityIds: readonly string[] } | { programmeId: string },
): Promise<Contribution[]> {
	const rows = await ('programmeId' in of
		? columns(tx)
				.innerJoin('activities', 'activities.id', 'contributions.activity_id')
				.where('programme_id', '=', of.programmeId)
		: columns(tx).where(sql<boolean>`contributions.activity_id = any(${of.activityIds}::uuid[])`)
	).execute();
	return rows as Contribution[];
}

export async function findContribution(
	tx: Transaction,
	activityId: string,
	id: string,
): Promise<Contribution | undefined> {
	if (!isId(id)) return undefined;
	const row = await columns(tx)
		.where('contributions.activity_id', '=', activityId)
		.where('contributions.id', '=', id)
		.executeTakeFirst();
	return row as Contribution | undefined;
}

export async function insertContribution(
	tx: Transaction,
	{ committeeId, activityId }: { committeeId: string; activityId: string },
	{ partnerId, kind, quantity, versionId, note }: ContributionDraft,
): Promise<string> {
	const id = recordId();
	const line = { partner_id: partnerId, kind, quantity, version_id: versionId, note };
	await tx
		.insertInto('contributions')
		.values({ id, committee_id: committeeId, activity_id: activityId, ...line })
		.execute();
	return id;
}

export const saveContributionState = (tx: Transaction, id: string, state: ContributionState) =>
	tx
		.updateTable('contributions')
		.set({ state, answered_at: state === 'asked' ? null : sql<Date>`history_moment()` })
		.where('id', '=', id)
		.execute();

export const deleteContribution = (tx: Transaction, id: string) =>
	tx.deleteFrom('contributions').where('id', '=', id).execute();
