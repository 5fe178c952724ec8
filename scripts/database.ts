import { join } from 'node:path';
import type postgres from 'postgres';
import { closeDatabase, connect, connectAsOwner, mayConnectAsOwner } from '#platform/db.server.ts';
import { inspectExternal } from '#platform/external.server.ts';
import { verifyIsolation } from '#platform/isolation.server.ts';
import { migrateJobs } from '#platform/jobs.server.ts';
import { listPending, migrate } from '#platform/migrations.server.ts';
import { findRunningPostgres, startPostgres } from '#platform/postgres.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { openSecret } from '#platform/secrets.server.ts';
import { closeAtEnd, end } from './outcome.ts';
import { migrations, type Settings } from './settings.ts';

/**
 * Makes a database and the secret of the installation available to everything that is imported afterwards, until the script
 * ends: the database of `DATABASE_URL`, or the embedded one.
 * @param ownership `own`: the embedded server belongs to this process alone. `borrow`: one that runs already is used
 * and left running.
 */
export async function openDatabase(settings: Settings, ownership: 'own' | 'borrow'): Promise<void> {
	await reachDatabase(settings, ownership);
	openSecret(settings.dataDirectory);
}

/** The database alone. */
export async function reachDatabase(settings: Settings, ownership: 'own' | 'borrow'): Promise<void> {
	if (settings.databaseUrl) await inspectExternal(settings.databaseUrl, settings.databaseOwnerUrl);
	else if (settings.databaseOwnerUrl) {
		throw new Refusal(
			'DATABASE_OWNER_URL is set and DATABASE_URL is not: set it to the same database with the login kambana_app.',
		);
	} else process.env.KAMBANA_SOCKET = await socketOf(settings.dataDirectory, ownership);
	process.env.KAMBANA_FILES ??= join(settings.dataDirectory, 'files');
	closeAtEnd(closeDatabase);
}

async function socketOf(directory: string, ownership: 'own' | 'borrow'): Promise<string> {
	const running = ownership === 'borrow' ? await findRunningPostgres(directory) : null;
	if (running) return running;
	const server = await startPostgres({
		directory,
		onLost: (fault) => {
			console.error(
				'PostgreSQL stopped and could not be started again:',
				fault instanceof Error ? fault.message : fault,
			);
			end(1);
		},
	});
	closeAtEnd(server.stop);
	return server.socketDirectory;
}

/** Brings the schema up to this version; the names of the migrations applied. */
export async function migrateDatabase(): Promise<string[]> {
	const applied = mayConnectAsOwner()
		? await using(connectAsOwner(), (sql) => migrate(sql, migrations))
		: await using(connect(), refusePending);
	await using(connect(), migrateJobs);
	return applied;
}

/** Without the owner's address nothing can be brought up to date: then everything has to be. */
async function refusePending(sql: postgres.Sql): Promise<string[]> {
	const pending = await listPending(sql, migrations);
	if (pending.length === 0) return [];
	throw new Refusal(
		`The database lacks ${pending.length} migrations of this release: set DATABASE_OWNER_URL to the address with which the owner of the database signs in, here or for one run of npm run kambana -- migrate.`,
	);
}

/** Refuses to go on when the database would not keep one committee's records from another. */
export const refuseOpenDatabase = (): Promise<void> => using(connect(), verifyIsolation);

/** Runs `work` on a connection and closes it. */
export async function using<T>(sql: postgres.Sql, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
	try {
		return await work(sql);
	} finally {
		await sql.end({ timeout: 1 });
	}
}
