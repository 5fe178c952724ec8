import { type Transaction as KyselyTransaction, sql } from 'kysely';
import postgres from 'postgres';
import { readTexts, writeTexts } from './arrays.server.ts';
import { Refusal } from './refusal.ts';
import { type Login, roles } from './roles.server.ts';
import type { DB, Json } from './schema.ts';
import { transact } from './transaction.server.ts';

export type Transaction = KyselyTransaction<DB>;

/**
 * Whose records a transaction may touch; row-level security holds it to that (policies: 0008, 0060).
 * - `committee`: one committee's records, nothing of any other
 * - `oversight`: read only, what one committee plans and reports; no contacts, no seats
 * - `partner`: the activities that one institution leads or supports; it changes those it leads
 * - `activity`: the activities named, and no others
 * - `link`: the one link of an answer that has this token, nothing else; of a call, that meeting and what its institution says
 * - `answers`: what a check that is open takes, and the questions it asks; nothing of who or where
 * - `identity`: accounts, seats, sessions and factors; no committee's records
 * - `public`: read only, and only what is published
 * - `installation`: everything: commands, first start, jobs
 */
export type Scope = (
	| { kind: 'committee' | 'oversight'; committeeId: string }
	| { kind: 'partner'; committeeId: string; partnerId: string }
	| {
			kind: 'activity';
			committeeId: string;
			activityIds: readonly string[];
			/** Only where an institution answers by link: the one that answers, which may do less. */
			partnerId?: string;
	  }
	| { kind: 'link' /** SHA-256 of the token, in hexadecimal digits. */; tokenHash: string }
	| { kind: 'identity' | 'public' | 'answers' | 'installation' }
) & { /** Who acts, as histories and the audit keep it. */ actor?: Actor };

/**
 * Who did it, as the history keeps it: never the name of a person. `<role>:<account id>`, `link:<partner id>` for an answer
 * without an account; `desk` is what was done before there were accounts.
 */
export type Actor = 'desk' | 'command' | 'demonstration' | 'job' | `${string}:${string}`;

/**
 * Options for postgres.js from the environment. The application signs in as itself (`DATABASE_URL`, else `kambana_app` at the socket
 * of the embedded server): whatever it is made to run, it is no more than that. Only migrations sign in as the owner.
 */
export function connectionOptions(
	login: Login = 'application',
): postgres.Options<Record<string, postgres.PostgresType>> & { url?: string } {
	const types = {
		// Days stay text: a calendar day has no zone. Arrays: of texts and of ids.
		day: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => day },
		hour: { to: 1083, from: [1083], serialize: (hour: string) => hour, parse: (hour: string) => hour.slice(0, 5) },
		count: { to: 20, from: [20], serialize: String, parse: Number },
		texts: { to: 1009, from: [1009, 2951], serialize: writeTexts, parse: readTexts },
		numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
	};
	// Policies make statements slow to plan and never depend on what is asked for: planned once for each connection.
	const connection = { application_name: 'kambana', plan_cache_mode: 'force_generic_plan' };
	const shared = { types, onnotice: () => {}, connection };
	const { DATABASE_URL, DATABASE_OWNER_URL, KAMBANA_SOCKET: socket, KAMBANA_DATABASE } = process.env;
	if (DATABASE_URL) {
		const url = login === 'owner' ? DATABASE_OWNER_URL : DATABASE_URL;
		if (!url) throw new Refusal('DATABASE_OWNER_URL is not set: this needs the address with which the owner signs in.');
		return { ...shared, url };
	}
	if (!socket) throw new Error('no database: neither DATABASE_URL nor KAMBANA_SOCKET is set');
	return {
		...shared,
		host: socket,
		path: `${socket}/.s.PGSQL.5432`,
		username: roles[login],
		database: KAMBANA_DATABASE ?? 'kambana',
	};
}

/** Whether this process may sign in as the owner; on a PostgreSQL of one's own that can be kept for migrations. */
export const mayConnectAsOwner = (): boolean => !process.env.DATABASE_URL || Boolean(process.env.DATABASE_OWNER_URL);

