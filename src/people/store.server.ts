import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { idleMinutes, keyHours, sessionHours } from './model.ts';

export const insertKey = (tx: Transaction, keyHash: Buffer) =>
	tx
		.insertInto('desk_keys')
		.values({ key_hash: keyHash, expires_at: sql`now() + make_interval(hours => ${keyHours})` })
		.execute();

/** True exactly once for a key: the row is taken by whoever comes first. */
export async function useKey(tx: Transaction, keyHash: Buffer): Promise<boolean> {
	const used = await tx
		.updateTable('desk_keys')
		.set({ used_at: sql`now()` })
		.where('key_hash', '=', keyHash)
		.where('used_at', 'is', null)
		.where('expires_at', '>', sql<Date>`now()`)
		.returning('key_hash')
		.executeTakeFirst();
	return used !== undefined;
}

export const insertSession = (tx: Transaction, tokenHash: Buffer) =>
	tx
		.insertInto('desk_sessions')
		.values({ token_hash: tokenHash, expires_at: sql`now() + make_interval(hours => ${sessionHours})` })
		.execute();

/** Whether a session is alive; notes the visit at most once a minute. */
export async function touchSession(tx: Transaction, tokenHash: Buffer): Promise<boolean> {
	const session = await tx
		.selectFrom('desk_sessions')
		.select(sql<boolean>`seen_at < now() - interval '1 minute'`.as('unnoted'))
		.where('token_hash', '=', tokenHash)
		.where('expires_at', '>', sql<Date>`now()`)
		.where('seen_at', '>', sql<Date>`now() - make_interval(mins => ${idleMinutes})`)
		.executeTakeFirst();
	if (session?.unnoted) {
		await tx.updateTable('desk_sessions').set({ seen_at: sql`now()` }).where('token_hash', '=', tokenHash).execute();
	}
	return session !== undefined;
}

export const deleteSession = (tx: Transaction, tokenHash: Buffer) =>
	tx.deleteFrom('desk_sessions').where('token_hash', '=', tokenHash).execute();

/** Keys and sessions that can no longer open anything. */
export async function deleteExpired(tx: Transaction): Promise<void> {
	await tx.deleteFrom('desk_keys').where('expires_at', '<', sql<Date>`now()`).execute();
	await tx.deleteFrom('desk_sessions').where('expires_at', '<', sql<Date>`now()`).execute();
}
