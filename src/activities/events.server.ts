import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import type { Changes } from './changes.ts';
import type { ActivityEvent, ActivityEventKind, ActivityState } from './model.ts';

/** How many rows one statement inserts. */
const chunk = 1000;

export type NewActivityEvent = {
	activityId: string;
	kind: ActivityEventKind;
	from: ActivityState | null;
	to: ActivityState;
	actor: Actor;
	reason?: string | null;
	/** Field by field: what it was, what it became. */
	changes?: Changes;
	/** Set only by the demonstration, whose history lies in the past. */
	at?: Date;
};

export async function insertActivityEvents(
	tx: Transaction,
	committeeId: string,
	events: readonly NewActivityEvent[],
): Promise<void> {
	const rows = events.map((event) => ({
		id: recordId(),
		committee_id: committeeId,
		activity_id: event.activityId,
		kind: event.kind,
		from_state: event.from,
		to_state: event.to,
		reason: event.reason ?? null,
		changes: json(event.changes ?? {}),
		actor: event.actor,
		...(event.at ? { at: event.at } : {}),
	}));
	for (let at = 0; at < rows.length; at += chunk)
		await tx
			.insertInto('activity_events')
			.values(rows.slice(at, at + chunk))
			.execute();
}

/** The history of an activity, the latest first. */
export async function listActivityEvents(tx: Transaction, activityId: string): Promise<ActivityEvent[]> {
	const rows = await tx
		.selectFrom('activity_events')
		.select(['id', 'kind', 'from_state as from', 'to_state as to', 'reason', 'changes', 'actor', 'at'])
		.where('activity_id', '=', activityId)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows as ActivityEvent[];
}
