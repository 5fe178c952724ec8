import type { Locale } from '#i18n/locales.ts';

/** What a mail is for; each has a name in the messages (`mail.kind.…`). */
export const mailKinds = [
	'sign_in',
	'invitation',
	'security',
	'answer_request',
	'reminder',
	'confirmed',
	'cancelled',
	'audit_head',
	'recall',
	'recall_over',
	'national',
	'meeting',
	'meeting_off',
	'programme_submitted',
	'programme_decided',
	'programme_approved',
] as const;
export type MailKind = (typeof mailKinds)[number];

/**
 * - `waiting`: a job will send it
 * - `sent`: the mail server has taken it
 * - `failed`: given up, `lastError` says why
 * - `kept`: there was no mail server; it is read on the desk or in the terminal
 */
export const mailStates = ['waiting', 'sent', 'failed', 'kept'] as const;
export type MailState = (typeof mailStates)[number];

export type Mail = {
	id: string;
	committeeId: string | null;
	to: string;
	replyTo: string | null;
	locale: Locale;
	kind: MailKind;
	subject: string;
	text: string;
	html: string;
	calendar: { method: 'REQUEST' | 'CANCEL'; text: string } | null;
	unsubscribe: string | null;
	sendBefore: Date | null;
	state: MailState;
	tries: number;
	lastError: string | null;
	createdAt: Date;
	sentAt: Date | null;
};

/** A sender as people write it, `Kambana <kambana@example.al>` or the address alone; null when it is none. */
export function readSender(text: string): { name: string; address: string } | null {
	const [, name, address] = /^\s*(?:"?([^"<>]*?)"?\s*<)?([^\s<>,;"@]+@[^\s<>,;"@]+?)>?\s*$/.exec(text) ?? [];
	return address ? { name: name || 'Kambana', address } : null;
}

/** A mail in a list. */
export type ListedMail = Pick<Mail, 'id' | 'to' | 'kind' | 'subject' | 'state' | 'tries' | 'lastError' | 'createdAt'>;

/** What opens an account is shown to nobody but its owner, on no desk. */
const opening: readonly MailKind[] = ['sign_in', 'invitation', 'security'];
/**
 * How the desk shows the text of a mail: as it is, so that a demonstration can be walked where no mail leaves the house; with its
 * tokens and codes hidden where its reader gets it; or not at all.
 */
export const shownAs = (kind: MailKind, hasMailServer: boolean): 'filled' | 'hidden' | 'not_shown' => {
	if (hasMailServer) return 'hidden';
	return opening.includes(kind) ? 'not_shown' : 'filled';
};

/** What a person may put into the queue again: one that failed, or was kept when there was no server yet. */
export const maySendAgain = (state: MailState, hasMailServer: boolean): boolean =>
	state === 'failed' || (state === 'kept' && hasMailServer);

/** Tokens and codes are not at rest: a text holds their places, filled when the mail goes out. */
export const tokenPlace = (purpose: string, id: string): string => `⟦token:${purpose}:${id}⟧`;
export const codePlace = (purpose: string, id: string): string => `⟦code:${purpose}:${id}⟧`;
/** The address of the installation, without a slash at the end. */
export const homePlace = '⟦home⟧';

export type Place = { what: 'token' | 'code'; purpose: string; id: string } | { what: 'home' };
const places = /⟦(?:(home)|(token|code):([a-z_]{1,40}):([\w-]{1,64}))⟧/g;

/** A text with every place replaced by what `fill` says. */
export const fillPlaces = (text: string, fill: (place: Place) => string): string =>
	text.replace(places, (_, home?: string, what?: 'token' | 'code', purpose = '', id = '') =>
		fill(home || !what ? { what: 'home' } : { what, purpose, id }),
	);

/** What people wrote must not name places: a title could ask for the token of somebody else's link. */
export const withoutPlaces = (text: string): string => text.replaceAll('⟦', '[').replaceAll('⟧', ']');
