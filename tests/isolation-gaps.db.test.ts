import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTables, ownerFunctions, verifyIsolation } from '#platform/isolation.server.ts';
import { makeScratch, type Scratch } from './support/scratch.ts';

/** What a start refuses: the fence is broken in every way we know, in a transaction that is rolled back. */
let database: Scratch;
let sql: postgres.ReservedSql;

beforeAll(async () => {
	database = await makeScratch('isolation_gaps');
	sql = await database.own.reserve();
});
afterAll(async () => {
	sql?.release();
	await database?.drop();
});

/** What a start says after `breaking`; null when it would go on. */
async function refusalAfter(breaking: string, login = 'kambana_app'): Promise<string | null> {
	await sql`begin`;
	try {
		await sql.unsafe(breaking).simple();
		await sql.unsafe(`set local session authorization ${login}`);
		await verifyIsolation(sql);
		return null;
	} catch (fault) {
		return fault instanceof Error ? fault.message : String(fault);
	} finally {
		await sql`rollback`;
	}
}

test('a database as the migrations make it is not refused', async () => {
	expect(await refusalAfter('select 1')).toBe(null);
});

describe('a start is refused, with what is wrong and what to do, when', () => {
	const gaps: [when: string, breaking: string, sentence: RegExp][] = [
		['row-level security is off', 'alter table returns disable row level security', /returns \(not switched on\)/],
		['it is not forced', 'alter table mails no force row level security', /mails \(not forced\)/],
		[
			'a table has no policy',
			`do $$ declare name text; begin
				for name in select polname from pg_policy where polrelid = 'places'::regclass loop
					execute format('drop policy %I on places', name);
				end loop;
			end $$`,
			/places \(without a policy\)/,
		],
		['a table came in without it', 'create table notes (text text)', /notes \(not switched on\)/],
		[
			'an open table becomes a committee’s',
			'alter table units add committee_id uuid',
			/units \(not switched on\).*alter table units enable/,
		],
		['a table was put into the schema of the views', 'create table reporting.kept (n int)', /kept \(not switched on\)/],
		[
			'a view has the rights of its owner',
			'alter view reporting.counts set (security_invoker = false)',
			/alter view reporting\.counts set \(security_invoker = true\)/,
		],
		['a view came in without it', 'create view everything as select * from activities', /alter view everything set/],
		[
			'a view keeps what it saw',
			'create materialized view reporting.kept as select * from activities',
			/drop materialized view reporting\.kept/,
		],
		[
			'the application is a superuser',
			'alter role kambana_app superuser',
			/is superuser.*alter role kambana_app nosuperuser/,
		],
		['it may bypass row-level security', 'alter role kambana_app bypassrls', /alter role kambana_app nobypassrls/],
		['it may make roles', 'alter role kambana_app createrole createdb', /nocreaterole nocreatedb/],
		[
			'it may become who owns a table',
			'create role strong; alter table partners owner to strong; grant strong to kambana_app',
			/revoke strong from kambana_app/,
		],
		['it may become the backup', 'grant kambana_backup to kambana_app', /revoke kambana_backup from kambana_app/],
		['it may read files', 'grant pg_read_server_files to kambana_app', /revoke pg_read_server_files from kambana_app/],
		['it owns a table', 'alter table partners owner to kambana_app', /owns table partners/],
		['it owns the database', 'alter database isolation_gaps owner to kambana_app', /owns database isolation_gaps/],
		['it may empty a table', 'grant truncate on returns to kambana_app', /revoke truncate on returns from kambana_app/],
		['everybody may', 'grant truncate on returns to public', /revoke truncate on returns/],
		['it may attach triggers', 'grant trigger on places to kambana_app', /trigger on/],
		['it may make tables', 'grant create on schema public to public', /revoke create on schema public/],
		[
			'it may make schemas',
			'grant create on database isolation_gaps to public',
			/revoke create on database isolation_gaps/,
		],
		[
			'a function has the rights of the owner',
			'create function look() returns bigint language sql security definer as $$select count(*) from activities$$',
			/The function look\(\) .* is not one of Kambana's/,
		],
		[
			'such a function is for everybody',
			'grant execute on function merge_places to public',
			/revoke execute on function merge_places\(uuid,uuid,text\) from public/,
		],
		[
			'it finds its tables by the path of the caller',
			'alter function merge_places reset search_path',
			/alter function merge_places\(uuid,uuid,text\) set search_path = public, pg_temp/,
		],
	];
	test.each(gaps)('%s', async (_, breaking, sentence) => {
		const said = await refusalAfter(breaking);
		expect(said).toMatch(sentence);
		expect(said).toMatch(/^[^\n]+\.$/);
	});

	test.each(['kambana_owner', 'kambana_backup', 'postgres'])('it signs in as %s', async (login) => {
		expect(await refusalAfter('select 1', login)).toBe(
			`The application signs in as ${login} and not as kambana_app: set DATABASE_URL to the login kambana_app.`,
		);
	});
});

