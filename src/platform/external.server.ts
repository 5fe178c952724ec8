import postgres from 'postgres';
import { findMight } from './isolation.server.ts';
import { codeOf, Refusal } from './refusal.ts';
import { roles } from './roles.server.ts';

/** The first release of each major version in which row-level security holds as we need it. */
const oldestSafe: ReadonlyMap<number, number> = new Map([
	[15, 14],
	[16, 10],
	[17, 6],
	[18, 0],
]);

/**
 * Why a PostgreSQL is too old, or null when it is good.
 * @param version as `server_version_num` has it: 170006 is 17.6
 */
export function whyUnsafe(version: number): string | null {
	const major = Math.floor(version / 10_000);
	const minor = version % 10_000;
	const safe = oldestSafe.get(major);
	if (major > 18 || (safe !== undefined && minor >= safe)) return null;
	const remedy = safe === undefined ? 'use PostgreSQL 18' : `update it to ${major}.${safe} or use PostgreSQL 18`;
	return (
		`PostgreSQL ${major}.${minor} is too old: releases before 15.14, 16.10 and 17.6 can show rows that row-level security ` +
		`hides (CVE-2025-8713), and that is what keeps counties apart; ${remedy}.`
	);
}

/**
 * Why passwords and records would pass a network uncovered on the way to this address, or null when they do not. The lesser
 * modes are refused too: `require` encrypts towards whoever answers. `disable` is somebody's own word that the network is theirs.
 */
export function whyUncovered(variable: string, address: string): string | null {
	const { hostname, searchParams } = new URL(address);
	const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
	if (here || ['verify-full', 'disable'].includes(searchParams.get('sslmode') ?? '')) return null;
	return (
		`${variable} leads over a network to ${hostname} and nothing verifies who answers there: add ?sslmode=verify-full to it ` +
		'(NODE_EXTRA_CA_CERTS names the file of a certificate authority of your own), or ?sslmode=disable where that network is only between your own machines.'
	);
}

/**
 * Refuses addresses that are none, lead over a network without verified encryption, do not answer, do not let us in or lead to a PostgreSQL that is too old; an application that signs
 * in as the owner or a superuser; an owner that could not migrate.
 * @param application `DATABASE_URL`
 * @param owner `DATABASE_OWNER_URL`, which a process that does not migrate can do without
 */
export async function inspectExternal(application: string, owner: string | undefined): Promise<void> {
	const place = await ask('DATABASE_URL', application, async (sql) => {
		await refuseMightyLogin(sql, owner !== undefined);
		return placeIn(sql);
	});
	if (owner === undefined) return;
	const other = await ask('DATABASE_OWNER_URL', owner, async (sql) => {
		await refuseWeakOwner(sql);
		return placeIn(sql);
	});
	if (place !== other)
		throw new Refusal('DATABASE_URL and DATABASE_OWNER_URL lead to two databases: set both to the same one.');
}

