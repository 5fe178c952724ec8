import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Committee } from './model.ts';

const columns = (tx: Transaction) =>
	tx
		.selectFrom('committees')
		.leftJoin('counties', 'counties.code', 'committees.county_code')
		.select([
			'committees.id',
			'committees.code',
			'committees.slug',
			'level',
			'county_code as countyCode',
			'counties.name as countyName',
		]);

/** All committees: the counties by name, the national office last. */
export async function listCommittees(tx: Transaction): Promise<Committee[]> {
	const rows = await columns(tx).orderBy('level').orderBy(sql`counties.name collate "sq-x-icu"`).execute();
	return rows as Committee[];
}

export async function findCommittee(
	tx: Transaction,
	by: { slug: string } | { code: string },
): Promise<Committee | undefined> {
	const query = columns(tx);
	const row = await ('slug' in by
		? query.where('committees.slug', '=', by.slug)
		: query.where('committees.code', '=', by.code)
	).executeTakeFirst();
	return row as Committee | undefined;
}

export async function getCommittee(tx: Transaction, by: { slug: string } | { code: string }): Promise<Committee> {
	const committee = await findCommittee(tx, by);
	if (!committee) throw new Problem('not_found', `no committee ${JSON.stringify(by)}`);
	return committee;
}

/** The office whose records every county shares. */
export const getNationalCommittee = async (tx: Transaction): Promise<Committee> =>
	(await columns(tx).where('level', '=', 'national').orderBy('committees.code').executeTakeFirstOrThrow()) as Committee;

/** A committee for each county of a pack and one for the national office; those that exist stay. */
export async function insertMissingCommittees(
	tx: Transaction,
	country: string,
	national: { code: string; slug: string },
	counties: readonly { code: string; slug: string }[],
): Promise<void> {
	const rows = counties.map(({ code, slug }) => ({
		id: recordId(),
		code,
		slug,
		level: 'county',
		country,
		county_code: code as string | null,
	}));
	rows.push({ id: recordId(), ...national, level: 'national', country, county_code: null });
	await tx
		.insertInto('committees')
		.values(rows)
		.onConflict((on) => on.column('code').doNothing())
		.execute();
}
