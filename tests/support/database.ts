import { closeDatabase, enterScope, inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';

class RolledBack extends Error {}

/** Runs a test in a transaction of its own that is always rolled back: real PostgreSQL, nothing left behind. */
export async function rolledBack(
	work: (tx: Transaction) => Promise<void>,
	scope: Scope = { kind: 'installation' },
): Promise<void> {
	try {
		await inTransaction(scope, async (tx) => {
			await work(tx);
			throw new RolledBack();
		});
	} catch (outcome) {
		if (!(outcome instanceof RolledBack)) throw outcome;
	}
}

/** From here on the transaction sees what this scope sees. */
export const become = enterScope;
export { closeDatabase };
