import { sql } from 'kysely';
import type { Grant, Role } from '#people/model.ts';
import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { deskHours, fieldDays, idleMinutes, type Session, type SessionKind } from './model.ts';

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
