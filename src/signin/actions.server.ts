import { listPersonas } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { randomToken, sha256 } from '#platform/secrets.server.ts';
import { deskHours, deviceOf, fieldDays, mayChoosePersona, type Session, type SessionKind } from './model.ts';
import { deleteSession, findSession, insertSession } from './store.server.ts';

/** What the cookie of a session looks like; `secure` also on plain loopback, which browsers trust. */
export const sessionCookieOptions = (kind: SessionKind) =>
	({
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: true,
		maxAge: kind === 'desk' ? deskHours * 3600 : fieldDays * 86_400,
	}) as const;

type Visit = { accountId: string; userAgent: string; kind?: SessionKind; persona?: boolean };

/** Lets a person in; the token for the cookie, which nobody can read again. Runs in the scope `identity`. */
export async function openSession(
	tx: Transaction,
	{ accountId, userAgent, kind = 'desk', persona = false }: Visit,
): Promise<string> {
	const token = randomToken();
	await insertSession(tx, { accountId, tokenHash: sha256(token), kind, persona, device: deviceOf(userAgent) });
	return token;
}

/**
 * Who is behind a token, or undefined: unknown, ended, too long unused, or a persona whose switch is closed.
 * @param host the name in the address, without port
 */
export async function recogniseSession(token: string, host: string): Promise<Session | undefined> {
	return inTransaction({ kind: 'identity' }, async (tx) => {
		const session = await findSession(tx, sha256(token), dayAt(new Date()));
		if (session?.persona && !(await isPersonaSwitchOpen(tx, host))) return undefined;
		return session;
	});
}

export const closeSession = (token: string): Promise<unknown> =>
	inTransaction({ kind: 'identity' }, (tx) => deleteSession(tx, sha256(token)));

/** Whether the switch between the people of the demonstration exists at this moment. */
export async function isPersonaSwitchOpen(tx: Transaction, host: string): Promise<boolean> {
	// Said by whoever opened the port (scripts/start.ts): an address in a request could be anybody's.
	const loopbackOnly = process.env.KAMBANA_LOOPBACK === '1';
	if (!mayChoosePersona({ loaded: true, loopbackOnly, host })) return false;
	return (await listPersonas(tx)).length > 0;
}

/** Becomes a person of the demonstration; null when there is no such switch or no such person. */
export const enterAsPersona = (accountId: string, host: string, userAgent: string): Promise<string | null> =>
	inTransaction({ kind: 'identity' }, async (tx) => {
		if (!(await isPersonaSwitchOpen(tx, host))) return null;
		const persona = (await listPersonas(tx)).find(({ account }) => account.id === accountId);
		return persona ? openSession(tx, { accountId, userAgent, persona: true }) : null;
	});
