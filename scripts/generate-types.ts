import { spawnSync } from 'node:child_process';
import { Refusal } from '#platform/refusal.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { root } from './settings.ts';

/**
 * Writes src/platform/schema.ts from a freshly migrated database, or verifies that it is what would be written.
 * @returns an exit code
 */
export async function generateTypes(verify: boolean): Promise<number> {
	const socket = await openScratchDatabase();
	const url = `postgres://postgres@localhost/kambana?host=${encodeURIComponent(socket)}`;
	const options = [
		...['--dialect', 'postgres', '--url', url, '--out-file', 'src/platform/schema.ts'],
		...['--date-parser', 'string', '--numeric-parser', 'number', '--exclude-pattern', 'schema_migrations'],
	];
	const generator = 'node_modules/kysely-codegen/dist/cli/bin.js';
	const done = spawnSync(process.execPath, [generator, ...options, ...(verify ? ['--verify'] : [])], { cwd: root, encoding: 'utf8' });
	if (done.status === 0) return 0;
	if (!verify) throw new Refusal(`The types could not be generated: ${done.stderr.trim()}`);
	console.error(done.stdout);
	throw new Refusal('src/platform/schema.ts is not what the migrations make: npm run kambana -- types');
}
