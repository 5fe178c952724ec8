import { sql } from 'kysely';
import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { MinutesContent } from './document.ts';
import type { DecisionDraft, Notes } from './input.ts';
import type { Decision, Item, ItemDraft, Meeting, TaskLink } from './model.ts';

type Home = Pick<Meeting, 'id' | 'committeeId'>;

/** The points of the agenda in their order. */
export async function listItems(tx: Transaction, meetingId: string): Promise<Item[]> {
	const rows = await tx
		.selectFrom('meeting_items as i')
		.leftJoin('partners', 'partners.id', 'presenter_id')
		.leftJoin('programmes', 'programmes.id', 'i.programme_id')
		.leftJoin('activities', 'activities.id', 'i.activity_id')
		.select(['i.id', 'position', 'i.title', 'presenter_id as presenterId', 'partners.name as presenterName'])
		.select([
			'presenter_office as presenterOffice',
			'note',
			'i.programme_id as programmeId',
			'programmes.slug as month',
		])
		.select(['i.activity_id as activityId', 'activities.number as activityNumber', 'activities.title as activityTitle'])
		.select('discussion')
		.where('i.meeting_id', '=', meetingId)
		.orderBy('position')
		.execute();
	return rows as Item[];
}

const itemRow = (draft: ItemDraft) => ({
	...{ title: draft.title, presenter_id: draft.presenterId, presenter_office: draft.presenterOffice },
	...{ note: draft.note, programme_id: draft.programmeId, activity_id: draft.activityId },
});

/** Adds a point at the end of the agenda. */
export async function insertItem(
	tx: Transaction,
	{ id: meetingId, committeeId }: Home,
	draft: ItemDraft,
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('meeting_items')
		.values({
			...{ id, committee_id: committeeId, meeting_id: meetingId, ...itemRow(draft) },
			position: sql<number>`(select coalesce(max(position), 0) + 1 from meeting_items where meeting_id = ${meetingId})`,
		})
		.execute();
	return id;
}

export const saveItem = (tx: Transaction, id: string, draft: ItemDraft) =>
	tx.updateTable('meeting_items').set(itemRow(draft)).where('id', '=', id).execute();

/** Numbers the points as they are given. */
export async function saveOrder(tx: Transaction, ids: readonly string[]): Promise<void> {
	for (const [index, id] of ids.entries())
		await tx
			.updateTable('meeting_items')
			.set({ position: index + 1 })
			.where('id', '=', id)
			.where('position', '<>', index + 1)
			.execute();
}

export const deleteItem = (tx: Transaction, id: string) =>
	tx.deleteFrom('meeting_items').where('id', '=', id).execute();

export async function saveDiscussions(tx: Transaction, discussions: Notes['discussions']): Promise<void> {
	for (const { itemId, text } of discussions)
		await tx
			.updateTable('meeting_items')
			.set({ discussion: text })
			.where('id', '=', itemId)
			.where('discussion', 'is distinct from', text)
			.execute();
}

type DecisionRow = {
	id: string;
	itemId: string;
	number: number | null;
	year: number | null;
	text: string;
	votes_for: number | null;
	votes_against: number | null;
	votes_abstained: number | null;
};
const readDecision = ({ votes_for, votes_against, votes_abstained, ...row }: DecisionRow): Decision => ({
	...row,
	votes: { for: votes_for, against: votes_against, abstained: votes_abstained },
});

/** What a meeting decided, in the order in which it was written down. */
export async function listDecisions(tx: Transaction, meetingId: string): Promise<Decision[]> {
	const rows = await tx
		.selectFrom('meeting_decisions')
		.select(['id', 'item_id as itemId', 'number', 'year', 'text', 'votes_for', 'votes_against', 'votes_abstained'])
		.where('meeting_id', '=', meetingId)
		.orderBy('made_at')
		.orderBy('id')
		.execute();
	return rows.map(readDecision);
}

