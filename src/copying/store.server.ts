import type { Transaction } from '#platform/db.server.ts';

/** What of a programme is a copy: the number of the copy, by the id of what was copied. */
export async function listCopies(tx: Transaction, programmeId: string): Promise<Map<string, number>> {
	const rows = await tx
		.selectFrom('copied_activities')
		.innerJoin('activities', 'activities.id', 'copied_activities.activity_id')
		.select(['source_id as sourceId', 'number'])
		.where('copied_activities.programme_id', '=', programmeId)
		.execute();
	return new Map(rows.map(({ sourceId, number }) => [sourceId, number]));
}

export async function insertCopies(
	tx: Transaction,
	{ committeeId, programmeId }: { committeeId: string; programmeId: string },
	copies: readonly { activityId: string; sourceId: string }[],
): Promise<void> {
	const rows = copies.map(({ activityId, sourceId }) => ({
		...{ activity_id: activityId, source_id: sourceId },
		...{ committee_id: committeeId, programme_id: programmeId },
	}));
	await tx.insertInto('copied_activities').values(rows).execute();
}
