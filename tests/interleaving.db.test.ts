import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPack } from '#committees/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { connect, enterScope, inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import type { DB } from '#platform/schema.ts';
import { transact } from '#platform/transaction.server.ts';
import { makeScratch, type Scratch } from './support/scratch.ts';
import { listCommitteeRows, type Rows, strewRows } from './support/strewn.ts';

/** Ten thousand queries of two counties, interleaved through one small pool: with the right context, a wrong one, a stale one, none. */
const wanted = 10_000;
const atOnce = 100;
const connections = 3;
const rowsEach = 20;

let database: Scratch;
let pool: postgres.Sql;
let counties: [string, string];
let places: Rows[];
/** Ids by table and county. */
const records = new Map<string, string[]>();

beforeAll(async () => {
	database = await makeScratch('isolation_interleaving');
	counties = await inTransaction({ kind: 'installation' }, async (tx) => {
		await loadPack(tx, 'db/packs/al');
		return [(await getCommittee(tx, { code: 'AL-02' })).id, (await getCommittee(tx, { code: 'AL-11' })).id];
	});
	const filling = await database.own.reserve();
	await strewRows(filling, counties, rowsEach);
	filling.release();
	places = await listCommitteeRows(database.own);
	for (const table of ['partners', 'activities']) {
		const rows = await database.own<{ county: string; id: string }[]>`
			select committee_id as county, id from ${database.own(table)} order by id`;
		for (const county of counties)
			records.set(
				`${table} ${county}`,
				rows.filter((row) => row.county === county).map(({ id }) => id),
			);
	}
	pool = connect({ max: connections });
});
afterAll(async () => {
	await pool?.end({ timeout: 1 });
	await database?.drop();
});

const sum = { queries: 0, transactions: 0, own: 0, foreign: 0, withoutContext: 0, refused: 0 };
const seen = new Set<string>();
const processes = new Set<number>();

/** Counts the rows of a query against the committee that may be seen; null for none. */
function count(rows: readonly { committee_id: string | null }[], allowed: string | null, place = ''): void {
	sum.queries++;
	if (allowed === null) sum.withoutContext++;
	for (const { committee_id } of rows) {
		if (allowed !== null && committee_id === allowed) {
			sum.own++;
			seen.add(`${place} ${allowed}`);
		} else sum.foreign++;
	}
}

/** Counts a query that PostgreSQL refused. */
function refuse(fault: Error, reason: RegExp): void {
	sum.queries++;
	sum.refused++;
	expect(fault.message).toMatch(reason);
}

type Chance = <T>(options: readonly T[]) => T;
/** The same choices in every run. */
function chanceOf(seed: number): Chance {
	let state = seed;
	return <T>(options: readonly T[]) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return options[Math.floor((state / 2 ** 32) * options.length)] as T;
	};
}

const ask = async (tx: Transaction, text: string) =>
	(await sql<{ committee_id: string | null }>`${sql.raw(text)}`.execute(tx)).rows;

/** As `inTransaction` does it, over the pool of this test. */
const within = <T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> => {
	sum.transactions++;
	return transact<DB, T>(pool, scope.kind === 'public' ? 'read only' : 'read write', async (db) => {
		await enterScope(db as Transaction, scope);
		return work(db as Transaction);
	});
};

class Broken extends Error {}

/** Everybody who works for one county: its secretariat, the national office looking at it, a focal point, a facilitator. */
function scopeWithin(chance: Chance, committeeId: string): Scope {
	const partnerId = chance(records.get(`partners ${committeeId}`) ?? []);
	const activityIds = [chance(records.get(`activities ${committeeId}`) ?? [])];
	return chance<Scope>([
		{ kind: 'committee', committeeId },
		{ kind: 'committee', committeeId },
		{ kind: 'oversight', committeeId },
		{ kind: 'partner', committeeId, partnerId },
		{ kind: 'activity', committeeId, activityIds },
	]);
}

/** Questions of a county: its own rows, and the other's by name. */
async function rightContext(chance: Chance): Promise<void> {
	const mine = chance(counties);
	const other = mine === counties[0] ? counties[1] : counties[0];
	await within(scopeWithin(chance, mine), async (tx) => {
		for (let number = 0; number < 3; number++) {
			const { name } = chance(places);
			count(await ask(tx, `select committee_id from ${name}`), mine, name);
			count(await ask(tx, `select committee_id from ${name} where committee_id = '${other}' or true`), mine, name);
			count(
				await ask(tx, `select max(committee_id::text) as committee_id from ${name} having count(*) > 0`),
				mine,
				name,
			);
		}
		count(await ask(tx, `select committee_id from ${chance(places).name} where committee_id = '${other}'`), mine);
	});
}

