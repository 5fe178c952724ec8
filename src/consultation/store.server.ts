import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import type { AnswerDraft, GivenAnswer, SentLink } from './model.ts';

const linkColumns = (tx: Transaction) =>
	tx
		.selectFrom('answer_links')
		.select(['answer_links.id', 'answer_links.committee_id as committeeId', 'activity_id as activityId'])
		.select(['partner_id as partnerId', 'sent_at as sentAt', 'expires_at as expiresAt', 'revoked_at as revokedAt']);

export type NewLink = {
	id: string;
	committeeId: string;
	activityId: string;
	partnerId: string;
	contactId: string;
	tokenHash: Buffer;
	expiresAt: Date;
};

export async function insertLinks(tx: Transaction, links: readonly NewLink[]): Promise<void> {
	if (links.length === 0) return;
	const rows = links.map((link) => ({
		...{ id: link.id, committee_id: link.committeeId, activity_id: link.activityId, partner_id: link.partnerId },
		...{ focal_point_id: link.contactId, token_hash: link.tokenHash, expires_at: link.expiresAt },
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
