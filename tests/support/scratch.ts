import type { Kysely } from 'kysely';
import postgres from 'postgres';
import { settleRefusals } from '#platform/audit.server.ts';
import { closeDatabase, connect, connectAsOwner, connectionOptions, type Transaction } from '#platform/db.server.ts';
import { migrateJobs } from '#platform/jobs.server.ts';
import { migrate } from '#platform/migrations.server.ts';
import { roles } from '#platform/roles.server.ts';
import type { DB } from '#platform/schema.ts';
import { transact } from '#platform/transaction.server.ts';

/** A database that a test file has to itself: what is committed there, or done as a superuser, disturbs no other. */
export type Scratch = {
	/** As a superuser, outside the application. */
	own: postgres.Sql;
	/** A transaction of a superuser: no role, no scope. Rolled back when `work` throws. */
	asSuperuser<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
	drop(): Promise<void>;
};

/**
 * Refused attempts are counted for a minute and then recorded wherever the process works by then: those of one file would stand in the
 * database of another, and change what is counted there.
 */
async function closeWritten(): Promise<void> {
	await settleRefusals();
	await closeDatabase();
}

/** Makes a database beside that of the tests and migrates it; from then on `inTransaction` of this process works there. */
export async function makeScratch(name: string): Promise<Scratch> {
	await closeWritten();
	const open = (database: string) =>
		postgres({ ...connectionOptions(), database, username: 'postgres', max: 2 } as postgres.Options<
			Record<string, postgres.PostgresType>
		>) as postgres.Sql;
	const server = open('postgres');
	await server.unsafe(`create database ${name} owner ${roles.owner} template template0`);
	process.env.KAMBANA_DATABASE = name;
	const owner = connectAsOwner();
	await migrate(owner, 'db/migrations');
	await owner.end({ timeout: 1 });
	const app = connect();
	await migrateJobs(app);
	await app.end({ timeout: 1 });
	const own = open(name);
	return {
		own,
		asSuperuser: (work) => transact(own, 'read write', (db: Kysely<DB>) => work(db as Transaction)),
		async drop() {
			await closeWritten();
			await own.end({ timeout: 1 });
			await server.unsafe(`drop database ${name} with (force)`);
			await server.end({ timeout: 1 });
		},
	};
}
