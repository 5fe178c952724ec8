import type postgres from 'postgres';
import { Refusal } from './refusal.ts';
import { roles } from './roles.server.ts';

/** Tables without row-level security: open to every transaction, each with its reason. None of them is a committee's. */
export const openTables: Record<string, string> = {
	counties: 'the territory of a country is public',
	municipalities: 'the territory of a country is public',
	units: 'the territory of a country is public',
	committees: 'which committees there are is public',
	calendar_days: 'holidays of a country are public',
	refused_numbers: 'numbers that nobody may print are known to everybody',
	installation_facts: 'what the installation remembers of itself: which pack and demonstration were loaded',
	audit_head: 'one number and one hash, printed in every announcement',
	schema_migrations: 'names of migrations; the application only reads them',
};

/**
 * Functions that work with the rights of the owner, each with its reason. They ask for the scope themselves. The triggers that
 * write the audit belong to them too: `audit_of_` and the name of the table.
 */
export const ownerFunctions: Record<string, string> = {
	merge_partners: 'moves references also in tables to which the application may only add',
	merge_places: 'the same for places',
	audit_chain: 'binds the entries of the audit, which the application can only add to',
	add_check_results: 'takes a class into the sums of its month, which nobody else writes',
	take_check_results: 'takes it out again',
	audit_note: 'adds to the audit what is no change of a table',
};

/** One side of the fence: what is said when it holds, and how to find the gap in it. */
type Side = { holds: string; gap(sql: postgres.Sql): Promise<string | null> };

/** What has to hold before a page is served; `doctor` shows each by its name. */
export const isolation: Record<string, Side> = {
	'separation of the committees': { holds: 'row-level security holds on every table', gap: findOpenTable },
	views: { holds: 'every view answers with the rights of whoever asks', gap: findOwnersView },
	'role of the application': { holds: 'it owns nothing and may bypass nothing', gap: findMight },
	'functions of the owner': {
		holds: 'only those that are known, and only for the application',
		gap: findOwnersFunction,
	},
};

/** Refuses the database of a connection with the first gap in the fence. `sql` signs in as the application does. */
export async function verifyIsolation(sql: postgres.Sql): Promise<void> {
	const gaps = await Promise.all(Object.values(isolation).map(({ gap }) => gap(sql)));
	const first = gaps.find((sentence) => sentence !== null);
	if (first) throw new Refusal(first);
}

const ours = ['public', 'reporting'];
const list = (rows: readonly { name: string }[]): string => rows.map(({ name }) => name).join(', ');

async function findOpenTable(sql: postgres.Sql): Promise<string | null> {
	const open = await sql<{ name: string; why: string }[]>`
		select name, why from (
			select c.relname as name, case
				when not c.relrowsecurity then 'not switched on'
				when not c.relforcerowsecurity then 'not forced'
				when not exists (select from pg_policy where polrelid = c.oid) then 'without a policy'
			end as why, not c.relname = any(${Object.keys(openTables)}) or exists (select from pg_attribute
				where attrelid = c.oid and attname = 'committee_id' and not attisdropped) as fenced
			from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = any(${ours}) and c.relkind in ('r', 'p', 'f')) as tables
		where fenced and why is not null order by name`;
	const [first] = open;
	if (!first) return null;
	const all = open.map(({ name, why }) => `${name} (${why})`).join(', ');
	return `Row-level security does not hold on ${all}, so one committee could read another's records: restore it (alter table ${first.name} enable row level security, force row level security), or restore the database.`;
}

async function findOwnersView(sql: postgres.Sql): Promise<string | null> {
	const views = await sql<{ name: string; kind: string }[]>`
		select c.oid::regclass::text as name, c.relkind as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = any(${ours}) and (c.relkind = 'm'
			or c.relkind = 'v' and not coalesce('security_invoker=true' = any(c.reloptions), false)) order by name`;
	const [first] = views;
	if (!first) return null;
	const remedy =
		first.kind === 'm'
			? `drop materialized view ${first.name}`
			: `alter view ${first.name} set (security_invoker = true)`;
	return `The view ${list(views)} answers with the rights of the owner and could show another committee's records: ${remedy}.`;
}

