import { sql } from 'kysely';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { MovementDraft } from './input.ts';
import type { BatchFormat } from './model.ts';
import type { DeathReason, RecallRecord } from './recall.ts';
import type { ListedBatch, ToldMovement } from './stock.ts';

const selectBatches = (tx: Transaction) =>
	tx
		.selectFrom('material_batches')
		.innerJoin('material_versions', 'material_versions.id', 'version_id')
		.innerJoin('materials', 'materials.id', 'material_id')
		.select([
			'material_batches.id',
			'material_batches.committee_id as committeeId',
			'version_id as versionId',
			'format',
			'quantity',
			'numbers',
			'ordered_by as orderedBy',
			'ordered_on as orderedOn',
			'printed_on as printedOn',
			'cancelled_on as cancelledOn',
			'replaces_id as replacesId',
			'material_id as materialId',
			'title_sq as titleSq',
			'title_en as titleEn',
			'language',
			'number',
		]);

/** Everything a committee had printed or ordered, the latest first. */
export async function listBatches(tx: Transaction, committeeId: string): Promise<ListedBatch[]> {
	const rows = await selectBatches(tx)
		.where('material_batches.committee_id', '=', committeeId)
		.orderBy('ordered_on', 'desc')
		.orderBy('material_batches.id', 'desc')
		.execute();
	return rows as ListedBatch[];
}

