import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Transaction } from '#platform/db.server.ts';
import { parsePack } from '#territory/input.ts';
import { savePack } from '#territory/store.server.ts';
import { insertMissingCommittees } from './store.server.ts';

/**
 * Loads a country pack (`db/packs/<country>`): counties, municipalities, units, and the committees that answer for them.
 * Loading it again brings changed names in and duplicates nothing.
 */
export async function loadPack(tx: Transaction, folder: string): Promise<void> {
	const text = (name: string) => readFile(path.join(folder, name), 'utf8');
	const pack = parsePack({
		pack: await text('pack.json'),
		counties: await text('counties.csv'),
		municipalities: await text('municipalities.csv'),
		units: await text('units.csv'),
	});
	await savePack(tx, pack);
	await insertMissingCommittees(tx, pack.country, pack.nationalCommittee, pack.counties);
}
