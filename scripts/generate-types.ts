import { spawnSync } from 'node:child_process';
import { Refusal } from '#platform/refusal.ts';
import { roles } from '#platform/roles.server.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { root } from './settings.ts';

/**
 * Writes src/platform/schema.ts from a freshly migrated database, or verifies that it is what would be written.
 * @returns an exit code
 */
export async function generateTypes(verify: boolean): Promise<number> {
	const socket = await openScratchDatabase();
	if (!verify) {
		const { status, stderr } = generate(socket, []);
		if (status !== 0) throw new Refusal(`The types could not be generated: ${stderr.trim()}`);
		return 0;
	}
	const difference = differenceFromSchema(socket);
	if (difference === '') return 0;
	console.error(difference);
	throw new Refusal('src/platform/schema.ts is not what the migrations make: npm run kambana -- types');
}

/** What src/platform/schema.ts lacks or has too much, for the database behind a socket; empty when nothing. */
export function differenceFromSchema(socket: string): string {
	const { status, stdout, stderr } = generate(socket, ['--verify', '--log-level', 'error']);
	return status === 0 ? '' : `${stdout}${stderr}`;
}

function generate(socket: string, more: string[]) {
	const url = `postgres://${roles.owner}@localhost/kambana?host=${encodeURIComponent(socket)}`;
	const options = [
		...['--dialect', 'postgres', '--url', url, '--out-file', 'src/platform/schema.ts'],
		...[
			'--date-parser',
			'string',
			'--numeric-parser',
			'number',
			'--exclude-pattern',
			'{*.schema_migrations,graphile_worker.*}',
		],
	];
	return spawnSync(process.execPath, ['node_modules/kysely-codegen/dist/cli/bin.js', ...options, ...more], {
		cwd: root,
		encoding: 'utf8',
	});
}
