import { closeDatabase, connect } from '#platform/db.server.ts';
import { inspectExternal } from '#platform/external.server.ts';
import { migrateJobs } from '#platform/jobs.server.ts';
import { migrate } from '#platform/migrations.server.ts';
import { findRunningPostgres, startPostgres } from '#platform/postgres.server.ts';
import { closeAtEnd, end } from './outcome.ts';
import { migrations, type Settings } from './settings.ts';

/**
 * Makes a database available to everything that is imported afterwards, until the script ends: that of `DATABASE_URL`,
 * or the embedded one.
 * @param ownership `own`: the embedded server belongs to this process alone. `borrow`: one that runs already is used
 * and left running.
 */
export async function openDatabase(settings: Settings, ownership: 'own' | 'borrow'): Promise<void> {
	if (settings.databaseUrl) await inspectExternal(settings.databaseUrl);
	else process.env.KAMBANA_SOCKET = await socketOf(settings.dataDirectory, ownership);
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
	const sql = connect();
	try {
		const applied = await migrate(sql, migrations);
		await migrateJobs(sql);
		return applied;
	} finally {
		await sql.end({ timeout: 1 });
	}
}
