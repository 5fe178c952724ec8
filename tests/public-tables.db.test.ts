import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { closeDatabase, rolledBack } from './support/database.ts';

afterAll(closeDatabase);

/** Tables without row-level security that a public page never shows. */
const neverPublic = ['installation_facts', 'schema_migrations', 'migrations', 'audit_head'];

test('every table that the public may read tells the front when it changes', () =>
	rolledBack(async (tx) => {
		const { rows } = await sql<{ name: string }>`select c.relname as name from pg_class c
			where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
			and not (c.relname = any(${neverPublic}))
			and (not c.relrowsecurity or exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'published'))
			and not exists (select from pg_trigger g join pg_proc f on f.oid = g.tgfoid
				where g.tgrelid = c.oid and f.proname = 'tell_public_changed')`.execute(tx);
		expect(rows).toEqual([]);
	}));

test('the public reads only: no policy lets it write', () =>
	rolledBack(async (tx) => {
		const { rows } = await sql<{ name: string }>`select polrelid::regclass::text as name from pg_policy
			where polname = 'published' and polcmd <> 'r'`.execute(tx);
		expect(rows).toEqual([]);
	}));
