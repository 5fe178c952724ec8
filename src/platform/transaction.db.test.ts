import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inTransaction, type Transaction } from './db.server.ts';

const one = (tx: Transaction) => sql<{ one: number }>`select 1 as one`.execute(tx);

test('what is asked after the end of a transaction is refused: it would run in nobody’s scope or in another’s', async () => {
	let kept: Transaction | undefined;
	await inTransaction({ kind: 'public' }, async (tx) => {
		kept = tx;
		await one(tx);
	});
	await expect(one(kept as Transaction)).rejects.toThrow('this transaction is over');
});

test('of questions asked together one that fails ends the transaction; what another would ask next is never asked', async () => {
	let [sleeping, asked]: [Promise<unknown> | undefined, boolean] = [undefined, false];
	const both = inTransaction({ kind: 'public' }, (tx) => {
		const slow = async () => {
			await sql`select pg_sleep(0.05)`.execute(tx);
			await pause(50);
			await one(tx);
			asked = true;
		};
		sleeping = slow();
		return Promise.all([sleeping, sql`select 1 / 0`.execute(tx)]);
	});
	await expect(both).rejects.toThrow('division by zero');
	expect(await Promise.race([sleeping, pause(300)])).toBeUndefined();
	expect(asked).toBe(false);
});
