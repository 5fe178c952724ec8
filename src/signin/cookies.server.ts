import { randomBytes } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';
import { deriveToken, isSame } from '#platform/secrets.server.ts';
import type { Opened, Visitor } from './actions.server.ts';
import {
	askedCookie,
	backCookie,
	deskHours,
	fieldDays,
	halfCookie,
	knownCookie,
	mailMinutes,
	pageToReturnTo,
	sessionCookie,
} from './model.ts';

/** `secure` also on plain loopback, which browsers trust. */
const lasting = (seconds: number) =>
	({ path: '/', httpOnly: true, sameSite: 'lax', secure: true, maxAge: seconds }) as const;
const gone = { path: '/', secure: true } as const;
const minutes = mailMinutes * 60;

/** The mark of a browser that has signed in to an account: random, and bound to the account so that it opens nothing. */
function markFor(accountId: string): string {
	const nonce = randomBytes(16).toString('base64url');
	return `${nonce}.${deriveToken('known_browser', `${accountId}:${nonce}`)}`;
}

/** Whether a browser has signed in to this account before. */
export function isKnownBrowser(mark: string | undefined, accountId: string): boolean {
	const [nonce = '', proof = ''] = (mark ?? '').split('.');
	const expected = Buffer.from(deriveToken('known_browser', `${accountId}:${nonce}`));
	return nonce !== '' && isSame(Buffer.from(proof), expected);
}

/** Gives the browser its session and takes away what led there; the page to go on with. */
export function letIn(cookies: Cookies, locale: string, { token, kind, accountId }: Opened, to?: string): string {
	keepSession(cookies, { token, kind });
	cookies.set(knownCookie, markFor(accountId), lasting(400 * 86_400));
	const back = pageToReturnTo(to || cookies.get(backCookie), locale);
	for (const name of [halfCookie, askedCookie, backCookie]) cookies.delete(name, gone);
	return back;
}

export const keepSession = (cookies: Cookies, { token, kind }: Pick<Opened, 'token' | 'kind'>): void =>
	cookies.set(sessionCookie, token, lasting(kind === 'desk' ? deskHours * 3600 : fieldDays * 86_400));

/** Remembers which browser asked for a mail, and where it wanted to go. */
export function keepAsked(cookies: Cookies, nonce: string, to: string): void {
	cookies.set(askedCookie, nonce, lasting(minutes));
	if (to) cookies.set(backCookie, to.slice(0, 500), lasting(minutes * 2));
}

export const keepHalf = (cookies: Cookies, token: string): void => cookies.set(halfCookie, token, lasting(minutes));

export const forgetSession = (cookies: Cookies): void => cookies.delete(sessionCookie, gone);

/** What a browser brings along to the end of a sign-in. */
export const visitorOf = (cookies: Cookies, request: Request): Visitor => ({
	userAgent: request.headers.get('user-agent') ?? '',
	before: cookies.get(sessionCookie),
});
