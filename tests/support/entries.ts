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
