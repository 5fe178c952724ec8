import { sql } from 'kysely';
import type { Grant, Role } from '#people/model.ts';
import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import {
	deskHours,
	fieldDays,
	type HalfPurpose,
	idleMinutes,
	invitationHours,
	mailMinutes,
	mostTries,
	type Session,
	type SessionKind,
} from './model.ts';

export type NewSession = {
	accountId: string;
	tokenHash: Buffer;
	kind: SessionKind;
	persona?: boolean;
	device: string;
};

export async function insertSession(tx: Transaction, session: NewSession): Promise<string> {
	const id = recordId();
	const lasts = session.kind === 'desk' ? `${deskHours} hours` : `${fieldDays} days`;
	await tx
		.insertInto('sessions')
		.values({
			id,
			account_id: session.accountId,
			token_hash: session.tokenHash,
			kind: session.kind,
			persona: session.persona ?? false,
			device: session.device.slice(0, 60),
			expires_at: sql`now() + ${lasts}::interval`,
		})
		.execute();
	return id;
}

const living = sql<boolean>`(sessions.expires_at > now() and (sessions.kind = 'field'
	or sessions.seen_at > now() - make_interval(mins => ${idleMinutes})))`;

type GrantRow = {
	seatId: string;
	role: Role;
	committeeId: string | null;
	committeeLevel: 'county' | 'national' | null;
	partnerId: string | null;
};

/**
 * The living session of a token with its account and the seats in force on `today`; notes the visit at most once a minute.
 * One statement: it runs before every page.
 */
export async function findSession(tx: Transaction, tokenHash: Buffer, today: string): Promise<Session | undefined> {
	const row = await tx
		.selectFrom('sessions')
		.innerJoin('accounts', 'accounts.id', 'account_id')
		.select([
			'sessions.id',
			'kind',
			'persona',
			'proven_at as provenAt',
			'accounts.id as accountId',
			'accounts.name',
			'accounts.locale',
			sql<boolean>`seen_at < now() - interval '1 minute'`.as('unnoted'),
			sql<
				GrantRow[]
			>`coalesce((select jsonb_agg(jsonb_build_object('seatId', seats.id, 'role', role, 'committeeId', committee_id,
				'committeeLevel', committees.level, 'partnerId', partner_id) order by seats.id)
				from seats left join committees on committees.id = committee_id
				where accounts.id in (seats.account_id, seats.substitute_id) and ended_at is null
					and seats.valid_from <= ${today} and (seats.valid_to is null or seats.valid_to >= ${today})), '[]')`.as(
				'grants',
			),
		])
		.where('token_hash', '=', tokenHash)
		.where('disabled_at', 'is', null)
		.where(living)
		.executeTakeFirst();
	if (!row) return undefined;
	if (row.unnoted) await tx.updateTable('sessions').set({ seen_at: sql`now()` }).where('id', '=', row.id).execute();
	const { id, kind, persona, accountId, name, locale } = row;
	return {
		...{ id, persona, kind: kind as SessionKind, provenAt: new Date(row.provenAt) },
		account: { id: accountId, name, locale: locale as 'sq' | 'en' },
		grants: row.grants as Grant[],
	};
}

export const deleteSession = (tx: Transaction, tokenHash: Buffer) =>
	tx.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();

/** Ends every session of an account, but the one named. */
export async function deleteSessionsOf(tx: Transaction, accountId: string, but?: string): Promise<void> {
	let query = tx.deleteFrom('sessions').where('account_id', '=', accountId);
	if (but) query = query.where('id', '!=', but);
	await query.execute();
}

export type ListedSession = {
	id: string;
	kind: SessionKind;
	device: string;
	startedAt: Date;
	seenAt: Date;
	expiresAt: Date;
};

/** The living sessions of an account, the latest used first. */
export async function listSessions(tx: Transaction, accountId: string): Promise<ListedSession[]> {
	const rows = await tx
		.selectFrom('sessions')
		.select(['id', 'kind', 'device', 'started_at as startedAt', 'seen_at as seenAt', 'expires_at as expiresAt'])
		.where('account_id', '=', accountId)
		.where(living)
		.orderBy('seen_at', 'desc')
		.execute();
	return rows as ListedSession[];
}

/** Ends one session of an account. */
export const deleteSessionById = (tx: Transaction, accountId: string, id: string) =>
	tx.deleteFrom('sessions').where('account_id', '=', accountId).where('id', '=', id).execute();

/** Notes that a factor was proven just now. */
export const proveSession = (tx: Transaction, id: string) =>
	tx.updateTable('sessions').set({ proven_at: sql`now()` }).where('id', '=', id).execute();

/** Does the same work and takes it back: so that it takes the same time. */
export async function discarded(tx: Transaction, work: () => Promise<unknown>): Promise<void> {
	await sql`savepoint discarded`.execute(tx);
	await work();
	await sql`rollback to savepoint discarded`.execute(tx);
}

export type NewHalf = { tokenHash: Buffer; accountId: string; purpose: HalfPurpose; field: boolean };

export const insertHalf = (tx: Transaction, { tokenHash, accountId, purpose, field }: NewHalf) =>
	tx
		.insertInto('half_sessions')
		.values({
			...{ token_hash: tokenHash, account_id: accountId, purpose, field },
			expires_at: sql`now() + make_interval(mins => ${mailMinutes})`,
		})
		.execute();

export type Half = { accountId: string; field: boolean };