describe('what is allowed by name', () => {
	test('exists: no name waits for another table or function to take it', async () => {
		const tables = await sql<{ name: string }[]>`select relname as name from pg_class
			where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity order by relname`;
		expect(tables.map(({ name }) => name)).toEqual(Object.keys(openTables).sort());
		const functions = await sql<{ name: string }[]>`select distinct proname as name from pg_proc
			where pronamespace = 'public'::regnamespace and prosecdef and not starts_with(proname, 'audit_of_') order by proname`;
		expect(functions.map(({ name }) => name)).toEqual(Object.keys(ownerFunctions).sort());
	});

	test('the owner is an ordinary role that row-level security holds, the backup reads and cannot write', async () => {
		const found = await sql`select rolname as name, rolsuper as super, rolbypassrls as bypass, rolcreaterole as creates
			from pg_roles where rolname in ('kambana_owner', 'kambana_backup') order by rolname`;
		expect(found).toEqual([
			{ name: 'kambana_backup', super: false, bypass: true, creates: false },
			{ name: 'kambana_owner', super: false, bypass: false, creates: false },
		]);
		const [rights] = await sql`select bool_and(has_table_privilege('kambana_backup', oid, 'select')) as reads,
			bool_or(has_table_privilege('kambana_backup', oid, 'insert, update, delete, truncate')) as writes
			from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`;
		expect(rights).toEqual({ reads: true, writes: false });
	});

	test('no policy lets everybody through, and each asks for the scope in a way that fails closed', async () => {
		const policies = await sql<{ name: string; condition: string }[]>`
			select tablename || '.' || policyname as name, coalesce(qual, with_check) as condition from pg_policies
			where schemaname = 'public' and permissive = 'PERMISSIVE'`;
		expect(policies.length).toBeGreaterThan(40);
		const asking =
			/in_scope\(|(?:scope|oversight|narrow|reading)_committee\(|scope_link\(|current_setting\('kambana\.scope'|CURRENT_USER <> 'kambana_app'/;
		expect(policies.filter(({ condition }) => !asking.test(condition)).map(({ name }) => name)).toEqual([]);
	});
});

test('no unique key tells that a hidden value exists: each is a committee’s own, or holds an id that cannot be guessed', async () => {
	const keys = await sql<{ name: string; columns: string; harmless: boolean }[]>`
		select i.indexrelid::regclass::text as name, string_agg(a.attname, ', ' order by a.attnum) as columns,
			bool_or(a.attname = 'committee_id' or a.atttypid in ('uuid'::regtype, 'bytea'::regtype)
				-- Counted by the database: nobody can ask for a number.
				or a.attidentity = 'a' or not has_table_privilege('kambana_app', c.oid, 'insert')) as harmless
		from pg_index i join pg_class c on c.oid = i.indrelid
		join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
		where i.indisunique and c.relnamespace = 'public'::regnamespace and exists (select from pg_attribute t
			where t.attrelid = i.indrelid and t.attname = 'committee_id' and not t.attisdropped)
		group by i.indexrelid`;
	expect(keys.length).toBeGreaterThan(25);
	// Codes of checks are drawn by the server, and open to anybody who knows them.
	const drawn = 'check_phases_code_key';
	expect(keys.filter(({ name, harmless }) => !harmless && name !== drawn)).toEqual([]);
	console.log(
		`isolation: ${keys.length} unique keys on tables of committees, none shared with an address, a name or a number`,
	);
});

test('a policy of narrow scopes asks for the scope before it asks a function about the row: all others would ask it, too', async () => {
	const narrow = await sql<{ name: string; first: boolean }[]>`
		select tablename || '.' || policyname as name, condition ~ '^\\(\\(\\( SELECT narrow_committee\\(\\) AS narrow_committee\\) IS NOT NULL\\)' as first
		from pg_policies, unnest(array[qual, with_check]) as condition
		where condition ~ 'narrow_committee.*(sees|carries|attends|supports)_[a-z]+\\('`;
	expect(narrow.length).toBeGreaterThan(20);
	expect(narrow.filter(({ first }) => !first)).toEqual([]);
});
