import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { ListedTask, TaskDraft, TaskState } from './model.ts';

const columns = (tx: Transaction) =>
	tx
		.selectFrom('tasks')
		.leftJoin('partners', 'partners.id', 'tasks.partner_id')
		.leftJoin('programmes', 'programmes.id', 'tasks.programme_id')
		.leftJoin('activities', 'activities.id', 'tasks.activity_id')
		.select(['tasks.id', 'tasks.programme_id as programmeId', 'tasks.activity_id as activityId'])
		.select(['meeting_id as meetingId', 'tasks.partner_id as partnerId', 'tasks.title', 'due_on as dueOn'])
		.select([
			'tasks.state',
			'tasks.changed_at as changedAt',
			'partners.name as partnerName',
			'programmes.slug as month',
		])
		.select(['activities.number as activityNumber', 'activities.title as activityTitle']);

/** Which tasks: all that are named have to fit. */
export type TaskWish = {
	committeeId: string;
	programmeId?: string;
	activityId?: string;
	meetingId?: string;
	partnerId?: string;
	state?: TaskState;
};

/** The tasks that fit, as far as the scope shows them, the earliest day first. */
export async function listTasks(tx: Transaction, wish: TaskWish): Promise<ListedTask[]> {
	const { committeeId, programmeId, activityId, meetingId, partnerId, state } = wish;
	const rows = await columns(tx)
		.where('tasks.committee_id', '=', committeeId)
		.$if(programmeId !== undefined, (query) => query.where('tasks.programme_id', '=', programmeId ?? ''))
		.$if(activityId !== undefined, (query) => query.where('tasks.activity_id', '=', activityId ?? ''))
		.$if(meetingId !== undefined, (query) => query.where('meeting_id', '=', meetingId ?? ''))
		.$if(partnerId !== undefined, (query) => query.where('tasks.partner_id', '=', partnerId ?? ''))
		.$if(state !== undefined, (query) => query.where('tasks.state', '=', state ?? ''))
		.orderBy('due_on')
		.orderBy('tasks.id')
		.execute();
	return rows as ListedTask[];
}

export async function getTask(tx: Transaction, committeeId: string, id: string): Promise<ListedTask> {
	const row = isId(id)
		? await columns(tx).where('tasks.committee_id', '=', committeeId).where('tasks.id', '=', id).executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no task ${id}`);
	return row as ListedTask;
}

export async function insertTask(
	tx: Transaction,
	committeeId: string,
	{ programmeId, activityId, meetingId, partnerId, title, dueOn }: TaskDraft,
	actor: string,
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('tasks')
		.values({
			...{ id, committee_id: committeeId, programme_id: programmeId, activity_id: activityId, meeting_id: meetingId },
			...{ partner_id: partnerId, title, due_on: dueOn, actor },
		})
		.execute();
	return id;
}

/** False when it is in another state by now. */
export async function saveTaskState(
	tx: Transaction,
	id: string,
	{ from, to }: { from: TaskState; to: TaskState },
): Promise<boolean> {
	const saved = await tx
		.updateTable('tasks')
		.set({ state: to, changed_at: sql<Date>`history_moment()` })
		.where('id', '=', id)
		.where('state', '=', from)
		.returning('id')
		.executeTakeFirst();
	return saved !== undefined;
}