/** The living half session of a token; with `tried` it counts as one more try, and is none when there were too many. */
export async function findHalf(
	tx: Transaction,
	tokenHash: Buffer,
	purpose: HalfPurpose,
	{ tried = false } = {},
): Promise<Half | undefined> {
	const { rows } = await sql<Half>`update half_sessions set tries = tries + ${tried ? 1 : 0}
		from accounts where accounts.id = account_id and disabled_at is null and token_hash = ${tokenHash} and purpose = ${purpose}
			and expires_at > now() and tries < ${tried ? mostTries : mostTries + 1}
		returning account_id as "accountId", field`.execute(tx);
	return rows[0];
}

export const deleteHalvesOf = (tx: Transaction, accountId: string) =>
	tx.deleteFrom('half_sessions').where('account_id', '=', accountId).execute();

export type NewRequest = {
	id: string;
	accountId: string | null;
	tokenHash: Buffer;
	browserHash: Buffer;
	field: boolean;
	known: boolean;
};

export const insertRequest = (tx: Transaction, request: NewRequest) =>
	tx
		.insertInto('sign_in_requests')
		.values({
			...{ id: request.id, account_id: request.accountId, token_hash: request.tokenHash },
			...{ browser_hash: request.browserHash, field: request.field, known_browser: request.known },
			expires_at: sql`now() + make_interval(mins => ${mailMinutes})`,
		})
		.execute();

/** How many mails an account was asked for within the hour, from browsers of this kind; one request after the other counts. */
export async function countRequests(tx: Transaction, accountId: string, known: boolean): Promise<number> {
	await sql`select pg_advisory_xact_lock(20261124, hashtext(${accountId}))`.execute(tx);
	const { n } = await tx
		.selectFrom('sign_in_requests')
		.select(sql<number>`count(*)::int`.as('n'))
		.where('account_id', '=', accountId)
		.where('known_browser', '=', known)
		.where('created_at', '>', sql<Date>`now() - interval '1 hour'`)
		.executeTakeFirstOrThrow();
	return n;
}

export type OpenRequest = { id: string; accountId: string | null; browserHash: Buffer; field: boolean };

const openRequests = (tx: Transaction) =>
	tx
		.selectFrom('sign_in_requests')
		.select(['id', 'account_id as accountId', 'browser_hash as browserHash', 'field'])
		.where('used_at', 'is', null)
		.where('expires_at', '>', sql<Date>`now()`);

/** The request of a link, while it can be used; locked when it is about to be. */
export const findRequest = (
	tx: Transaction,
	tokenHash: Buffer,
	{ lock = false } = {},
): Promise<OpenRequest | undefined> =>
	openRequests(tx)
		.where('token_hash', '=', tokenHash)
		.$if(lock, (query) => query.forUpdate())
		.executeTakeFirst();

/** The requests of a browser for which a code may still be typed; each counts one more try. */
export async function tryRequests(tx: Transaction, browserHash: Buffer): Promise<OpenRequest[]> {
	const { rows } = await sql<OpenRequest>`update sign_in_requests set tries = tries + 1
		where browser_hash = ${browserHash} and used_at is null and expires_at > now() and tries < ${mostTries}
		returning id, account_id as "accountId", browser_hash as "browserHash", field`.execute(tx);
	return rows;
}

/** Uses up every open request of a browser. */
export const closeRequests = (tx: Transaction, browserHash: Buffer) =>
	tx
		.updateTable('sign_in_requests')
		.set({ used_at: sql`now()` })
		.where('browser_hash', '=', browserHash)
		.where('used_at', 'is', null)
		.execute();

/** A new invitation; earlier ones of the account are void. */
export async function insertInvitation(
	tx: Transaction,
	id: string,
	accountId: string,
	tokenHash: Buffer,
): Promise<void> {
	await tx.deleteFrom('invitations').where('account_id', '=', accountId).where('used_at', 'is', null).execute();
	await tx
		.insertInto('invitations')
		.values({
			...{ id, account_id: accountId, token_hash: tokenHash },
			expires_at: sql`now() + make_interval(hours => ${invitationHours})`,
		})
		.execute();
}

/** The account of an invitation that can be used; with `use` it is used up. */
export async function findInvited(
	tx: Transaction,
	tokenHash: Buffer,
	{ use = false } = {},
): Promise<{ accountId: string; name: string } | undefined> {
	const row = await tx
		.selectFrom('invitations')
		.innerJoin('accounts', 'accounts.id', 'account_id')
		.select(['invitations.id', 'account_id as accountId', 'name'])
		.where('token_hash', '=', tokenHash)
		.where('used_at', 'is', null)
		.where('expires_at', '>', sql<Date>`now()`)
		.where('disabled_at', 'is', null)
		.forUpdate('invitations')
		.executeTakeFirst();
	if (row && use) await tx.updateTable('invitations').set({ used_at: sql`now()` }).where('id', '=', row.id).execute();
	return row && { accountId: row.accountId, name: row.name };
}

const doors = ['sessions', 'half_sessions', 'sign_in_requests', 'invitations', 'passkey_challenges'] as const;
const keys = ['passkeys', 'totp_factors', 'recovery_codes'] as const;

/** Ends everything by which an account is, or is about to be, inside; with its keys, nothing of it opens anything again. */
export async function deleteDoorsOf(tx: Transaction, accountId: string, { withKeys = false } = {}): Promise<void> {
	for (const table of withKeys ? [...doors, ...keys] : doors)
		await tx.deleteFrom(table).where('account_id', '=', accountId).execute();
}
