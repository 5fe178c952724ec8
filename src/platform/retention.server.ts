import { sql } from 'kysely';
import type { Transaction } from './db.server.ts';

/** Records whose time runs from a column; `blank` keeps them and empties columns. */
export type Expiring = {
	table: string;
	since: string;
	hours: number;
	end: 'delete' | { blank: Readonly<Record<string, string | null>> };
};

/** Before this moment everything is over whose time began that long ago. */
const cutoff = (hours: number, now: Date) =>
	sql`${new Date(now.getTime() - hours * 3_600_000).toISOString()}::timestamptz`;

/** Takes out of a table what is over at `now`; how many records. Needs the scope of the installation. */
export async function expire(tx: Transaction, { table, since, hours, end }: Expiring, now: Date): Promise<number> {
	const over = sql`${sql.ref(since)}::timestamptz <= ${cutoff(hours, now)}`;
	if (end === 'delete') {
		const { numAffectedRows } = await sql`delete from ${sql.table(table)} where ${over}`.execute(tx);
		return Number(numAffectedRows ?? 0);
	}
	const columns = Object.entries(end.blank);
	const set = sql.join(columns.map(([name, value]) => sql`${sql.ref(name)} = ${value}`));
	const before = sql.join(columns.map(([name]) => sql.ref(name)));
	const after = sql.join(columns.map(([, value]) => sql`${value}::text`));
	// What is empty already is not written again.
	const { numAffectedRows } = await sql`update ${sql.table(table)} set ${set}
		where ${over} and (${before}) is distinct from (${after})`.execute(tx);
	return Number(numAffectedRows ?? 0);
}

/** The ids of records that are over at `now` and were not dealt with, as the column `but` says. */
export async function listOver(
	tx: Transaction,
	{ table, since, hours, but }: Pick<Expiring, 'table' | 'since' | 'hours'> & { but: string },
	now: Date,
): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)}
		where ${sql.ref(since)}::timestamptz <= ${cutoff(hours, now)} and ${sql.ref(but)} is null order by id`.execute(tx);
	return rows.map(({ id }) => id);
}
