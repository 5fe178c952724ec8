import { sql } from 'kysely';
import { json, type Transaction } from './db.server.ts';

/** What the installation remembers about itself under a name; undefined when it remembers nothing. */
export async function findFact(tx: Transaction, name: string): Promise<Record<string, string> | undefined> {
	const row = await tx.selectFrom('installation_facts').select('fact').where('name', '=', name).executeTakeFirst();
	return row?.fact as Record<string, string> | undefined;
}

/** Remembers a fact in place of what was remembered under its name. */
export async function saveFact(tx: Transaction, name: string, fact: Record<string, string>): Promise<void> {
	await tx
		.insertInto('installation_facts')
		.values({ name, fact: json(fact) })
		.onConflict((on) => on.column('name').doUpdateSet({ fact: json(fact), at: sql`now()` }))
		.execute();
}
