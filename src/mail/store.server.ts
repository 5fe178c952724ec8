import { sql } from 'kysely';
import type { Locale } from '#i18n/locales.ts';
import type { Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { ListedMail, Mail, MailKind, MailState } from './model.ts';

export type NewMail = Pick<Mail, 'id' | 'to' | 'replyTo' | 'locale' | 'kind' | 'subject' | 'text' | 'html'> &
	Pick<Mail, 'calendar' | 'unsubscribe' | 'sendBefore' | 'committeeId'> & { accountId: string | null };

export async function insertMail(tx: Transaction, mail: NewMail): Promise<void> {
	await tx
		.insertInto('mails')
		.values({
			id: mail.id,
			committee_id: mail.committeeId,
			account_id: mail.accountId,
			to_address: mail.to,
			reply_to: mail.replyTo,
			locale: mail.locale,
			kind: mail.kind,
			subject: mail.subject,
			text_body: mail.text,
			html_body: mail.html,
			calendar: mail.calendar?.text ?? null,
			calendar_method: mail.calendar?.method ?? null,
			unsubscribe: mail.unsubscribe,
			send_before: mail.sendBefore,
		})
		.execute();
}

const chosen = (tx: Transaction) =>
	tx
		.selectFrom('mails')
		.select(['id', 'locale', 'kind', 'subject', 'state', 'tries', 'calendar', 'unsubscribe'])
		.select(['committee_id as committeeId', 'to_address as to', 'reply_to as replyTo', 'text_body as text'])
		.select(['html_body as html', 'calendar_method as calendarMethod', 'send_before as sendBefore'])
		.select(['last_error as lastError', 'created_at as createdAt', 'sent_at as sentAt']);
type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof chosen>['executeTakeFirst']>>>;

const read = ({ calendar, calendarMethod, ...row }: Row): Mail => ({
	...row,
	locale: row.locale as Locale,
	kind: row.kind as MailKind,
	state: row.state as MailState,
	calendar: calendar === null ? null : { method: calendarMethod as 'REQUEST' | 'CANCEL', text: calendar },
});

/** A waiting mail, locked until the end of the transaction; undefined when it waits no longer or another is at it. */
export async function takeWaitingMail(tx: Transaction, id: string): Promise<Mail | undefined> {
	const row = await chosen(tx)
		.where('id', '=', id)
		.where('state', '=', 'waiting')
		.forUpdate()
		.skipLocked()
		.executeTakeFirst();
	return row && read(row);
}

/** The newest of those that the scope sees. */
export async function listMails(
	tx: Transaction,
	{ state, most }: { state: MailState | null; most: number },
): Promise<ListedMail[]> {
	const rows = await tx
		.selectFrom('mails')
		.select([
			'id',
			'kind',
			'subject',
			'state',
			'tries',
			'to_address as to',
			'created_at as createdAt',
			'last_error as lastError',
		])
		.$if(state !== null, (query) => query.where('state', '=', state))
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(most)
		.execute();
	return rows.map((row) => ({ ...row, kind: row.kind as MailKind, state: row.state as MailState }));
}

/** The newest of a state with their texts. */
export async function listWhole(tx: Transaction, { state, most }: { state: MailState; most: number }): Promise<Mail[]> {
	const rows = await chosen(tx).where('state', '=', state).orderBy('created_at', 'desc').limit(most).execute();
	return rows.map(read);
}

/** How many there are in each state. */
export async function countMails(tx: Transaction): Promise<Record<MailState, number>> {
	const rows = await tx
		.selectFrom('mails')
		.select(['state', (of) => of.fn.countAll<number>().as('n')])
		.groupBy('state')
		.execute();
	return { waiting: 0, sent: 0, failed: 0, kept: 0, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) };
}

export async function getMail(tx: Transaction, id: string): Promise<Mail> {
	const row = await chosen(tx).where('id', '=', id).executeTakeFirst();
	if (!row) throw new Problem('not_found', `no mail ${id}`);
	return read(row);
}

/** What became of a try. */
export type Outcome = { state: MailState; error: string | null };

export async function saveOutcome(tx: Transaction, id: string, { state, error }: Outcome): Promise<void> {
	await tx
		.updateTable('mails')
		.set({
			state,
			last_error: error?.slice(0, 500) ?? null,
			sent_at: state === 'sent' ? sql<Date>`now()` : null,
			tries: sql<number>`tries + 1`,
		})
		.where('id', '=', id)
		.execute();
}

/** Back into the queue, as if it had never been tried. */
export async function saveWaiting(tx: Transaction, id: string): Promise<boolean> {
	const row = await tx
		.updateTable('mails')
		.set({ state: 'waiting', last_error: null, tries: 0 })
		.where('id', '=', id)
		.where('state', 'in', ['failed', 'kept'])
		.returning('id')
		.executeTakeFirst();
	return row !== undefined;
}

/** Gives up mails that wait without a job: every try ended with the process, so a person has to look. */
export async function failInterrupted(tx: Transaction): Promise<void> {
	await tx
		.updateTable('mails')
		.set({ state: 'failed', last_error: 'interrupted' })
		.where('state', '=', 'waiting')
		.where(
			sql<boolean>`not exists (select from graphile_worker.jobs where key = 'mail:' || mails.id
				and (attempts < max_attempts or locked_at is not null))`,
		)
		.execute();
}

/** What was written to a person, the earliest first. */
export async function listMailsOf(tx: Transaction, accountId: string, address: string): Promise<Mail[]> {
	const rows = await chosen(tx)
		.where((where) => where.or([where('account_id', '=', accountId), where('to_address', '=', address)]))
		.orderBy('created_at')
		.execute();
	return rows.map(read);
}

/** Takes away what was written to a person, and empties what was written to others and names the person. */
export async function deleteMailsOf(
	tx: Transaction,
	accountId: string,
	{ email, name }: { email: string; name: string },
): Promise<void> {
	await tx
		.deleteFrom('mails')
		.where((where) => where.or([where('account_id', '=', accountId), where('to_address', '=', email)]))
		.execute();
	await tx.updateTable('mails').set({ reply_to: null }).where('reply_to', '=', email).execute();
	const text = sql`concat_ws(' ', subject, text_body, html_body, calendar, last_error)`;
	await tx
		.updateTable('mails')
		.set({ ...{ subject: '–', text_body: '', html_body: '', last_error: null }, calendar: null, calendar_method: null })
		.where(sql<boolean>`(position(${email} in ${text}) > 0 or position(${name} in ${text}) > 0)`)
		// What still waits is emptied with its period.
		.where('state', '<>', 'waiting')
		.execute();
}
