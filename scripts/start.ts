// `npm start`: database, migrations, first contents, server, and one line that says where it is.
import { checkDoor } from '#checks/door.server.ts';
import { defaultLocale, locales } from '#i18n/locales.ts';
import { settleRefusals } from '#platform/audit.server.ts';
import { openFront } from '#platform/front.server.ts';
import { startJobs } from '#platform/jobs.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { firstInvitation } from '#signin/model.ts';
import { ensureBuild } from './boot/build.mjs';
import { openDatabase } from './database.ts';
import { deskLink, refuseUnknownAddress, tellAddress, tellReach } from './desk-link.ts';
import { bringUpToDate, isNobodyHere, offerDemonstration } from './first-start.ts';
import { closeAtEnd, runScript } from './outcome.ts';
import { readSettings, root, type Settings, spareCopies } from './settings.ts';
import { jobsOf } from './tasks.ts';

process.env.KAMBANA_ROOT ??= root;
process.env.NODE_ENV ??= 'production';

await runScript(async () => {
	const settings = readSettings();
	refuseUnknownAddress(settings);
	const [build] = await Promise.all([builtFolder(), furnish(settings)]);
	tellReach(settings);
	const languages = [defaultLocale, ...locales];
	const front = await openFront({ ...settings, build, languages, spare: spareCopies(settings), quick: checkDoor });
	closeAtEnd(settleRefusals);
	closeAtEnd(front.close);
	tellAddress(settings, front.address);
	closeAtEnd(startJobs(jobsOf(settings, front.address)).stop);
	// Asked before the line that says ready: after it everything outlives a database that goes away.
	const nobody = await isNobodyHere();
	console.log(`Kambana is ready: ${front.address}/  ·  desk: ${deskLink(front.address)}`);
	if (nobody) console.log(`Nobody can sign in yet: ${firstInvitation}`);
	return undefined;
});

/** The build of the present sources, made beside the first start when there is none: together they take little longer than one of them. */
async function builtFolder(): Promise<string> {
	if (process.env.KAMBANA_BUILD) return process.env.KAMBANA_BUILD;
	return await ensureBuild(process.execPath, process.env).catch((fault: Error) => {
		throw new Refusal(fault.message, { cause: fault });
	});
}

/** A database brought up to this release, with its first contents. */
async function furnish(settings: Settings): Promise<void> {
	await openDatabase(settings, 'own');
	await bringUpToDate();
	// Whoever serves pages has no use for the owner's address.
	delete process.env.DATABASE_OWNER_URL;
	await offerDemonstration();
}
