import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import type { AnswerDraft, GivenAnswer, SentLink } from './model.ts';
import type { ReminderRules } from './reminding.ts';

const linkColumns = (tx: Transaction) =>
	tx
		.selectFrom('answer_links')
		.select(['answer_links.id', 'answer_links.committee_id as committeeId', 'activity_id as activityId'])
		.select(['partner_id as partnerId', 'sent_at as sentAt', 'expires_at as expiresAt', 'revoked_at as revokedAt'])
		.select('focal_point_id as contactId');

export type NewLink = {
	id: string;
	committeeId: string;
	activityId: string;
	partnerId: string;
	contactId: string;
	tokenHash: Buffer;
	expiresAt: Date;
	/** Where the institution was asked before, and only this contact is added; else now. */
	sentAt?: Date;
};

export async function insertLinks(tx: Transaction, links: readonly NewLink[]): Promise<void> {
	if (links.length === 0) return;
	const rows = links.map((link) => ({
		...{ id: link.id, committee_id: link.committeeId, activity_id: link.activityId, partner_id: link.partnerId },
		...{ focal_point_id: link.contactId, token_hash: link.tokenHash, expires_at: link.expiresAt },
		sent_at: link.sentAt ?? sql<Date>`history_moment()`,
	}));
	await tx.insertInto('answer_links').values(rows).execute();
}

/** The links of one activity or of a programme, as far as the scope shows them. */
export const listLinks = (
	tx: Transaction,
	of: { activityId: string } | { programmeId: string },
): Promise<SentLink[]> =>
	'activityId' in of
		? linkColumns(tx).where('activity_id', '=', of.activityId).execute()
		: linkColumns(tx)
				.innerJoin('activities', 'activities.id', 'activity_id')
				.where('programme_id', '=', of.programmeId)
				.execute();

/** Ends what still opens of an institution for an activity; how many links that were. */
export async function saveLinksRevoked(tx: Transaction, activityId: string, partnerId: string): Promise<number> {
	const revoked = await tx
		.updateTable('answer_links')
		.set({ revoked_at: sql<Date>`history_moment()` })
		.where('activity_id', '=', activityId)
		.where('partner_id', '=', partnerId)
		.where('revoked_at', 'is', null)
		.returning('id')
		.execute();
	return revoked.length;
}

/** The link with this id, where the scope shows it: its own token's, or that of whoever answers. */
export async function findLink(tx: Transaction, id: string): Promise<SentLink | undefined> {
	return isId(id) ? linkColumns(tx).where('id', '=', id).executeTakeFirst() : undefined;
}

/** A link of a whole month. */
export type MonthLink = { id: string; committeeId: string; programmeId: string; partnerId: string; contactId: string };

const monthColumns = (tx: Transaction) =>
	tx
		.selectFrom('month_links')
		.select(['id', 'committee_id as committeeId', 'programme_id as programmeId', 'partner_id as partnerId'])
		.select('focal_point_id as contactId');

/** The link with this id, where the scope shows it: its own token's, or that of whoever answers. */
export const findMonthLink = (tx: Transaction, id: string): Promise<MonthLink | undefined> =>
	monthColumns(tx).where('id', '=', id).executeTakeFirst();

/** The id of a contact's link for a programme. */
export async function findMonthLinkOf(
	tx: Transaction,
	programmeId: string,
	contactId: string,
): Promise<string | undefined> {
	const row = await monthColumns(tx)
		.where('programme_id', '=', programmeId)
		.where('focal_point_id', '=', contactId)
		.executeTakeFirst();
	return row?.id;
}

export const insertMonthLink = (tx: Transaction, link: MonthLink & { tokenHash: Buffer }) =>
	tx
		.insertInto('month_links')
		.values({
			...{ id: link.id, committee_id: link.committeeId, programme_id: link.programmeId },
			...{ partner_id: link.partnerId, focal_point_id: link.contactId, token_hash: link.tokenHash },
		})
		.execute();

/** What an institution has open for a whole month opens nothing any more. */
export const deleteMonthLinks = (tx: Transaction, programmeId: string, partnerId: string) =>
	tx.deleteFrom('month_links').where('programme_id', '=', programmeId).where('partner_id', '=', partnerId).execute();

/** The links of one contact, as far as the scope shows them. */
export const listLinksOf = (tx: Transaction, contactId: string): Promise<SentLink[]> =>
	linkColumns(tx).where('focal_point_id', '=', contactId).orderBy('sent_at').execute();

/** Where an activity stands, for whoever knows its id only. */
export type Whereabouts = { programmeId: string; number: number; committeeCode: string };

export const findWhereabouts = (tx: Transaction, activityId: string): Promise<Whereabouts | undefined> =>
	tx
		.selectFrom('activities')
		.innerJoin('committees', 'committees.id', 'activities.committee_id')
		.select(['programme_id as programmeId', 'number', 'committees.code as committeeCode'])
		.where('activities.id', '=', activityId)
		.executeTakeFirst();

const answerColumns = (tx: Transaction) =>
	tx
		.selectFrom('activity_answers')
		.distinctOn(['activity_id', 'partner_id'])
		.select(['activity_id as activityId', 'partner_id as partnerId', 'answer', 'for_day as forDay'])
		.select(['proposed_day as proposedDay', 'proposed_hour as proposedHour', 'activity_answers.reason', 'note'])
		.select('answered_at as answeredAt')
		.orderBy('activity_id')
		.orderBy('partner_id')
		.orderBy('answered_at', 'desc')
		.orderBy('activity_answers.id', 'desc');

