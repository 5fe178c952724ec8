import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type postgres from 'postgres';
import { loadPack } from '#committees/actions.server.ts';
import { connect, inTransaction } from '#platform/db.server.ts';

const packs = 'db/packs';

/**
 * Brings an installation to what this release ships: country packs whenever their files changed, and everything else
 * once. Each step is a whole transaction that does nothing when its work is done: a start may be killed between two.
 */
export async function fillAtFirstStart(): Promise<void> {
	const sql = connect();
	try {
		for (const country of (await readdir(packs)).sort()) await loadChangedPack(sql, path.join(packs, country));
		await once(sql, 'demonstration', loadDemonstration);
	} finally {
		await sql.end({ timeout: 1 });
	}
}

async function loadChangedPack(sql: postgres.Sql, folder: string): Promise<void> {
	const hash = createHash('sha256');
	for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(path.join(folder, file)));
	const sha256 = hash.digest('hex');
	const name = `pack ${path.basename(folder)}`;
	const [loaded] = await sql<
		{ sha256: string }[]
	>`select fact ->> 'sha256' as sha256 from installation_facts where name = ${name}`;
	if (loaded?.sha256 === sha256) return;
	await inTransaction({ kind: 'installation' }, (tx) => loadPack(tx, folder));
	await sql`insert into installation_facts (name, fact) values (${name}, ${sql.json({ sha256 })})
		on conflict (name) do update set fact = excluded.fact, at = now()`;
}

/** What was removed by a person later (the demonstration) does not come back at the next start. */
async function once(sql: postgres.Sql, name: string, work: () => Promise<void>): Promise<void> {
	const [done] = await sql`select from installation_facts where name = ${name}`;
	if (done) return;
	await work();
	await sql`insert into installation_facts (name, fact) values (${name}, '{}') on conflict do nothing`;
}

/** Loaded only when it is needed: it knows every capability. */
async function loadDemonstration(): Promise<void> {
	const demonstration = await import('#demonstration/actions.server.ts');
	await inTransaction({ kind: 'installation' }, (tx) => demonstration.loadDemonstration(tx));
}
