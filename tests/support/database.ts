import {
	closeDatabase,
	connectAsOwner,
	enterScope,
	inTransaction,
	type Scope,
	type Transaction,
} from '#platform/db.server.ts';
import type { DB } from '#platform/schema.ts';
import { transact } from '#platform/transaction.server.ts';

class RolledBack extends Error {}

/** Runs a test in a transaction of its own that is always rolled back: real PostgreSQL, nothing left behind. */
export const rolledBack = (
	work: (tx: Transaction) => Promise<void>,
	scope: Scope = { kind: 'installation' },
): Promise<void> => undone(() => inTransaction(scope, (tx) => thenUndo(work(tx))));

/** The same as the owner of the tables, who may break what a test wants broken; `become` makes it the application. */
export async function rolledBackAsOwner(work: (tx: Transaction) => Promise<void>): Promise<void> {
	const owner = connectAsOwner();
	try {
		await undone(() => transact<DB, never>(owner, 'read write', (db) => thenUndo(work(db as Transaction))));
	} finally {
		await owner.end({ timeout: 1 });
	}
}

async function thenUndo(done: Promise<void>): Promise<never> {
	await done;
	throw new RolledBack();
}

async function undone(run: () => Promise<never>): Promise<void> {
	try {
		await run();
	} catch (outcome) {
		if (!(outcome instanceof RolledBack)) throw outcome;
	}
}

/** From here on the transaction sees what this scope sees. */
export const become = enterScope;
export { closeDatabase };
