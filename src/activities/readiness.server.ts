import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Readiness, ReadinessItem } from './model.ts';

/** Which lines of the readiness gate were stated, and on which day. */
export async function getReadiness(tx: Transaction, activityId: string): Promise<Readiness> {
	const rows = await tx
		.selectFrom('activity_readiness')
		.select(['item', 'checked_on'])
		.where('activity_id', '=', activityId)
		.execute();
	return Object.fromEntries(rows.map((row) => [row.item, row.checked_on]));
}

/** Replaces the stated lines of the readiness gate. */
export async function saveReadiness(
	tx: Transaction,
	committeeId: string,
	activityId: string,
	readiness: Readiness,
	actor: Actor,
): Promise<void> {
	await tx.deleteFrom('activity_readiness').where('activity_id', '=', activityId).execute();
	const rows = (Object.entries(readiness) as [ReadinessItem, string][]).map(([item, checked_on]) => ({
		committee_id: committeeId,
		activity_id: activityId,
		item,
		checked_on,
		actor,
	}));
	if (rows.length > 0) await tx.insertInto('activity_readiness').values(rows).execute();
}

/** The stated lines of the readiness gate of every activity of a programme, by activity id. */
export async function listReadiness(tx: Transaction, programmeId: string): Promise<Map<string, Readiness>> {
	const rows = await tx
		.selectFrom('activity_readiness')
		.innerJoin('activities', 'activities.id', 'activity_id')
		.select(['activity_id as id', 'item', 'checked_on'])
		.where('programme_id', '=', programmeId)
		.execute();
	const stated = new Map<string, Readiness>();
	for (const { id, item, checked_on } of rows) stated.set(id, { ...stated.get(id), [item]: checked_on });
	return stated;
}
