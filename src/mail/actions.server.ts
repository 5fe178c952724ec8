import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { enqueue } from '#platform/jobs.server.ts';
import type { ComposedMail } from './compose.ts';
import type { Mail, MailKind } from './model.ts';
import { insertMail } from './store.server.ts';

/** The name of the job that sends a mail, and how often it tries: for about ten hours. */
export const mailTask = 'mail';
const mostTries = 11;

export type MailToQueue = {
	to: string;
	kind: MailKind;
	/** From `composeMail`. */
	mail: ComposedMail;
	/** Whose desk shows it; null for mails about accounts. Must fit the scope of the transaction. */
	committeeId: string | null;
	accountId?: string | null;
	/** Where an answer goes: an address of the secretariat. */
	replyTo?: string | null;
	/** From `calendarInvitation`. */
	calendar?: Mail['calendar'];
	/** After this moment nobody can use it: it is not sent late. */
	sendBefore?: Date | null;
};

/** Writes a mail and leaves the job that sends it, in the caller's transaction. Returns its id. */
export async function queueMail(tx: Transaction, wish: MailToQueue): Promise<string> {
	const { to, kind, mail, committeeId, accountId = null, replyTo = null, calendar = null, sendBefore = null } = wish;
	const id = recordId();
	await insertMail(tx, { id, to, kind, ...mail, committeeId, accountId, replyTo, calendar, sendBefore });
	await enqueue(tx, mailTask, { id }, { maxAttempts: mostTries });
	return id;
}
