import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { AuditEntry } from '#platform/audit.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';

/** Thrown at the end of what a test does and undoes. */
export class Undone extends Error {}

export const undone = (outcome: unknown): void => {
	if (!(outcome instanceof Undone)) throw outcome;
};

/** The entries that `work` makes, not yet bound; everything is undone. */
export async function entriesOf(
	work: (tx: Transaction) => Promise<unknown>,
	scope: Scope = { kind: 'installation' },
): Promise<AuditEntry[]> {
	let found: AuditEntry[] = [];
	await inTransaction(scope, async (tx) => {
		await work(tx);
		await sql`select set_config('kambana.scope', 'installation', true)`.execute(tx);
		const { rows } = await sql<{
			content: string;
		}>`select content from audit_entries where seq is null order by id`.execute(tx);
		found = rows.map(({ content }) => JSON.parse(content) as AuditEntry);
		throw new Undone();
	}).catch(undone);
	return found;
}

/** Binds the entries from `row` on again, as the application would have; with the head when it is to look right. */
export async function bindAgain(tx: Transaction, row: number, upTo: number | 'head'): Promise<void> {
	const { rows } = await sql<{ seq: number; content: string }>`select seq, content from audit_entries
		where seq >= ${row} ${upTo === 'head' ? sql`` : sql`and seq <= ${upTo}`} order by seq`.execute(tx);
	const before = await sql<{ hash: Buffer }>`select hash from audit_entries where seq = ${row - 1}`.execute(tx);
	let previous = before.rows[0]?.hash ?? Buffer.alloc(32);
	const bound = rows.map(({ seq, content }) => {
		const prev = previous;
		previous = createHash('sha256').update(prev).update(content).digest();
		return { seq, prev: prev.toString('hex'), hash: previous.toString('hex') };
	});
	await sql`update audit_entries set prev = decode(bound.prev, 'hex'), hash = decode(bound.hash, 'hex')
		from jsonb_to_recordset(${JSON.stringify(bound)}::text::jsonb) as bound (seq bigint, prev text, hash text)
		where audit_entries.seq = bound.seq`.execute(tx);
	if (upTo === 'head')
		await sql`update audit_head set (seq, hash) = (select seq, hash from audit_entries order by seq desc nulls last limit 1)`.execute(
			tx,
		);
}
