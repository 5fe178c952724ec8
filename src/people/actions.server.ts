import { createHash, randomBytes } from 'node:crypto';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { deleteExpired, deleteSession, insertKey, insertSession, touchSession, useKey } from './store.server.ts';

const hash = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const secret = (): string => randomBytes(32).toString('base64url');

/** A new key that opens the desk once, to be printed in the terminal. Only its hash is kept. */
export function issueEntryKey(): Promise<string> {
	return inTransaction({ kind: 'installation' }, async (tx) => {
		await deleteExpired(tx);
		const key = secret();
		await insertKey(tx, hash(key));
		return key;
	});
}

/** Uses a key up; the token of the new session, or null when the key was used, is too old or never existed. */
export async function enterDesk(tx: Transaction, key: string): Promise<string | null> {
	if (!(await useKey(tx, hash(key)))) return null;
	const token = secret();
	await insertSession(tx, hash(token));
	return token;
}

export const isDeskSession = (tx: Transaction, token: string): Promise<boolean> => touchSession(tx, hash(token));
export const leaveDesk = (tx: Transaction, token: string) => deleteSession(tx, hash(token));
