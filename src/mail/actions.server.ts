import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { enqueue } from '#platform/jobs.server.ts';
import { deriveCode, deriveToken } from '#platform/secrets.server.ts';
import type { ComposedMail } from './compose.ts';
import { fillPlaces, type Mail, type MailKind, maySendAgain, type Place, shownAs } from './model.ts';
import { getMail, insertMail, saveWaiting } from './store.server.ts';

/** The name of the job that sends a mail, and how often it tries: for about ten hours. */
export const mailTask = 'mail';
const mostTries = 11;
const keyOf = (id: string): string => `mail:${id}`;

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
	await enqueue(tx, mailTask, { id }, { maxAttempts: mostTries, key: keyOf(id) });
	return id;
}

/** Puts a mail that failed or was kept into the queue again; false when it was sent meanwhile, or waits already. */
export async function sendAgain(tx: Transaction, id: string): Promise<boolean> {
	if (!isId(id) || !(await saveWaiting(tx, id))) return false;
	await enqueue(tx, mailTask, { id }, { maxAttempts: mostTries, key: keyOf(id) });
	return true;
}

/** Whether mails leave the house; without a server they are kept. */
export const hasMailServer = (env: NodeJS.ProcessEnv = process.env): boolean => Boolean(env.SMTP_URL);

const hidden = '\u2022\u2022\u2022';

/** A mail as the desk may show it. @param home where its readers' links lead, without a slash at the end */
export async function showMail(tx: Transaction, id: string, home: string) {
	const { html: _, unsubscribe: __, ...mail } = await getMail(tx, id);
	const how = shownAs(mail.kind, hasMailServer());
	const texts = {
		filled: () => fillText(mail.text, home),
		hidden: () => fillPlaces(mail.text, ({ what }) => (what === 'home' ? home : hidden)),
		not_shown: () => null,
	};
	return { ...mail, how, text: texts[how](), again: maySendAgain(mail.state, hasMailServer()) };
}

/** A mail with its tokens and codes, as its reader gets it. @param home without a slash at the end */
export function filled(mail: Mail, home: string): Mail {
	const { text, html, unsubscribe } = mail;
	return {
		...mail,
		text: fillText(text, home),
		html: fillText(html, home),
		unsubscribe: unsubscribe && fillText(unsubscribe, home),
	};
}

const fillText = (text: string, home: string): string =>
	fillPlaces(text, (place: Place) => {
		if (place.what === 'home') return home;
		return place.what === 'token' ? deriveToken(place.purpose, place.id) : deriveCode(place.purpose, place.id);
	});