/** @throws Problem not_found */
export async function getBatch(tx: Transaction, committeeId: string, id: string): Promise<ListedBatch> {
	const row = isId(id)
		? await selectBatches(tx)
				.where('material_batches.committee_id', '=', committeeId)
				.where('material_batches.id', '=', id)
				.executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no batch ${id}`);
	return row as ListedBatch;
}

/** Holds a batch while its leaflets are moved. */
export const lockBatch = (tx: Transaction, id: string) =>
	tx.selectFrom('material_batches').select('id').where('id', '=', id).forUpdate().execute();

export type NewBatch = {
	versionId: string;
	format: BatchFormat;
	quantity: number;
	numbers: readonly string[];
	orderedOn: string;
	replacesId?: string | null;
};

export async function insertBatch(
	tx: Transaction,
	committeeId: string,
	batch: NewBatch,
	actor: Actor,
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('material_batches')
		.values({
			...{ id, committee_id: committeeId, version_id: batch.versionId, format: batch.format, quantity: batch.quantity },
			...{ numbers: [...batch.numbers], ordered_by: actor, ordered_on: batch.orderedOn },
			replaces_id: batch.replacesId ?? null,
		})
		.execute();
	return id;
}

export type BatchChange = Partial<{ printedOn: string; cancelledOn: string; numbers: readonly string[] }>;
export const saveBatch = (tx: Transaction, id: string, { printedOn, cancelledOn, numbers }: BatchChange) =>
	tx
		.updateTable('material_batches')
		.set({
			...(printedOn ? { printed_on: printedOn } : {}),
			...(cancelledOn ? { cancelled_on: cancelledOn } : {}),
			...(numbers ? { numbers: [...numbers] } : {}),
		})
		.where('id', '=', id)
		.execute();

/** What became of the leaflets of batches, in the order in which it was recorded. */
export async function listMovements(
	tx: Transaction,
	batchIds: readonly string[],
): Promise<(ToldMovement & { batchId: string })[]> {
	if (batchIds.length === 0) return [];
	const rows = await tx
		.selectFrom('stock_movements')
		.select([
			'id',
			'batch_id as batchId',
			'kind',
			'place_id as placeId',
			'quantity',
			'method',
			'moved_on as movedOn',
			'actor',
			'reverses_id as reversesId',
			'reason',
		])
		.where('batch_id', 'in', batchIds)
		.orderBy('moved_on')
		.orderBy('recorded_at')
		.orderBy('id')
		.execute();
	return rows as (ToldMovement & { batchId: string })[];
}

export const insertMovement = (
	tx: Transaction,
	committeeId: string,
	batchId: string,
	{ kind, placeId, quantity, method, movedOn }: MovementDraft,
	actor: Actor,
) =>
	tx
		.insertInto('stock_movements')
		.values({
			...{ id: recordId(), committee_id: committeeId, batch_id: batchId, kind, place_id: placeId, quantity, method },
			...{ moved_on: movedOn, actor },
		})
		.execute();

/** The entry against an entry: the same, the other way round, with its reason. */
export const insertCounterEntry = (
	tx: Transaction,
	committeeId: string,
	batchId: string,
	{ id, kind, placeId, quantity, method }: ToldMovement,
	{ reason, movedOn, actor }: { reason: string; movedOn: string; actor: Actor },
) =>
	tx
		.insertInto('stock_movements')
		.values({
			...{ id: recordId(), committee_id: committeeId, batch_id: batchId, kind, place_id: placeId, quantity, method },
			...{ moved_on: movedOn, actor, reverses_id: id, reason },
		})
		.execute();

/** What people did about recalls that nobody has ended. */
export async function listRecallRecords(tx: Transaction, committeeId: string): Promise<RecallRecord[]> {
	const rows = await tx
		.selectFrom('batch_recalls')
		.select(['id', 'batch_id as batchId', 'digits', 'reason', 'opened_at as openedAt'])
		.select(
			sql<string[]>`array(select distinct place_id from recall_notices where recall_id = batch_recalls.id)`.as(
				'noticedPlaceIds',
			),
		)
		.where('committee_id', '=', committeeId)
		.where('ended_at', 'is', null)
		.execute();
	return rows as RecallRecord[];
}

/** The open record of a number on a batch; made when there is none. */
export async function openRecall(
	tx: Transaction,
	committeeId: string,
	{ batchId, digits, reason }: { batchId: string; digits: string; reason: DeathReason },
	actor: Actor,
): Promise<string> {
	await tx
		.insertInto('batch_recalls')
		.values({ id: recordId(), committee_id: committeeId, batch_id: batchId, digits, reason, opened_by: actor })
		.onConflict((on) => on.columns(['batch_id', 'digits']).where('ended_at', 'is', null).doNothing())
		.execute();
	const { id } = await tx
		.selectFrom('batch_recalls')
		.select('id')
		.where('batch_id', '=', batchId)
		.where('digits', '=', digits)
		.where('ended_at', 'is', null)
		.executeTakeFirstOrThrow();
	return id;
}

export const saveRecallEnded = (tx: Transaction, id: string, actor: Actor) =>
	tx
		.updateTable('batch_recalls')
		.set({ ended_at: sql`history_moment()`, ended_by: actor })
		.where('id', '=', id)
		.where('ended_at', 'is', null)
		.execute();

export type Notice = { recallId: string; placeId: string; partnerId: string };
export async function insertNotices(tx: Transaction, committeeId: string, notices: readonly Notice[]): Promise<void> {
	if (notices.length === 0) return;
	await tx
		.insertInto('recall_notices')
		.values(
			notices.map(({ recallId, placeId, partnerId }) => ({
				...{ committee_id: committeeId, recall_id: recallId, place_id: placeId, partner_id: partnerId },
			})),
		)
		.onConflict((on) => on.columns(['recall_id', 'place_id', 'partner_id']).doNothing())
		.execute();
}

/**
 * Which institutions have to do with places: those that lead an activity there in the last year or the next, and those that support
 * one. No list says whose a place is; whoever works there comes nearest.
 */
export async function listPlacePartners(
	tx: Transaction,
	placeIds: readonly string[],
	today: string,
): Promise<{ placeId: string; partnerId: string; partnerName: string; leads: boolean }[]> {
	if (placeIds.length === 0) return [];
	const { rows } = await sql<{ placeId: string; partnerId: string; partnerName: string; leads: boolean }>`
		select place_id as "placeId", partner_id as "partnerId", partners.name as "partnerName", bool_or(leads) as leads from (
			select place_id, lead_partner_id as partner_id, true as leads, takes_place_on, state from activities
			union all select place_id, partner_id, false, takes_place_on, state from activities
				join activity_supporters on activity_id = activities.id
		) involved join partners on partners.id = partner_id
		where place_id = any(${placeIds}::uuid[]) and state not in ('cancelled', 'proposed')
			and takes_place_on between ${today}::date - 365 and ${today}::date + 365
		group by place_id, partner_id, partners.name order by partners.name`.execute(tx);
	return rows;
}
