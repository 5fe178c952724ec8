import { type MailState, mailStates } from './model.ts';

/** Which mails a list shows, as its address asks. */
export const parseState = (asked: URLSearchParams): MailState | null =>
	mailStates.find((state) => state === asked.get('state')) ?? null;