/** The latest answer of each institution to one activity, or to those of a programme. */
export async function listAnswers(
	tx: Transaction,
	of: { activityId: string } | { programmeId: string },
): Promise<GivenAnswer[]> {
	const rows = await ('activityId' in of
		? answerColumns(tx).where('activity_id', '=', of.activityId)
		: answerColumns(tx)
				.innerJoin('activities', 'activities.id', 'activity_id')
				.where('programme_id', '=', of.programmeId)
	).execute();
	return rows as GivenAnswer[];
}

export type NewAnswer = {
	committeeId: string;
	activityId: string;
	partnerId: string;
	forDay: string | null;
	draft: AnswerDraft;
	via: 'link' | 'account';
};

export async function insertAnswer(tx: Transaction, { draft, ...answer }: NewAnswer): Promise<void> {
	const { committeeId, activityId, partnerId, forDay, via } = answer;
	await tx
		.insertInto('activity_answers')
		.values({
			...{ id: recordId(), committee_id: committeeId, activity_id: activityId, partner_id: partnerId, via },
			...{ answer: draft.answer, for_day: forDay },
			proposed_day: draft.answer === 'other_day' ? draft.proposedDay : null,
			proposed_hour: draft.answer === 'other_day' ? draft.proposedHour : null,
			reason: draft.answer === 'no' ? draft.reason : null,
			note: draft.answer === 'no' ? draft.note : null,
		})
		.execute();
}

/** What the calendar of a contact was told last. */
export type ToldCalendar = { contactId: string; sequence: number; method: 'REQUEST' | 'CANCEL'; told: Buffer };

export async function listCalendars(tx: Transaction, activityId: string): Promise<ToldCalendar[]> {
	const rows = await tx
		.selectFrom('calendar_invitations')
		.select(['focal_point_id as contactId', 'sequence', 'method', 'told'])
		.where('activity_id', '=', activityId)
		.forUpdate()
		.execute();
	return rows as ToldCalendar[];
}

/** Whether a contact was ever told of an activity by an entry for the calendar, or by taking one out. */
export async function hasCalendar(tx: Transaction, activityId: string, contactId: string): Promise<boolean> {
	const row = await tx
		.selectFrom('calendar_invitations')
		.select('method')
		.where('activity_id', '=', activityId)
		.where('focal_point_id', '=', contactId)
		.executeTakeFirst();
	return row !== undefined;
}

export async function saveCalendar(
	tx: Transaction,
	{ committeeId, activityId }: { committeeId: string; activityId: string },
	{ contactId, sequence, method, told }: ToldCalendar,
): Promise<void> {
	await tx
		.insertInto('calendar_invitations')
		.values({ committee_id: committeeId, activity_id: activityId, focal_point_id: contactId, sequence, method, told })
		.onConflict((on) => on.columns(['activity_id', 'focal_point_id']).doUpdateSet({ sequence, method, told }))
		.execute();
}

/** What an institution was reminded of: an answer that is missing, or an activity that comes. */
export type Reminder = {
	activityId: string;
	partnerId: string;
	kind: 'silence' | 'coming';
	dueOn: string;
	sentAt: Date;
};

/** The reminders of a programme or of one activity, the earliest first. */
export async function listReminders(tx: Transaction, { programmeId }: { programmeId: string }): Promise<Reminder[]> {
	const rows = await tx
		.selectFrom('reminders')
		.innerJoin('activities', 'activities.id', 'activity_id')
		.select(['activity_id as activityId', 'partner_id as partnerId', 'kind', 'due_on as dueOn', 'sent_at as sentAt'])
		.where('programme_id', '=', programmeId)
		.orderBy('sent_at')
		.execute();
	return rows as Reminder[];
}

/** False when it was written down before, by whomever: then nothing may be sent. */
export async function insertReminder(
	tx: Transaction,
	{ committeeId, activityId, partnerId, kind, dueOn }: Omit<Reminder, 'sentAt'> & { committeeId: string },
): Promise<boolean> {
	const written = await tx
		.insertInto('reminders')
		.values({
			...{ id: recordId(), committee_id: committeeId, activity_id: activityId, partner_id: partnerId },
			...{ kind, due_on: dueOn },
		})
		.onConflict((on) => on.columns(['activity_id', 'partner_id', 'kind', 'due_on']).doNothing())
		.returning('id')
		.executeTakeFirst();
	return written !== undefined;
}

/** What a committee has decided about reminders; undefined when nothing. */
export const findReminderRules = (tx: Transaction, committeeId: string): Promise<ReminderRules | undefined> =>
	tx
		.selectFrom('reminder_settings')
		.select(['enabled', 'first_after as firstAfter', 'then_every as thenEvery', 'at_most as atMost'])
		.select('days_before as daysBefore')
		.where('committee_id', '=', committeeId)
		.executeTakeFirst();

export async function saveReminderRules(
	tx: Transaction,
	committeeId: string,
	{ enabled, firstAfter, thenEvery, atMost, daysBefore }: ReminderRules,
): Promise<void> {
	const rules = { enabled, first_after: firstAfter, then_every: thenEvery, at_most: atMost, days_before: daysBefore };
	await tx
		.insertInto('reminder_settings')
		.values({ committee_id: committeeId, ...rules })
		.onConflict((on) => on.column('committee_id').doUpdateSet(rules))
		.execute();
}

/** The codes of the committees that let reminders go out. */
export async function listRemindingCommittees(tx: Transaction): Promise<string[]> {
	const rows = await tx
		.selectFrom('reminder_settings')
		.innerJoin('committees', 'committees.id', 'committee_id')
		.select('code')
		.where('enabled', '=', true)
		.orderBy('code')
		.execute();
	return rows.map(({ code }) => code);
}
