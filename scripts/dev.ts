// `npm run dev`: the same database and first contents, behind Vite's server, which reloads what is edited.
import { createServer } from 'vite';
import { startJobs } from '#platform/jobs.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { openDatabase } from './database.ts';
import { deskLink, tellAddress, tellReach } from './desk-link.ts';
import { bringUpToDate, offerDemonstration } from './first-start.ts';
import { closeAtEnd, runScript } from './outcome.ts';
import { readSettings, root } from './settings.ts';
import { jobsOf } from './tasks.ts';

process.env.KAMBANA_ROOT ??= root;

await runScript(async () => {
	const settings = readSettings();
	await openDatabase(settings, 'own');
	await bringUpToDate();
	await offerDemonstration();
	tellReach(settings);
	const vite = await createServer({ root, server: { host: settings.host, port: settings.port, strictPort: true } });
	closeAtEnd(() => vite.close());
	await vite.listen().catch((fault: Error) => {
		throw new Refusal(`The development server cannot start: ${fault.message}.`, { cause: fault });
	});
	const address = `http://${settings.host}:${vite.config.server.port ?? settings.port}`;
	closeAtEnd(startJobs(jobsOf(settings, address)).stop);
	tellAddress(settings, address);
	console.log(`Kambana (development) is ready: ${address}/  ·  desk: ${deskLink(address)}`);
	return undefined;
});
