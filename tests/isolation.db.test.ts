import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { loadPack } from '#committees/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { insertPartners } from '#partners/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { become, closeDatabase, rolledBack } from './support/database.ts';

afterAll(closeDatabase);

test('every table of a committee forces row-level security, whoever owns it', () =>
	rolledBack(async (tx) => {
		const { rows } = await sql<{ name: string }>`select c.relname as name from pg_class c
			join pg_attribute a on a.attrelid = c.oid and a.attname = 'committee_id' and not a.attisdropped
			where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
			and not (c.relrowsecurity and c.relforcerowsecurity)`.execute(tx);
		expect(rows).toEqual([]);
	}));

test('every view answers with the rights of whoever asks', () =>
	rolledBack(async (tx) => {
		const { rows } = await sql<{ name: string }>`select c.relname as name from pg_class c
			where c.relkind = 'v' and c.relnamespace in ('public'::regnamespace, 'reporting'::regnamespace)
			and not coalesce('security_invoker=true' = any(c.reloptions), false)`.execute(tx);
		expect(rows).toEqual([]);
	}));

test('the application is neither owner nor superuser, and its history is written once', () =>
	rolledBack(async (tx) => {
		const { rows } = await sql<{ name: string; fine: boolean }>`select rolname as name,
			not rolsuper and not rolbypassrls and not rolcreaterole as fine from pg_roles where rolname = current_user`.execute(
			tx,
		);
		expect(rows).toEqual([{ name: 'kambana_app', fine: true }]);
		await expect(sql`update activity_events set actor = 'somebody'`.execute(tx)).rejects.toThrow(/permission denied/);
	}));

test('a transaction without a scope sees nothing, another committee sees nothing', () =>
	rolledBack(async (tx) => {
		await loadPack(tx, 'db/packs/al');
		const ours = await getCommittee(tx, { code: 'AL-02' });
		const theirs = await getCommittee(tx, { code: 'AL-11' });
		await become(tx, { kind: 'committee', committeeId: ours.id });
		await insertPartners(tx, ours.id, [{ name: 'Provë', kind: 'ngo' }]);
		const seen = async () =>
			(await sql<{ n: number }>`select count(*) as n from partners where name = 'Provë'`.execute(tx)).rows[0]?.n;
		expect(await seen()).toBe(1);
		await become(tx, { kind: 'committee', committeeId: theirs.id });
		expect(await seen()).toBe(0);
		await become(tx, { kind: 'public' });
		expect(await seen()).toBe(0);
		await sql`select set_config('kambana.scope', '', true)`.execute(tx);
		expect(await seen()).toBe(0);
		await become(tx, { kind: 'committee', committeeId: theirs.id });
		await expect(insertPartners(tx, ours.id, [{ name: 'E huaj', kind: 'ngo' }])).rejects.toThrow(/row-level security/);
	}));

test('a scope ends with its transaction', async () => {
	await inTransaction({ kind: 'installation' }, async (tx) => {
		expect(
			(await sql<{ scope: string }>`select current_setting('kambana.scope') as scope`.execute(tx)).rows[0]?.scope,
		).toBe('installation');
	});
	await inTransaction({ kind: 'public' }, async (tx) => {
		const { rows } = await sql<{ n: number }>`select count(*) as n from activity_events`.execute(tx);
		expect(rows[0]?.n).toBe(0);
	});
	const write = inTransaction({ kind: 'public' }, (tx) =>
		sql`insert into installation_facts (name, fact) values ('x', '{}')`.execute(tx),
	);
	await expect(write).rejects.toThrow(/read-only/);
});
