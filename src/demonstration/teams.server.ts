import { readFile } from 'node:fs/promises';
import type { Committee } from '#committees/model.ts';
import { listPartners } from '#partners/store.server.ts';
import { insertTeam } from '#planning/store.server.ts';
import { parseTeam } from '#planning/teams.ts';
import type { Transaction } from '#platform/db.server.ts';
import { getTerritory } from '#territory/store.server.ts';
import { parseTeams } from './input.ts';

/** Invented teams of the institutions, read as the form of a team is; of those that take part in no programme there are none. */
export async function loadTeams(tx: Transaction, committee: Committee): Promise<void> {
	const { municipalities } = await getTerritory(tx, committee.countyCode ?? '');
	const partners = await listPartners(tx, committee.id);
	const code = (name: string) => municipalities.find((one) => one.name === name)?.code ?? '';
	for (const { partner, home, places, ...typed } of parseTeams(await readFile('db/demo/ekipet-durres.csv', 'utf8'))) {
		const known = partners.find(({ name }) => name === partner);
		if (!known) continue;
		const parsed = parseTeam(
			{ ...typed, partner: [known.id], home: [code(home)], municipalities: places.map(code) },
			{ partners, municipalities },
		);
		if (!parsed.ok)
			throw new Error(`the demonstration cannot read a team of ${partner}: ${JSON.stringify(parsed.issues)}`);
		await insertTeam(tx, committee.id, parsed.value, true);
	}
}
