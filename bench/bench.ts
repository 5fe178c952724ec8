// `npm run bench [-- pages|desk|board|import|announcement|feed|leaflet|draft|checks|results|start]`: ratios against baselines measured in the same run.
import { join } from 'node:path';
import { loadPack } from '#committees/actions.server.ts';
import { closeDatabase, inTransaction } from '#platform/db.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { randomToken } from '#platform/secrets.server.ts';
import { closeAtEnd, runScript } from '../scripts/outcome.ts';
import { openScratchDatabase } from '../scripts/scratch-database.ts';
import { root } from '../scripts/settings.ts';
import { makeDirectory, removeDirectory, startServer, stop } from '../tests/support/server.ts';
import { type Line, machine, table } from './measure.ts';

process.env.KAMBANA_ROOT ??= root;
// This process and the server it starts are one installation.
process.env.KAMBANA_SECRET ??= randomToken();

/** A server as `npm start` starts it; its database is ours to fill. */
async function server(): Promise<string> {
	await closeDatabase();
	const directory = makeDirectory();
	closeAtEnd(() => removeDirectory(directory));
	const running = await startServer(directory);
	closeAtEnd(() => stop(running));
	process.env.KAMBANA_SOCKET = join(directory, 'run');
	closeAtEnd(closeDatabase);
	return running.url;
}

/** A database without a server: what is measured runs in this process. */
async function database(): Promise<void> {
	await closeDatabase();
	await openScratchDatabase();
	closeAtEnd(closeDatabase);
	await inTransaction({ kind: 'installation' }, (tx) => loadPack(tx, join(root, 'db/packs/al')));
}

const parts: Record<string, () => Promise<Line[]>> = {
	pages: async () => (await import('./pages.ts')).benchPages(await server()),
	desk: async () => (await import('./desk.ts')).benchDesk(await server()),
	board: async () => (await import('./board.ts')).benchBoard(await server()),
	import: async () => {
		await database();
		return (await import('./imports.ts')).benchImport();
	},
	announcement: async () => {
		await database();
		return (await import('./announcements.ts')).benchAnnouncement();
	},
	feed: async () => (await import('./feeds.ts')).benchFeeds(),
	leaflet: async () => (await import('./leaflets.ts')).benchLeaflets(),
	draft: async () => (await import('./drafts.ts')).benchDrafts(),
	checks: async () => (await import('./checks.ts')).benchChecks(await server()),
	results: async () => (await import('./results.ts')).benchResults(await server()),
	start: async () => (await import('./starts.ts')).benchStart(),
};

await runScript(async () => {
	const wanted = process.argv.slice(2);
	const unknown = wanted.find((name) => !(name in parts));
	if (unknown) throw new Refusal(`There is no bench "${unknown}". There are: ${Object.keys(parts).join(', ')}.`);
	const lines: Line[] = [];
	for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
		console.error(`measuring ${name} …`);
		lines.push(...((await parts[name]?.()) ?? []));
	}
	console.log(`${machine()}\n\n${table(lines)}`);
	return lines.some(({ met }) => met === false) ? 1 : 0;
});