/** A county reaches for the other's rows: nothing is changed, or the whole transaction fails. */
async function foreignWrite(chance: Chance): Promise<void> {
	const mine = chance(counties);
	const other = mine === counties[0] ? counties[1] : counties[0];
	const { name } = chance(places.filter(({ kind }) => kind === 'table'));
	const statement = chance([
		`update ${name} set committee_id = committee_id where committee_id = '${other}' returning committee_id`,
		`delete from ${name} where committee_id = '${other}' returning committee_id`,
		`update ${name} set committee_id = '${other}' returning committee_id`,
		`insert into ${name} select * from ${name} where committee_id = '${mine}' returning '${other}'::uuid as committee_id`,
	]);
	await within({ kind: 'committee', committeeId: mine }, async (tx) => {
		const rows = await ask(tx, statement);
		count(rows, mine, name);
		throw new Broken();
	}).catch((fault: Error) => {
		if (fault instanceof Broken) return;
		// A rule of the table itself, such as that of the stock, may speak first: the whole transaction fails all the same.
		const isOwnRule = ['P0001', '23001', '23503', '23514'].includes((fault as { code?: string }).code ?? '');
		refuse(
			fault,
			isOwnRule
				? /./
				: /permission denied|row-level security|duplicate key|only be updated to DEFAULT|non-DEFAULT value/,
		);
	});
	// Whatever connection that was, it belongs to nobody now.
	count(await pool.unsafe(`select committee_id from ${name}`), null);
}

/** A committee that does not exist, words that are no scope, and half a context. */
async function wrongContext(chance: Chance): Promise<void> {
	const mine = chance(counties);
	const { name } = chance(places);
	await within({ kind: 'committee', committeeId: randomUUID() }, async (tx) =>
		count(await ask(tx, `select committee_id from ${name}`), null),
	);
	for (const [scope, committee] of [
		['Committee', mine],
		['administrator', mine],
		['', mine],
		['committee', ''],
		['committee ', mine],
	] as const) {
		await within({ kind: 'committee', committeeId: mine }, async (tx) => {
			await sql`select set_config('kambana.scope', ${scope}, true), set_config('kambana.committee', ${committee}, true)`.execute(
				tx,
			);
			count(await ask(tx, `select committee_id from ${name}`), null);
		});
	}
	// One county's committee with the other's institution and activity: neither county's rows come from that.
	const other = mine === counties[0] ? counties[1] : counties[0];
	const partnerId = chance(records.get(`partners ${other}`) ?? []);
	const activityIds = records.get(`activities ${other}`) ?? [];
	for (const scope of [
		{ kind: 'partner', committeeId: mine, partnerId },
		{ kind: 'activity', committeeId: mine, activityIds },
	] as const)
		await within(scope, async (tx) => count(await ask(tx, `select committee_id from ${name}`), mine, name));
	// Where the policy is asked at all, it stumbles over what is no id.
	await within({ kind: 'committee', committeeId: `${mine}' or true --` }, (tx) =>
		ask(tx, `select committee_id from ${name}`),
	).then(
		(rows) => count(rows, null),
		(fault: Error) => refuse(fault, /invalid input syntax for type uuid/),
	);
}

/** The same connection before and after: what a transaction was told is forgotten, however it ends. */
async function staleContext(chance: Chance): Promise<void> {
	const mine = chance(counties);
	const { name } = chance(places);
	const connection = await pool.reserve();
	try {
		const look = async (allowed: string | null) =>
			count(
				await connection.unsafe<{ committee_id: string | null }[]>(`select committee_id from ${name}`),
				allowed,
				name,
			);
		const [row] = await connection<{ pid: number }[]>`select pg_backend_pid() as pid`;
		processes.add(row?.pid ?? 0);
		await look(null);
		for (const ending of ['commit', 'rollback', 'error', 'commit after an error'] as const) {
			sum.transactions++;
			await connection`begin`;
			await connection`select set_config('role', 'kambana_app', true), set_config('kambana.scope', 'committee', true),
				set_config('kambana.committee', ${mine}, true)`;
			await look(mine);
			if (ending.includes('error')) await expect(connection`select 1 / 0`).rejects.toThrow(/division by zero/);
			await connection.unsafe(ending.startsWith('commit') ? 'commit' : 'rollback');
			await look(null);
		}
		// Outside a transaction SET LOCAL is only a warning.
		await connection.unsafe(`set local kambana.scope = 'committee'`);
		await connection.unsafe(`set local kambana.committee = '${mine}'`);
		await look(null);
	} finally {
		connection.release();
	}
}