/** Why the role of a connection, or that of the application, is mightier than the application may be; null when neither is. */
export async function findMight(sql: postgres.Sql): Promise<string | null> {
	const app = roles.application;
	const [role] = await sql<{ login: string; attributes: string[] }[]>`
		select session_user as login, array_remove(array[
			case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
			case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
			case when rolreplication then 'replication' end], null) as attributes
		from pg_roles where rolname = ${app}`;
	if (!role) return `The role ${app} is missing: npm run kambana -- migrate.`;
	if (role.login !== app)
		return `The application signs in as ${role.login} and not as ${app}: set DATABASE_URL to the login ${app}.`;
	if (role.attributes.length > 0) {
		const less = role.attributes.map((attribute) => `no${attribute}`).join(' ');
		return `The role ${app} is ${role.attributes.join(' and ')}, so row-level security or the roles would not hold it: alter role ${app} ${less}.`;
	}
	const mighty = await sql<{ name: string }[]>`
		select rolname as name from pg_roles r where rolname <> ${app} and pg_has_role(${app}, oid, 'member') and (
			rolsuper or rolbypassrls or rolcreaterole or rolname like any(array['pg\\_write\\_%', 'pg\\_execute\\_%', 'pg\\_read\\_server%'])
			or exists (select from pg_database where datname = current_database() and datdba = r.oid)
			or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
				where n.nspname = any(${ours}) and c.relowner = r.oid)) order by rolname`;
	if (mighty.length > 0) {
		return `The role ${app} may become ${list(mighty)}: revoke ${list(mighty)} from ${app}.`;
	}
	const owned = await sql<{ name: string }[]>`
		select 'database ' || datname as name from pg_database where datname = current_database() and datdba = ${app}::regrole
		union all select 'schema ' || nspname from pg_namespace where nspname = any(${ours}) and nspowner = ${app}::regrole
		union all select 'table ' || c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = any(${ours}) and c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relowner = ${app}::regrole
		union all select 'routine ' || p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
			where n.nspname = any(${ours}) and p.proowner = ${app}::regrole
		order by name`;
	const [first] = owned;
	if (first)
		return `The role ${app} owns ${list(owned)}: alter ${first.name} owner to the role that migrates, and grant ${app} again what it may do there (db/migrations).`;
	const granted = await sql<{ name: string }[]>`
		select 'truncate on ' || c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = any(${ours}) and c.relkind in ('r', 'p') and has_table_privilege(${app}, c.oid, 'truncate')
		union all select 'trigger on ' || c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = any(${ours}) and c.relkind in ('r', 'p', 'v') and has_table_privilege(${app}, c.oid, 'trigger')
		union all select 'create on schema ' || nspname from pg_namespace
			where nspname = any(${ours}) and has_schema_privilege(${app}, oid, 'create')
		union all select 'create on database ' || datname from pg_database
			where datname = current_database() and has_database_privilege(${app}, oid, 'create')
		order by name`;
	const [grant] = granted;
	if (grant)
		return `The role ${app} has rights that it must not have (${list(granted)}): revoke ${grant.name} from ${app}, public.`;
	return null;
}

async function findOwnersFunction(sql: postgres.Sql): Promise<string | null> {
	const functions = await sql<{ name: string; known: boolean; everybody: boolean; pinned: boolean }[]>`
		select p.oid::regprocedure::text as name,
			n.nspname = 'public' and (p.proname = any(${Object.keys(ownerFunctions)})
				or p.proname like 'audit\\_of\\_%' and p.prorettype = 'trigger'::regtype) as known,
			has_function_privilege('public', p.oid, 'execute') as everybody,
			coalesce(array_to_string(p.proconfig, ';') like '%search\\_path=%pg\\_temp%', false) as pinned
		from pg_proc p join pg_namespace n on n.oid = p.pronamespace
		where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema') and p.proowner <> ${roles.application}::regrole
			and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
		order by name`;
	for (const { name, known, everybody, pinned } of functions) {
		if (!known)
			return `The function ${name} works with the rights of the owner and is not one of Kambana's: drop it, or make it security invoker.`;
		if (everybody)
			return `The function ${name} works with the rights of the owner and everybody may run it: revoke execute on function ${name} from public.`;
		if (!pinned)
			return `The function ${name} works with the rights of the owner and finds its tables by the path of whoever runs it: alter function ${name} set search_path = public, pg_temp.`;
	}
	return null;
}
