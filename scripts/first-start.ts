import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { listPersonas } from '#people/store.server.ts';
import { type Actor, inTransaction, type Transaction } from '#platform/db.server.ts';
import { findFact, saveFact } from '#platform/installation.server.ts';
import { canAnybodySignIn } from '#signin/factors.server.ts';
import { migrateDatabase, refuseOpenDatabase } from './database.ts';
import { root } from './settings.ts';

/**
 * Brings the database to this release: migrations, and country packs whenever their files changed, the first cases, leaflets and questions. Refuses one that would not
 * keep committees apart. The names applied.
 */
export async function bringUpToDate(): Promise<string[]> {
	const applied = await migrateDatabase();
	await refuseOpenDatabase();
	const packs = path.join(root, 'db/packs');
	for (const country of (await readdir(packs)).sort()) await loadChangedPack(path.join(packs, country));
	await offerCases();
	await offerMaterials();
	await offerQuestions();
	return applied;
}

/** Loads the cases that come with Kambana, once; they wait for their review. */
const offerCases = (): Promise<void> =>
	step(async (tx) => {
		if (await findFact(tx, 'cases')) return;
		const { loadCases } = await import('#cases/actions.server.ts');
		await loadCases(tx);
		await saveFact(tx, 'cases', { offered: 'yes' });
	});

/** Loads the first set of leaflets, once; it waits for its review. */
const offerMaterials = (): Promise<void> =>
	step(async (tx) => {
		if (await findFact(tx, 'materials')) return;
		const { loadFirstSet } = await import('#materials/first.server.ts');
		await loadFirstSet(tx, 'job');
		await saveFact(tx, 'materials', { offered: 'yes' });
	});

/** Loads the first questions and sets of knowledge checks, once; they wait for their review. */
const offerQuestions = (): Promise<void> =>
	step(async (tx) => {
		if (await findFact(tx, 'questions')) return;
		const { loadFirstBank } = await import('#questions/first.server.ts');
		await loadFirstBank(tx);
		await saveFact(tx, 'questions', { offered: 'yes' });
	});

/** Loads the demonstration, once: what a person removed does not come back at the next start. */
export const offerDemonstration = (): Promise<void> =>
	step(async (tx) => {
		if (await findFact(tx, 'demonstration')) return;
		// Needed once in the life of an installation, and slow to load.
		const { loadDemonstration } = await import('#demonstration/actions.server.ts');
		await loadDemonstration(tx);
		await rememberOffer(tx);
	}, 'demonstration');

export const rememberOffer = (tx: Transaction): Promise<void> => saveFact(tx, 'demonstration', { offered: 'yes' });

/** Whether neither a person of the demonstration nor anybody with a factor can come in. */
export const isNobodyHere = (): Promise<boolean> =>
	inTransaction({ kind: 'identity' }, async (tx) => {
		return !(await canAnybodySignIn(tx)) && (await listPersonas(tx)).length === 0;
	});

const step = (work: (tx: Transaction) => Promise<void>, actor: Actor = 'job') =>
	inTransaction({ kind: 'installation', actor }, work);

async function loadChangedPack(folder: string): Promise<void> {
	const hash = createHash('sha256');
	for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(path.join(folder, file)));
	const sha256 = hash.digest('hex');
	const name = `pack ${path.basename(folder)}`;
	await step(async (tx) => {
		if ((await findFact(tx, name))?.sha256 === sha256) return;
		const { loadPack } = await import('#committees/actions.server.ts');
		await loadPack(tx, folder);
		const { loadHelpPack } = await import('#help/actions.server.ts');
		await loadHelpPack(tx, folder);
		const { loadBases } = await import('#letters/actions.server.ts');
		await loadBases(tx, folder);
		await saveFact(tx, name, { sha256 });
	});
}