/** What a statement that should never have run could try, short of naming the other committee. */
async function injected(chance: Chance): Promise<void> {
	const mine = chance(counties);
	const { name } = chance(places);
	const tries = [
		'reset role',
		'set local role none',
		'set local role kambana_owner',
		'set local role kambana_backup',
		'set local role postgres',
		'set session authorization default',
		'set session authorization postgres',
		'set local row_security = off',
	];
	const statement = chance(tries);
	await within({ kind: 'committee', committeeId: mine }, async (tx) => {
		await sql.raw(statement).execute(tx);
		count(await ask(tx, `select committee_id from ${name}`), mine, name);
	}).catch((fault: Error) => {
		refuse(fault, /permission denied|row-level security/);
	});
}

/** No context at all, in a transaction and outside of one. */
async function noContext(chance: Chance): Promise<void> {
	const { name } = chance(places);
	count(await pool.unsafe(`select committee_id from ${name}`), null);
	await pool.begin(async (tx) => count(await tx.unsafe(`select committee_id from ${name}`), null));
}

const isUnseen = ({ name, county }: { name: string; county: string }): boolean => !seen.has(`${name} ${county}`);

test('ten thousand queries of two counties through one pool see no row of the other', async () => {
	const seed = 20_261_124;
	const chance = chanceOf(seed);
	const kinds = [
		rightContext,
		rightContext,
		rightContext,
		foreignWrite,
		wrongContext,
		staleContext,
		injected,
		noContext,
	];
	const tables = places.filter(({ kind }) => kind === 'table');
	const unseen = () => tables.flatMap(({ name }) => counties.map((county) => ({ name, county }))).filter(isUnseen);
	const work = async () => {
		while (sum.queries < wanted) await chance(kinds)(chance);
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	// What chance left out is asked for by name.
	for (const { name, county } of unseen())
		await within({ kind: 'committee', committeeId: county }, async (tx) =>
			count(await ask(tx, `select committee_id from ${name}`), county, name),
		);

	const [kept] = await database.own.unsafe<{ least: number; most: number }[]>(
		`select min(n)::int as least, max(n)::int as most from (${tables
			.filter(({ single }) => !single)
			.map(
				({ name }) =>
					`select count(*) as n from ${name} where committee_id in ('${counties.join("','")}') group by committee_id`,
			)
			.join(' union all ')}) as counted`,
	);
	console.log(
		`isolation: ${sum.queries} queries in ${sum.transactions} transactions over ${processes.size} connections, ${atOnce} at once; ` +
			`${tables.length} tables and ${places.length - tables.length} views; ${sum.own} own rows, ${sum.foreign} foreign; ` +
			`${sum.withoutContext} queries without a valid context; ${sum.refused} refused; seed ${seed}`,
	);
	expect(sum.foreign).toBe(0);
	expect(sum.queries).toBeGreaterThanOrEqual(wanted);
	expect(processes.size).toBe(connections);
	// Nothing was empty: each county saw its rows in every table and view, and both still have all of them.
	expect(unseen()).toEqual([]);
	expect(kept).toEqual({ least: rowsEach, most: rowsEach });
});

test('the public sees nothing of a table that publishes nothing, the installation sees everything', async () => {
	const published = await database.own<{ name: string }[]>`
		select distinct tablename as name from pg_policies where policyname = 'published'`;
	const open = new Set(published.map(({ name }) => name));
	const counted = (scope: Scope, name: string) =>
		within(scope, async (tx) => (await ask(tx, `select committee_id from ${name}`)).length);
	let closed = 0;
	for (const { name, single } of places.filter(({ kind }) => kind === 'table')) {
		const each = single ? 1 : rowsEach;
		expect([name, (await counted({ kind: 'installation' }, name)) >= 2 * each]).toEqual([name, true]);
		if (open.has(name)) continue;
		closed++;
		expect([name, await counted({ kind: 'public' }, name)]).toEqual([name, 0]);
	}
	expect(closed).toBeGreaterThan(10);
});
