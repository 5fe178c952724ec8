import type { Kysely } from 'kysely';
import postgres from 'postgres';
import { closeDatabase, connectionOptions, enterScope, type Scope, type Transaction } from '#platform/db.server.ts';
import { migrate } from '#platform/migrations.server.ts';
import type { DB } from '#platform/schema.ts';
import { transact } from '#platform/transaction.server.ts';

/** A database that a test file has to itself: what is committed there, or done as a superuser, disturbs no other. */
export type Scratch = {
	/** As a superuser, outside the application. */
	own: postgres.Sql;
	/** A transaction of a superuser: no role, no scope. Rolled back when `work` throws. */
	asSuperuser<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
	/** A transaction as the application opens it, over connections of a role of this name. */
	inScope<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T>;
	drop(): Promise<void>;
};

/**
 * Makes a database beside that of the tests and migrates it; from then on `inTransaction` of this process works there.
 * @param owner a role without any privilege that owns the database, as on a PostgreSQL of one's own; none for a superuser
 */
export async function makeScratch(name: string, owner?: string): Promise<Scratch> {
	await closeDatabase();
	const open = (database: string, username = 'postgres') =>
		postgres({ ...connectionOptions(), database, username, max: 4 } as postgres.Options<
			Record<string, postgres.PostgresType>
		>) as postgres.Sql;
	const server = open('postgres');
	if (owner) {
		await server.unsafe(`create role ${owner} login nosuperuser nobypassrls createrole`);
		await server.unsafe(`grant kambana_app to ${owner} with admin option`);
	}
	await server.unsafe(`create database ${name} template template0 ${owner ? `owner ${owner}` : ''}`);
	const own = open(name);
	const working = owner ? open(name, owner) : own;
	await migrate(working, 'db/migrations');
	process.env.KAMBANA_DATABASE = name;
	return {
		own,
		asSuperuser: (work) => transact(own, 'read write', (db: Kysely<DB>) => work(db as Transaction)),
		inScope: (scope, work) =>
			transact(working, 'read write', async (db: Kysely<DB>) => {
				await enterScope(db as Transaction, scope);
				return work(db as Transaction);
			}),
		async drop() {
			await closeDatabase();
			await Promise.all([own.end({ timeout: 1 }), working.end({ timeout: 1 })]);
			await server.unsafe(`drop database ${name} with (force)`);
			if (owner) await server.unsafe(`drop role ${owner}`);
			await server.end({ timeout: 1 });
		},
	};
}