/** A connection of its own, outside the pool: for listening and locks. */
export const connect = (more: { max?: number } = {}): postgres.Sql => connectAs('application', more);

/** The same as the owner of the tables: for migrations and for looking at what they made. Row-level security holds it too. */
export const connectAsOwner = (): postgres.Sql => connectAs('owner', {});

function connectAs(login: Login, more: { max?: number }): postgres.Sql {
	const { url, ...options } = connectionOptions(login);
	const all = { ...options, max: 1, ...more } as postgres.Options<Record<string, postgres.PostgresType>>;
	return (url ? postgres(url, all) : postgres(all)) as postgres.Sql;
}

let pool: postgres.Sql | undefined;

const open = (): postgres.Sql => {
	pool ??= connect({ max: Number(process.env.KAMBANA_POOL ?? 8) });
	return pool;
};

/** Ends the pool; the next transaction opens a new one. */
export async function closeDatabase(): Promise<void> {
	const ending = pool;
	pool = undefined;
	await ending?.end({ timeout: 3 });
}

/** Takes the application's role and the context of row-level security, until the end of the transaction only. */
export async function enterScope(tx: Transaction, scope: Scope): Promise<void> {
	const committee = 'committeeId' in scope ? scope.committeeId : '';
	const partner = 'partnerId' in scope ? (scope.partnerId ?? '') : '';
	const link = 'tokenHash' in scope ? scope.tokenHash : '';
	const activities = 'activityIds' in scope ? scope.activityIds.join(',') : '';
	await sql`select set_config('role', 'kambana_app', true), set_config('kambana.scope', ${scope.kind}, true),
		set_config('kambana.committee', ${committee}, true), set_config('kambana.partner', ${partner}, true),
		set_config('kambana.activities', ${activities}, true), set_config('kambana.actor', ${scope.actor ?? ''}, true),
		set_config('kambana.link', ${link}, true)`.execute(tx);
}

const readOnly = (scope: Scope): boolean => scope.kind === 'public' || scope.kind === 'oversight';

/**
 * The only way to the records: one transaction in one scope, committed when `work` returns, rolled back when it throws.
 * A transaction of scope `public` or `oversight` is read-only.
 */
export function inTransaction<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
	return transact<DB, T>(open(), readOnly(scope) ? 'read only' : 'read write', async (db) => {
		const tx = db as Transaction;
		// Not waited for: what follows on the connection is asked after it, and of a transaction that failed nothing is answered any more.
		const [, result] = await Promise.all([enterScope(tx, scope), work(tx)]);
		return result;
	});
}

/** Sorts names as readers of the language expect: ç after c, dh after d, ë after e in Albanian. */
export const collated = (column: string, locale: 'sq' | 'en') =>
	locale === 'sq' ? sql`${sql.ref(column)} collate "sq-x-icu"` : sql`${sql.ref(column)} collate "en-x-icu"`;

/** A value for a jsonb column. It goes as text: handed a ready JSON text, postgres.js would quote it once more. */
export const json = (value: unknown) => sql<Json>`${storable(JSON.stringify(value))}::text::jsonb`;

/** jsonb refuses NUL and halves of characters (a text cut in the middle of an emoji), which JSON writes as escapes. */
const storable = (text: string): string =>
	text.replace(/\\(?:(u(?:0000|d[89a-f][0-9a-f]{2}))|.)/g, (escape, refused) => (refused ? '\ufffd' : escape));

/**
 * Says at which moment the records that follow in this transaction are made; null for now. The database heeds it only in the
 * scope of the installation: the demonstration tells a past, nobody else can.
 */
export const setMoment = (tx: Transaction, at: Date | null) =>
	sql`select set_config('kambana.moment', ${at?.toISOString() ?? ''}, true)`.execute(tx);

/** From here on, the transaction is somebody's doing: who it is became known only inside of it. */
export const actAs = (tx: Transaction, actor: Actor) =>
	sql`select set_config('kambana.actor', ${actor}, true)`.execute(tx);
