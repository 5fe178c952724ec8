import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Actor, inTransaction, type Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { parsePack } from '#territory/input.ts';
import type { Territory } from '#territory/model.ts';
import { getTerritory, savePack } from '#territory/store.server.ts';
import type { Committee } from './model.ts';
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
		calendar: await text('calendar.csv'),
		outlines: await text('outlines.json'),
	});
	await savePack(tx, pack);
	await insertMissingCommittees(tx, pack.country, pack.nationalCommittee, pack.counties);
}

/** Where a committee answers: its municipalities and units; the national office has none of its own. */
export const getLand = async (
	tx: Transaction,
	{ countyCode }: Pick<Committee, 'countyCode'>,
): Promise<Pick<Territory, 'municipalities' | 'units'>> =>
	countyCode ? await getTerritory(tx, countyCode) : { municipalities: [], units: [] };

/** One transaction for the committee in the address: how desk pages and actions outside a month begin. */
export function onCommittee<T>(
	{ actor, committee, scope }: Pick<App.Locals, 'actor' | 'scope' | 'committee'>,
	work: (desk: { tx: Transaction; committee: Committee; actor: Actor }) => Promise<T>,
): Promise<T> {
	if (!committee) throw new Problem('not_found', 'no committee in the address');
	return inTransaction(scope, (tx) => work({ tx, committee, actor }));
}
