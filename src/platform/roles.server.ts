import type postgres from 'postgres';

/** The roles of the database. Nobody works as a superuser. */
export const roles = {
	/** Makes and owns every table; migrations sign in as it. */
	owner: 'kambana_owner',
	/** What the application signs in as: it owns nothing and row-level security holds it. */
	application: 'kambana_app',
	/** Reads everything for backups and can change nothing. */
	backup: 'kambana_backup',
} as const;

export type Login = 'application' | 'owner';

const ordinary = 'login nosuperuser nocreaterole nocreatedb noreplication';

/** Makes the roles in a cluster of our own, or sets them right; `sql` is a superuser's. */
export async function makeRoles(sql: postgres.Sql): Promise<void> {
	const found = await sql<{ name: string }[]>`select rolname as name from pg_roles`;
	const known = new Set(found.map(({ name }) => name));
	const missing = Object.values(roles).filter((name) => !known.has(name));
	await sql
		.unsafe(
			`${missing.map((name) => `create role ${name};`).join('\n')}
			alter role ${roles.owner} ${ordinary} nobypassrls;
			alter role ${roles.application} ${ordinary} nobypassrls;
			alter role ${roles.backup} ${ordinary} bypassrls;
			alter role ${roles.backup} set default_transaction_read_only = on;
			grant pg_read_all_data to ${roles.backup};
			grant ${roles.application} to ${roles.owner} with admin option;`,
		)
		.simple();
}

/** Makes the owner the owner of what earlier releases made as a superuser. `sql` is a superuser's, in the database of ours. */
export async function handOver(sql: postgres.Sql): Promise<void> {
	await sql
		.unsafe(
			`do $$
			declare
				ours constant oid := '${roles.owner}'::regrole;
				kind text;
				name text;
			begin
				for kind, name in
					select 'schema', nspname::regnamespace::text from pg_namespace where nspname = 'reporting' and nspowner <> ours
					union all
					select case relkind when 'v' then 'view' else 'table' end, oid::regclass::text from pg_class
					where relnamespace in (select oid from pg_namespace where nspname in ('public', 'reporting'))
						and relkind in ('r', 'p', 'v') and relowner <> ours
					union all
					select 'routine', oid::regprocedure::text from pg_proc
					where pronamespace in (select oid from pg_namespace where nspname in ('public', 'reporting'))
						and proowner <> ours and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
				loop
					execute format('alter %s %s owner to ${roles.owner}', kind, name);
				end loop;
			end $$`,
		)
		.simple();
}
