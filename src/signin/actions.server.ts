import { listPersonas } from '#people/store.server.ts';
import { noteEvent } from '#platform/audit.server.ts';
import { dayAt } from '#platform/dates.ts';
import { actAs, inTransaction, type Transaction } from '#platform/db.server.ts';
import { randomToken, sha256 } from '#platform/secrets.server.ts';
import { deviceOf, mayChoosePersona, type Session, type SessionKind } from './model.ts';
import { deleteHalvesOf, deleteSession, deleteSessionsOf, findSession, insertSession } from './store.server.ts';

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

/** A session that was opened just now: its cookie is still to be set (`letIn`). */
export type Opened = { token: string; kind: SessionKind; accountId: string };

/** What a browser brings along when it signs in. */
export type Visitor = {
	userAgent: string /** The session it had until now, which ends. */;
	before: string | undefined;
};

/** Lets a proven person in with a session that is new in any case, and notes by what the person was proven. */
export async function welcome(
	tx: Transaction,
	person: { accountId: string; by: 'passkey' | 'totp' | 'recovery' | 'enrolment'; kind: SessionKind },
	{ userAgent, before }: Visitor,
): Promise<Opened> {
	const { accountId, by, kind } = person;
	await actAs(tx, `guest:${accountId}`);
	if (before) await deleteSession(tx, sha256(before));
	await deleteHalvesOf(tx, accountId);
	const token = await openSession(tx, { accountId, userAgent, kind });
	await noteEvent(tx, 'signed_in', { account: accountId, by, kind });
	return { token, kind, accountId };
}

/** Ends every session of an account at once, with what was on the way to one. For whoever disables it or changes its rights. */
export async function endSessionsOf(tx: Transaction, accountId: string): Promise<void> {
	await deleteSessionsOf(tx, accountId);
	await deleteHalvesOf(tx, accountId);
}

/**
 * Who is behind a token, or undefined: unknown, ended, too long unused, or a persona whose switch is closed. Runs in the scope `identity`.
 * @param host the name in the address, without port
 */
export async function recogniseSession(tx: Transaction, token: string, host: string): Promise<Session | undefined> {
	const session = await findSession(tx, sha256(token), dayAt(new Date()));
	if (session?.persona && !(await isPersonaSwitchOpen(tx, host))) return undefined;
	return session;
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
