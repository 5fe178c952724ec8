import { setTimeout as pause } from 'node:timers/promises';
import { queueMail } from '#mail/actions.server.ts';
import { emailOf } from '#people/model.ts';
import { findAccount } from '#people/store.server.ts';
import { noteRefusal } from '#platform/audit.server.ts';
import { actAs, inTransaction, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { deriveCode, deriveToken, isSame, randomToken, sha256 } from '#platform/secrets.server.ts';
import { isKnownBrowser } from './cookies.server.ts';
import { countFactors } from './factors.server.ts';
import { signInLetter } from './letters.ts';
import { askMilliseconds, mailMinutes, mostMails, plainDigits } from './model.ts';
import {
	closeRequests,
	countRequests,
	discarded,
	findRequest,
	insertHalf,
	insertRequest,
	type OpenRequest,
	tryRequests,
} from './store.server.ts';

/** The form that asks for a mail, and what the browser brings. */
export type Asking = {
	email: string;
	field: boolean;
	/** From an earlier request of this browser. */
	nonce: string | undefined;
	/** The mark of a browser that has signed in before. */
	mark: string | undefined;
};

/**
 * Asks for a link and a code by mail; the nonce by which this browser is known when it comes back. Whether somebody has the
 * address changes neither the answer nor its time: the same is done for both, and what is for nobody is taken back.
 */
export async function askByMail({ email, field, nonce = randomToken(), mark }: Asking): Promise<string> {
	const began = performance.now();
	await inTransaction({ kind: 'identity' }, async (tx) => {
		const account = await findAccount(tx, { email: emailOf(email) });
		const id = recordId();
		const subject = account?.id ?? id;
		const known = isKnownBrowser(mark, subject);
		const asked = await countRequests(tx, subject, known);
		const factors = await countFactors(tx, subject);
		const welcome =
			account !== undefined &&
			account.disabledAt === null &&
			!account.demonstration &&
			(factors.totp || factors.recovery > 0) &&
			asked < mostMails;
		const tokenHash = sha256(deriveToken('sign_in', id));
		await insertRequest(tx, {
			...{ id, tokenHash, field, known, browserHash: sha256(nonce) },
			accountId: welcome ? account.id : null,
		});
		const { locale, name } = account ?? { locale: 'sq', name: 'Kambana' };
		const send = () =>
			queueMail(tx, {
				...{ to: email, kind: 'sign_in', mail: signInLetter(locale, name, id), committeeId: null },
				accountId: account?.id ?? null,
				sendBefore: new Date(Date.now() + mailMinutes * 60_000),
			});
		await (welcome ? send() : discarded(tx, send));
	});
	const spent = performance.now() - began;
	await pause(Math.ceil(spent / askMilliseconds) * askMilliseconds - spent);
	return nonce;
}

/**
 * - `here`: a button uses it
 * - `elsewhere`: another browser asked; there the code is typed
 * - `gone`: used, too old, or never made
 */
export type LinkState = 'here' | 'elsewhere' | 'gone';

const isOf = (request: OpenRequest, nonce: string | undefined): boolean =>
	nonce !== undefined && isSame(request.browserHash, sha256(nonce));

/** What a link is good for in this browser. Looking changes nothing. */
export const stateOfLink = (token: string, nonce: string | undefined): Promise<LinkState> =>
	inTransaction({ kind: 'identity' }, async (tx) => {
		const request = await findRequest(tx, sha256(token));
		if (!request) return 'gone';
		return isOf(request, nonce) ? 'here' : 'elsewhere';
	});

/** Uses a link up, once and in the browser that asked; the token of a half session, or null. */
export const useLink = (token: string, nonce: string | undefined): Promise<string | null> =>
	inTransaction({ kind: 'identity' }, async (tx) => {
		const request = await findRequest(tx, sha256(token), { lock: true });
		if (request?.accountId && isOf(request, nonce)) return beginHalf(tx, request);
		const actor = request?.accountId ? `guest:${request.accountId}` : 'guest';
		noteRefusal({ actor, route: '/[lang=lang]/desk/enter/link/[token]', verb: 'POST', code: 'link' });
		return null;
	});

export type CodeOutcome = { half: string } | { why: 'wrong' | 'over' };

/** Takes the code of a mail in the browser that asked. `over`: nothing is open here, or it was tried too often. */
export const useCode = (typed: string, nonce: string | undefined): Promise<CodeOutcome> =>
	inTransaction({ kind: 'identity' }, async (tx) => {
		const open = nonce ? await tryRequests(tx, sha256(nonce)) : [];
		if (open.length === 0) return { why: 'over' };
		const code = Buffer.from(plainDigits(typed).slice(0, 20).padEnd(20));
		const right = open.filter(({ id }) => isSame(Buffer.from(deriveCode('sign_in', id).padEnd(20)), code));
		const request = right.find(({ accountId }) => accountId !== null);
		if (request) return { half: await beginHalf(tx, request) };
		const accountId = open.find((one) => one.accountId !== null)?.accountId;
		const actor = accountId ? `guest:${accountId}` : 'guest';
		noteRefusal({ actor, route: '/[lang=lang]/desk/enter/code', verb: 'POST', code: 'mail_code' });
		return { why: 'wrong' };
	});

/** The first proof is given. Other open requests of the browser are used up with it. */
async function beginHalf(tx: Transaction, { accountId, browserHash, field }: OpenRequest): Promise<string> {
	if (accountId === null) throw new Error('a request of nobody opens nothing');
	await actAs(tx, `guest:${accountId}`);
	await closeRequests(tx, browserHash);
	const token = randomToken();
	await insertHalf(tx, { tokenHash: sha256(token), accountId, purpose: 'second_factor', field });
	return token;
}
