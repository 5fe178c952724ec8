import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#platform/postgres.server.ts';
import { openSecret } from '#platform/secrets.server.ts';
import { migrateDatabase } from './database.ts';
import { closeAtEnd } from './outcome.ts';

/** A migrated database with a secret, which exist until the script ends; returns its socket folder. */
export async function openScratchDatabase(): Promise<string> {
	const directory = mkdtempSync(join(tmpdir(), 'kambana-'));
	closeAtEnd(() => rmSync(directory, { recursive: true, force: true }));
	const server = await startPostgres({ directory, durable: false });
	closeAtEnd(server.stop);
	delete process.env.DATABASE_URL;
	delete process.env.DATABASE_OWNER_URL;
	process.env.KAMBANA_SOCKET = server.socketDirectory;
	openSecret(directory);
	await migrateDatabase();
	return server.socketDirectory;
}