async function ask<T>(variable: string, address: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
	const place = placeOf(variable, address);
	const uncovered = whyUncovered(variable, address);
	if (uncovered) throw new Refusal(uncovered);
	const sql = postgres(address, { max: 1, connect_timeout: 5, onnotice: () => {} });
	try {
		const [row] = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`;
		const tooOld = whyUnsafe(row?.version ?? 0);
		if (tooOld) throw new Refusal(`The server at ${place}: ${tooOld}`);
		return await work(sql);
	} catch (fault) {
		throw fault instanceof Refusal ? fault : new Refusal(whyNot(variable, place, fault), { cause: fault });
	} finally {
		await sql.end({ timeout: 0 });
	}
}

/** The same for two connections to the same database, however its host is called. */
async function placeIn(sql: postgres.Sql): Promise<string> {
	const [row] = await sql<{ place: string }[]>`select pg_postmaster_start_time()::text || current_database() as place`;
	return row?.place ?? '';
}

/** Who signs in at `DATABASE_URL`, and what there is already. */
type SignIn = {
	login: string;
	database: string;
	superuser: boolean;
	ownsDatabase: boolean;
	ownsTables: boolean;
	roles: string[];
};

async function refuseMightyLogin(sql: postgres.Sql, ownerKnown: boolean): Promise<void> {
	const [signIn] = await sql<SignIn[]>`
		select quote_ident(session_user) as login, quote_ident(current_database()) as database, rolsuper as superuser,
			exists (select from pg_database where datname = current_database() and datdba = r.oid) as "ownsDatabase",
			exists (select from pg_class where relnamespace = 'public'::regnamespace and relowner = r.oid) as "ownsTables",
			array(select rolname::text from pg_roles) as roles
		from pg_roles r where rolname = session_user`;
	if (!signIn) throw new Error('a login without a role');
	if (signIn.login === roles.application) {
		const might = await findMight(sql);
		if (might) throw new Refusal(might);
		return;
	}
	const { login, superuser, ownsDatabase, ownsTables } = signIn;
	const what = superuser ? ', a superuser' : ownsDatabase || ownsTables ? ', the owner' : '';
	const todo = ownerKnown
		? `set DATABASE_URL to the login ${roles.application}.`
		: `run as a superuser «${statementsFor(signIn).join('; ')};», then set DATABASE_URL to the login ${roles.application} and DATABASE_OWNER_URL to ${ownerFor(signIn)}.`;
	throw new Refusal(
		`DATABASE_URL signs in as ${login}${what}, but row-level security can hold only the login ${roles.application}: ${todo}`,
	);
}

/** Who owns something already stays the owner; a superuser leaves an empty database to a role of its own. */
const ownerFor = ({ login, superuser, ownsDatabase, ownsTables }: SignIn): string =>
	ownsTables || (ownsDatabase && !superuser) ? login : roles.owner;

/** What has to be run, once, before the application can have a login of its own. */
function statementsFor(signIn: SignIn): string[] {
	const owner = ownerFor(signIn);
	const known = (role: string) => signIn.roles.includes(role);
	return [
		...(owner === signIn.login || known(owner) ? [] : [`create role ${owner} login password '…'`]),
		...(known(roles.application)
			? [
					`alter role ${roles.application} login password '…'`,
					`grant ${roles.application} to ${owner} with admin option`,
				]
			: [`create role ${roles.application} login password '…' admin ${owner}`]),
		...(owner === signIn.login ? [] : [`alter database ${signIn.database} owner to ${owner}`]),
	];
}

async function refuseWeakOwner(sql: postgres.Sql): Promise<void> {
	const [row] = await sql<{ login: string; database: string; may: boolean; grants: boolean }[]>`
		select quote_ident(session_user) as login, quote_ident(current_database()) as database,
			has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create') as may,
			exists (select from pg_roles app where app.rolname = ${roles.application} and (
				pg_has_role(session_user, app.oid, 'member with admin option'))) as grants
		from pg_roles r where rolname = session_user`;
	if (!row) throw new Error('a login without a role');
	const { login } = row;
	if (login === roles.application)
		throw new Refusal(`DATABASE_OWNER_URL signs in as ${login}: set it to the login that owns the database.`);
	if (!row.may)
		throw new Refusal(
			`DATABASE_OWNER_URL signs in as ${login}, which does not own the database: alter database ${row.database} owner to ${login}.`,
		);
	if (!row.grants)
		throw new Refusal(
			`DATABASE_OWNER_URL signs in as ${login}, which may not give rights to ${roles.application}: grant ${roles.application} to ${login} with admin option.`,
		);
}

/** Host, port and database: an address in a message must not show the password. */
function placeOf(variable: string, address: string): string {
	const url = URL.canParse(address) ? new URL(address) : null;
	if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !url.hostname) {
		throw new Refusal(
			`${variable} is no address of a PostgreSQL: write it as postgres://user:password@host:5432/database.`,
		);
	}
	return `${url.hostname}:${url.port || '5432'}${url.pathname}`;
}

function whyNot(variable: string, place: string, fault: unknown): string {
	const code = codeOf(fault);
	const said = fault instanceof Error ? fault.message : String(fault);
	const check = `check ${variable}`;
	if (code === 'ECONNREFUSED') return `No PostgreSQL answers at ${place}: start it or ${check}.`;
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `The host of ${variable} (${place}) is not known: ${check}.`;
	if (code === 'CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
		return `PostgreSQL at ${place} did not answer within 5 seconds: ${check} and the firewall.`;
	if (code === '28P01' || code === '28000') return `PostgreSQL at ${place} refused the user or the password: ${check}.`;
	if (code === '3D000') return `There is no such database at ${place}: create it or ${check}.`;
	return `${variable} cannot be used (${place}): ${said}.`;
}