const decisionRow = ({ text, votes }: DecisionDraft) => ({
	...{ text, votes_for: votes.for, votes_against: votes.against, votes_abstained: votes.abstained },
});

export async function insertDecision(
	tx: Transaction,
	{ id: meetingId, committeeId }: Home,
	itemId: string,
	draft: DecisionDraft,
): Promise<string> {
	const id = recordId();
	const row = { id, committee_id: committeeId, meeting_id: meetingId, item_id: itemId };
	await tx
		.insertInto('meeting_decisions')
		.values({ ...row, ...decisionRow(draft) })
		.execute();
	return id;
}

export const saveDecision = (tx: Transaction, id: string, draft: DecisionDraft) =>
	tx.updateTable('meeting_decisions').set(decisionRow(draft)).where('id', '=', id).execute();

/** Only what has no number: a number given is never missing. */
export async function deleteDecision(tx: Transaction, id: string): Promise<void> {
	const gone = await tx
		.deleteFrom('meeting_decisions')
		.where('id', '=', id)
		.where('number', 'is', null)
		.returning('id')
		.executeTakeFirst();
	if (!gone) throw new Problem('frozen', `decision ${id} has a number`);
}

/** Gives the decisions of a meeting that have none the next numbers of the year, in the order they are handed over. */
export async function saveNumbers(
	tx: Transaction,
	{ committeeId }: Home,
	year: number,
	ids: readonly string[],
): Promise<void> {
	if (ids.length === 0) return;
	// Two meetings approved at the same moment would both take the next number.
	await sql`select pg_advisory_xact_lock(hashtextextended('meeting_decisions ' || ${committeeId}, 0))`.execute(tx);
	const last = await tx
		.selectFrom('meeting_decisions')
		.select(({ fn }) => fn.max('number').as('number'))
		.where('committee_id', '=', committeeId)
		.where('year', '=', year)
		.executeTakeFirst();
	for (const [index, id] of ids.entries())
		await tx
			.updateTable('meeting_decisions')
			.set({ year, number: (last?.number ?? 0) + index + 1 })
			.where('id', '=', id)
			.execute();
}

/** Where the tasks of a meeting come from. */
export async function listTaskLinks(tx: Transaction, meetingId: string): Promise<TaskLink[]> {
	return tx
		.selectFrom('meeting_tasks')
		.select(['task_id as taskId', 'item_id as itemId', 'decision_id as decisionId'])
		.where('meeting_id', '=', meetingId)
		.execute();
}

export const insertTaskLink = (tx: Transaction, { id, committeeId }: Home, { taskId, itemId, decisionId }: TaskLink) =>
	tx
		.insertInto('meeting_tasks')
		.values({ committee_id: committeeId, meeting_id: id, task_id: taskId, item_id: itemId, decision_id: decisionId })
		.execute();

/** One version of the minutes as the chair approved it. */
export type ApprovedMinutes = {
	version: number;
	content: MinutesContent;
	reason: string | null;
	actor: string;
	approvedAt: Date;
};

/** The approved versions, the latest first. */
export async function listMinutes(tx: Transaction, meetingId: string): Promise<ApprovedMinutes[]> {
	const rows = await tx
		.selectFrom('meeting_minutes')
		.select(['version', 'content', 'reason', 'actor', 'approved_at as approvedAt'])
		.where('meeting_id', '=', meetingId)
		.orderBy('version', 'desc')
		.execute();
	return rows as unknown as ApprovedMinutes[];
}

export const insertMinutes = (
	tx: Transaction,
	{ id, committeeId }: Home,
	{
		version,
		content,
		reason,
		actor,
	}: { version: number; content: MinutesContent; reason: string | null; actor: Actor },
) =>
	tx
		.insertInto('meeting_minutes')
		.values({ committee_id: committeeId, meeting_id: id, version, content: json(content), reason, actor })
		.execute();
