import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { getCommittee } from '#committees/store.server.ts';
import type { Role } from '#people/model.ts';
import { findAccount, insertAccount, insertSeat, listPersonas } from '#people/store.server.ts';
import { closeDatabase, inTransaction } from '#platform/db.server.ts';
import { openSession } from '#signin/actions.server.ts';
import { sessionCookie } from '#signin/model.ts';

/** Everybody of the demonstration who works at a desk. */
export const personaRoles = [
	'secretary',
	'chair',
	'focal_point',
	'facilitator',
	'national',
	'administrator',
	'juror',
] as const satisfies readonly Role[];

const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0';
const asCookie = (token: string): string => `${sessionCookie}=${token}`;

/** A session of the person of the demonstration with a role, on the server that `KAMBANA_SOCKET` names. */
export const personaCookie = (role: Role): Promise<string> =>
	inTransaction({ kind: 'identity' }, async (tx) => {
		const persona = (await listPersonas(tx)).find((one) => one.role === role);
		if (!persona) throw new Error(`the demonstration has no ${role}`);
		return asCookie(await openSession(tx, { accountId: persona.account.id, userAgent }));
	});

/** A session of a person with a seat of their own, made for the test, on the server of a data directory. */
export async function seatedCookie(directory: string, role: Role, code: string | null): Promise<string> {
	process.env.KAMBANA_SOCKET = join(directory, 'run');
	try {
		return await inTransaction({ kind: 'installation' }, async (tx) => {
			const email = `${role}.${(code ?? 'all').toLowerCase()}@test.example`;
			const known = await findAccount(tx, { email });
			const accountId = known?.id ?? (await insertAccount(tx, { email, name: `Test ${role}`, locale: 'sq' }));
			const committeeId = code ? (await getCommittee(tx, { code })).id : null;
			if (!known) await insertSeat(tx, { role, committeeId, accountId, validFrom: '2026-01-01', validTo: null });
			return asCookie(await openSession(tx, { accountId, userAgent }));
		});
	} finally {
		await closeDatabase();
	}
}

/** Gives a browser the session. */
export async function enterContext(context: BrowserContext, origin: string, cookie: string): Promise<void> {
	const value = cookie.slice(sessionCookie.length + 1);
	// By the name of the host: with an address the browser would take `http` for not safe enough.
	const place = { domain: new URL(origin).hostname, path: '/' };
	await context.addCookies([{ name: sessionCookie, value, ...place, secure: true, httpOnly: true, sameSite: 'Lax' }]);
}
