import { sql } from 'kysely';
import { type Actor, collated, json, type Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { MeetingAnswer } from './answers.ts';
import type { Invited, Notes } from './input.ts';
import type {
	EventKind,
	ListedMeeting,
	Meeting,
	MeetingEvent,
	MeetingPlan,
	MeetingState,
	Participant,
} from './model.ts';

const columns = (tx: Transaction) =>
	tx
		.selectFrom('meetings')
		.select(['meetings.id', 'committee_id as committeeId', 'kind', 'takes_place_on as takesPlaceOn'])
		.select(['starts_at as startsAt', 'ends_at as endsAt', 'online', 'place', 'state', 'cancel_reason as cancelReason'])
		.select(['led_by as ledBy', 'protocol_number as protocolNumber', 'remarks', 'convened_at as convenedAt'])
		.select(['convocation', 'version']);

const counted = (tx: Transaction) =>
	columns(tx)
		.select(
			sql<number>`(select count(*) from meeting_decisions d where d.meeting_id = meetings.id)::int`.as('decisions'),
		)
		.select(
			sql<number>`(select count(*) from tasks where tasks.meeting_id = meetings.id and tasks.state = 'open')::int`.as(
				'openTasks',
			),
		);

/** The meetings of a committee, as far as the scope shows them, the latest first. */
export async function listMeetings(tx: Transaction, committeeId: string): Promise<ListedMeeting[]> {
	const rows = await counted(tx)
		.where('committee_id', '=', committeeId)
		.orderBy('takes_place_on', 'desc')
		.orderBy('starts_at', 'desc')
		.execute();
	return rows as ListedMeeting[];
}

export async function getMeeting(tx: Transaction, committeeId: string, id: string): Promise<Meeting> {
	const row = isId(id)
		? await columns(tx).where('committee_id', '=', committeeId).where('meetings.id', '=', id).executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no meeting ${id}`);
	return row as Meeting;
}

/** A meeting wherever it is, for the job that tells calendars. */
export async function findWhereabouts(tx: Transaction, id: string): Promise<{ committeeCode: string } | undefined> {
	return tx
		.selectFrom('meetings')
		.innerJoin('committees', 'committees.id', 'committee_id')
		.select('committees.code as committeeCode')
		.where('meetings.id', '=', id)
		.executeTakeFirst();
}

/** The one that was held last before a day; of two on one day the later. */
export async function findPrevious(
	tx: Transaction,
	committeeId: string,
	{ id, takesPlaceOn, startsAt }: { id?: string; takesPlaceOn: string; startsAt: string },
): Promise<Meeting | undefined> {
	const row = await columns(tx)
		.where('committee_id', '=', committeeId)
		.where('state', 'in', ['held', 'written', 'approved'])
		.where(sql<boolean>`(takes_place_on, starts_at) < (${takesPlaceOn}::date, ${startsAt}::time)`)
		.$if(id !== undefined, (query) => query.where('meetings.id', '<>', id ?? ''))
		.orderBy('takes_place_on', 'desc')
		.orderBy('starts_at', 'desc')
		.executeTakeFirst();
	return row as Meeting | undefined;
}

const planRow = ({ kind, takesPlaceOn, startsAt, endsAt, online, place }: MeetingPlan) => ({
	...{ kind, takes_place_on: takesPlaceOn, starts_at: startsAt, ends_at: endsAt, online, place },
});

export async function insertMeeting(
	tx: Transaction,
	committeeId: string,
	plan: MeetingPlan,
	demonstration: boolean,
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('meetings')
		.values({ id, committee_id: committeeId, demonstration, ...planRow(plan) })
		.execute();
	return id;
}

type Change = Partial<{
	plan: MeetingPlan;
	state: MeetingState;
	cancelReason: string;
	convened: true;
	notes: Pick<Notes, 'ledBy' | 'endsAt' | 'protocolNumber' | 'remarks'>;
}>;

/** Changes a meeting that is still as `seen` says, and holds it; the version after it. Stale when somebody was there before. */
export async function saveMeeting(tx: Transaction, id: string, seen: number, change: Change): Promise<number> {
	const { plan, state, cancelReason, convened, notes } = change;
	const row = await tx
		.updateTable('meetings')
		.set({
			version: seen + 1,
			...(plan ? planRow(plan) : {}),
			...(state ? { state } : {}),
			...(cancelReason ? { cancel_reason: cancelReason } : {}),
			...(convened
				? {
						convocation: sql<number>`convocation + 1`,
						convened_at: sql<Date>`coalesce(convened_at, history_moment())`,
					}
				: {}),
			...(notes
				? {
						...{ led_by: notes.ledBy, ends_at: notes.endsAt, protocol_number: notes.protocolNumber },
						remarks: notes.remarks,
					}
				: {}),
		})
		.where('id', '=', id)
		.where('version', '=', seen)
		.returning('version')
		.executeTakeFirst();
	if (!row) throw new Problem('stale', `meeting ${id} is no longer at version ${seen}`);
	return row.version;
}

/** Who was called and who was there, members first, by name. */
export async function listParticipants(tx: Transaction, meetingId: string): Promise<Participant[]> {
	const rows = await tx
		.selectFrom('meeting_participants')
		.innerJoin('partners', 'partners.id', 'partner_id')
		.select(['partner_id as partnerId', 'partners.name', 'standing', 'attendance'])
		.where('meeting_id', '=', meetingId)
		.orderBy('standing', 'desc')
		.orderBy(collated('partners.name', 'sq'))
		.execute();
	return rows as Participant[];
}

/** From here on exactly these are called; what was noted of those that stay is kept. */
export async function saveInvited(
	tx: Transaction,
	{ id, committeeId }: Pick<Meeting, 'id' | 'committeeId'>,
	invited: readonly Invited[],
): Promise<void> {
	await tx
		.deleteFrom('meeting_participants')
		.where('meeting_id', '=', id)
		.where(sql<boolean>`not (partner_id = any(${invited.map(({ partnerId }) => partnerId)}::uuid[]))`)
		.execute();
	if (invited.length === 0) return;
	await tx
		.insertInto('meeting_participants')
		.values(
			invited.map(({ partnerId, standing }) => ({
				...{ committee_id: committeeId, meeting_id: id, partner_id: partnerId, standing },
			})),
		)
		.onConflict((on) =>
			on.columns(['meeting_id', 'partner_id']).doUpdateSet((row) => ({ standing: row.ref('excluded.standing') })),
		)
		.execute();
}

export async function saveAttendance(
	tx: Transaction,
	meetingId: string,
	attendance: Notes['attendance'],
): Promise<void> {
	for (const { partnerId, attendance: was } of attendance)
		await tx
			.updateTable('meeting_participants')
			.set({ attendance: was })
			.where('meeting_id', '=', meetingId)
			.where('partner_id', '=', partnerId)
			.where('attendance', 'is distinct from', was)
			.execute();
}

export async function insertEvent(
	tx: Transaction,
	{ id, committeeId }: Pick<Meeting, 'id' | 'committeeId'>,
	event: {
		kind: EventKind;
		version: number;
		actor: Actor;
		details?: MeetingEvent['details'];
		reason?: string | null;
	},
): Promise<void> {
	const { kind, version, actor, details = {}, reason = null } = event;
	await tx
		.insertInto('meeting_events')
		.values({
			...{ id: recordId(), committee_id: committeeId, meeting_id: id, kind, version, actor, reason },
			details: json(details),
		})
		.execute();
}

/** What happened to a meeting after a version of it, the latest first. */
export async function listEvents(tx: Transaction, meetingId: string, after = 0): Promise<MeetingEvent[]> {
	const rows = await tx
		.selectFrom('meeting_events')
		.select(['id', 'kind', 'version', 'details', 'reason', 'actor', 'at'])
		.where('meeting_id', '=', meetingId)
		.where('version', '>', after)
		.orderBy('version', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows as unknown as MeetingEvent[];
}

/** What the contacts of the institutions were told last. */
export type ToldInvitation = { contactId: string; sequence: number; method: 'REQUEST' | 'CANCEL'; told: Buffer };

export async function listInvitations(tx: Transaction, meetingId: string): Promise<ToldInvitation[]> {
	const rows = await tx
		.selectFrom('meeting_invitations')
		.select(['focal_point_id as contactId', 'sequence', 'method', 'told'])
		.where('meeting_id', '=', meetingId)
		.forUpdate()
		.execute();
	return rows as ToldInvitation[];
}

export async function saveInvitation(
	tx: Transaction,
	{ id, committeeId }: Pick<Meeting, 'id' | 'committeeId'>,
	{ contactId, sequence, method, told }: ToldInvitation,
): Promise<void> {
	await tx
		.insertInto('meeting_invitations')
		.values({ committee_id: committeeId, meeting_id: id, focal_point_id: contactId, sequence, method, told })
		.onConflict((on) => on.columns(['meeting_id', 'focal_point_id']).doUpdateSet({ sequence, method, told }))
		.execute();
}

/** Takes the meetings of the demonstration away, with all that hangs on them. */
export const deleteDemonstrationMeetings = (tx: Transaction, committeeId: string) =>
	tx.deleteFrom('meetings').where('committee_id', '=', committeeId).where('demonstration', '=', true).execute();

export async function isDemonstrationMeeting(tx: Transaction, id: string): Promise<boolean> {
	const row = await tx.selectFrom('meetings').select('demonstration').where('id', '=', id).executeTakeFirst();
	return row?.demonstration ?? false;
}

/** A link by which a contact of an institution answers whether it comes. */
export type MeetingLink = { id: string; committeeId: string; meetingId: string; partnerId: string; contactId: string };

/** The link with this id, where the scope shows it: its own token's. */
export const findMeetingLink = (tx: Transaction, id: string): Promise<MeetingLink | undefined> =>
	tx
		.selectFrom('meeting_links')
		.select(['id', 'committee_id as committeeId', 'meeting_id as meetingId', 'partner_id as partnerId'])
		.select('focal_point_id as contactId')
		.where('id', '=', id)
		.executeTakeFirst();

/** The id of a contact's link for a meeting. */
export async function findMeetingLinkOf(
	tx: Transaction,
	meetingId: string,
	contactId: string,
): Promise<string | undefined> {
	const row = await tx
		.selectFrom('meeting_links')
		.select('id')
		.where('meeting_id', '=', meetingId)
		.where('focal_point_id', '=', contactId)
		.executeTakeFirst();
	return row?.id;
}

export const insertMeetingLink = (tx: Transaction, link: MeetingLink & { tokenHash: Buffer; expiresAt: Date }) =>
	tx
		.insertInto('meeting_links')
		.values({
			...{ id: link.id, committee_id: link.committeeId, meeting_id: link.meetingId, partner_id: link.partnerId },
			...{ focal_point_id: link.contactId, token_hash: link.tokenHash, expires_at: link.expiresAt },
		})
		.execute();

/** The latest answer of each institution, as far as the scope shows them. */
export async function listMeetingAnswers(tx: Transaction, meetingId: string): Promise<MeetingAnswer[]> {
	const rows = await tx
		.selectFrom('meeting_answers')
		.distinctOn('partner_id')
		.select(['partner_id as partnerId', 'answer', 'for_day as forDay', 'note', 'answered_at as answeredAt'])
		.where('meeting_id', '=', meetingId)
		.orderBy('partner_id')
		.orderBy('answered_at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows as MeetingAnswer[];
}

export const insertMeetingAnswer = (
	tx: Transaction,
	{ id, committeeId }: Pick<Meeting, 'id' | 'committeeId'>,
	{ partnerId, answer, forDay, note }: Omit<MeetingAnswer, 'answeredAt'>,
) =>
	tx
		.insertInto('meeting_answers')
		.values({
			...{ id: recordId(), committee_id: committeeId, meeting_id: id, partner_id: partnerId },
			...{ answer, for_day: forDay, note },
		})
		.execute();
