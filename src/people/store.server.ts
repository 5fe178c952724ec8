import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import { type Account, type CommitteeOrder, likenessOf, type Role, roles, type Seat } from './model.ts';

const columns = (tx: Transaction) =>
	tx
		.selectFrom('accounts')
		.select(['accounts.id', 'email', 'accounts.name', 'locale', 'disabled_at as disabledAt', 'accounts.demonstration']);

export async function findAccount(
	tx: Transaction,
	by: { id: string } | { email: string } | { likeness: string },
): Promise<Account | undefined> {
	if ('id' in by && !isId(by.id)) return undefined;
	const row = await ('id' in by
		? columns(tx).where('accounts.id', '=', by.id)
		: 'email' in by
			? columns(tx).where('email', '=', by.email)
			: columns(tx).where('email_likeness', '=', by.likeness)
	).executeTakeFirst();
	return row as Account | undefined;
}

export async function getAccount(tx: Transaction, id: string): Promise<Account> {
	const account = await findAccount(tx, { id });
	if (!account) throw new Problem('not_found', `no account ${id}`);
	return account;
}

export type NewAccount = Pick<Account, 'email' | 'name' | 'locale'> & { demonstration?: boolean };

export async function insertAccount(tx: Transaction, account: NewAccount): Promise<string> {
	const id = recordId();
	const { email, name, locale, demonstration = false } = account;
	await tx
		.insertInto('accounts')
		.values({ id, email, email_likeness: likenessOf(email), name, locale, demonstration })
		.execute();
	return id;
}

export const saveAccountName = (tx: Transaction, id: string, { name, locale }: Pick<Account, 'name' | 'locale'>) =>
	tx.updateTable('accounts').set({ name, locale }).where('id', '=', id).execute();

export type NewOrder = Omit<CommitteeOrder, 'id'> & { committeeId: string; demonstration?: boolean };

export async function insertOrder(tx: Transaction, order: NewOrder): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('committee_orders')
		.values({
			...{ id, committee_id: order.committeeId, number: order.number, dated_on: order.datedOn },
			...{ valid_from: order.validFrom, valid_to: order.validTo, demonstration: order.demonstration ?? false },
		})
		.execute();
	return id;
}

export type NewSeat = {
	role: Role;
	committeeId: string | null;
	orderId?: string | null;
	partnerId?: string | null;
	accountId: string;
	substituteId?: string | null;
	validFrom: string;
	validTo: string | null;
	demonstration?: boolean;
};

export async function insertSeat(tx: Transaction, seat: NewSeat): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('seats')
		.values({
			...{ id, role: seat.role, committee_id: seat.committeeId, order_id: seat.orderId ?? null },
			...{ partner_id: seat.partnerId ?? null, account_id: seat.accountId, substitute_id: seat.substituteId ?? null },
			...{ valid_from: seat.validFrom, valid_to: seat.validTo, demonstration: seat.demonstration ?? false },
		})
		.execute();
	return id;
}

/** Whether a person has exactly this seat, in force today. */
export async function hasSeat(
	tx: Transaction,
	seat: Pick<NewSeat, 'role' | 'committeeId' | 'partnerId' | 'accountId'>,
	today: string,
): Promise<boolean> {
	const row = await tx
		.selectFrom('seats')
		.select('id')
		.where('role', '=', seat.role)
		.where('account_id', '=', seat.accountId)
		.where('committee_id', 'is not distinct from', seat.committeeId)
		.where('partner_id', 'is not distinct from', seat.partnerId ?? null)
		.where('ended_at', 'is', null)
		.where('valid_from', '<=', today)
		.where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>=', today)]))
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

export type Persona = { account: Account; role: Role; committeeId: string | null; partnerName: string | null };

/** The people of the demonstration with the seat each has, in the order of the roles. */
export async function listPersonas(tx: Transaction): Promise<Persona[]> {
	const rows = await columns(tx)
		.innerJoin('seats', 'seats.account_id', 'accounts.id')
		.leftJoin('partners', 'partners.id', 'seats.partner_id')
		.select(['role', 'seats.committee_id as committeeId', 'partners.name as partnerName'])
		.where('accounts.demonstration', '=', true)
		.where('accounts.disabled_at', 'is', null)
		.where('seats.ended_at', 'is', null)
		.orderBy('accounts.id')
		.execute();
	const personas = rows.map(({ role, committeeId, partnerName, ...account }) => ({
		...{ account: account as Account, role: role as Role, committeeId, partnerName },
	}));
	return personas.sort((one, other) => roles.indexOf(one.role) - roles.indexOf(other.role));
}

/** Takes the people of the demonstration away, with their seats and sessions. */
export async function deleteDemonstrationPeople(tx: Transaction): Promise<void> {
	await tx.deleteFrom('seats').where('demonstration', '=', true).execute();
	await tx
		.deleteFrom('committee_orders')
		.where('demonstration', '=', true)
		.where(sql<boolean>`not exists (select from seats where order_id = committee_orders.id)`)
		.execute();
	await tx
		.deleteFrom('accounts')
		.where('demonstration', '=', true)
		.where(sql<boolean>`not exists (select from seats where accounts.id in (account_id, substitute_id))`)
		.execute();
}

/** Names of accounts by id, as far as the scope shows them: an erased or foreign one is not among them. */
export async function listAccountNames(tx: Transaction, ids: readonly string[]): Promise<Record<string, string>> {
	const asked = [...new Set(ids)].filter(isId);
	if (asked.length === 0) return {};
	const rows = await tx
		.selectFrom('accounts')
		.select(['id', 'name'])
		.where('id', 'in', asked)
		.where('erased_at', 'is', null)
		.execute();
	return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

/** The activities of a committee that a person runs in the room. */
export async function listFacilitated(tx: Transaction, accountId: string, committeeId: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('activity_facilitators')
		.select('activity_id as id')
		.where('account_id', '=', accountId)
		.where('committee_id', '=', committeeId)
		.execute();
	return rows.map(({ id }) => id);
}

/** Gives a person activities to run in the room; those already given stay. */
export async function insertFacilitators(
	tx: Transaction,
	committeeId: string,
	accountId: string,
	activityIds: readonly string[],
): Promise<void> {
	if (activityIds.length === 0) return;
	const rows = activityIds.map((activity_id) => ({ committee_id: committeeId, activity_id, account_id: accountId }));
	await tx
		.insertInto('activity_facilitators')
		.values(rows)
		.onConflict((on) => on.doNothing())
		.execute();
}

/** The orders of a committee, the latest first. */
export async function listOrders(tx: Transaction, committeeId: string): Promise<CommitteeOrder[]> {
	return tx
		.selectFrom('committee_orders')
		.select(['id', 'number', 'dated_on as datedOn', 'valid_from as validFrom', 'valid_to as validTo'])
		.where('committee_id', '=', committeeId)
		.orderBy('valid_from', 'desc')
		.orderBy('dated_on', 'desc')
		.orderBy('id', 'desc')
		.execute();
}

const seated = (tx: Transaction) =>
	tx
		.selectFrom('seats')
		.innerJoin('accounts as holder', 'holder.id', 'account_id')
		.leftJoin('accounts as deputy', 'deputy.id', 'substitute_id')
		.leftJoin('committee_orders', 'committee_orders.id', 'order_id')
		.leftJoin('partners', 'partners.id', 'partner_id')
		.select(['seats.id', 'role', 'seats.valid_from', 'seats.valid_to', 'ended_at', 'seats.demonstration'])
		.select(['order_id', 'committee_orders.number', 'dated_on', 'partner_id', 'partners.name as partner_name'])
		.select(['holder.id as holder_id', 'holder.name as holder_name', 'holder.email as holder_email'])
		.select(['holder.locale as holder_locale', 'holder.disabled_at as holder_disabled'])
		.select(['deputy.id as deputy_id', 'deputy.name as deputy_name', 'deputy.email as deputy_email'])
		.select(['deputy.locale as deputy_locale', 'deputy.disabled_at as deputy_disabled']);
type SeatRow = Awaited<ReturnType<ReturnType<typeof seated>['execute']>>[number];

const readSeat = (row: SeatRow): Seat => ({
	...{ id: row.id, role: row.role as Role, demonstration: row.demonstration },
	...{ validFrom: row.valid_from, validTo: row.valid_to, endedAt: row.ended_at },
	order: row.order_id ? { id: row.order_id, number: row.number ?? '', datedOn: row.dated_on ?? '' } : null,
	partner: row.partner_id ? { id: row.partner_id, name: row.partner_name ?? '' } : null,
	person: {
		...{ id: row.holder_id, name: row.holder_name, email: row.holder_email },
		...{ locale: row.holder_locale as 'sq' | 'en', disabled: row.holder_disabled !== null },
	},
	substitute: row.deputy_id
		? {
				...{ id: row.deputy_id, name: row.deputy_name ?? '', email: row.deputy_email },
				...{ locale: row.deputy_locale as 'sq' | 'en', disabled: row.deputy_disabled !== null },
			}
		: null,
});

/** Every seat of a committee, whenever it was, in the order of the roles. */
export async function listSeats(tx: Transaction, committeeId: string): Promise<Seat[]> {
	const rows = await seated(tx).where('seats.committee_id', '=', committeeId).orderBy('seats.id').execute();
	return rows.map(readSeat).sort((one, other) => roles.indexOf(one.role) - roles.indexOf(other.role));
}

/** A seat of this committee; null for that of an administrator, which belongs to none. */
export async function getSeat(tx: Transaction, committeeId: string | null, id: string): Promise<Seat> {
	const row = isId(id)
		? await seated(tx)
				.where('seats.id', '=', id)
				.where('seats.committee_id', committeeId === null ? 'is' : '=', committeeId)
				.executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no seat ${id}`);
	return readSeat(row);
}

export async function saveValidity(
	tx: Transaction,
	id: string,
	{ validFrom, validTo }: { validFrom: string; validTo: string | null },
): Promise<void> {
	await tx.updateTable('seats').set({ valid_from: validFrom, valid_to: validTo }).where('id', '=', id).execute();
}

/** From this moment the seat gives no access. */
export async function saveEnded(tx: Transaction, id: string): Promise<void> {
	await tx
		.updateTable('seats')
		.set({ ended_at: sql`now()` })
		.where('id', '=', id)
		.where('ended_at', 'is', null)
		.execute();
}

/** Who runs an activity in the room, by name. */
export async function listActivityFacilitators(
	tx: Transaction,
	activityId: string,
): Promise<{ id: string; name: string }[]> {
	return tx
		.selectFrom('activity_facilitators')
		.innerJoin('accounts', 'accounts.id', 'account_id')
		.select(['accounts.id', 'accounts.name'])
		.where('activity_id', '=', activityId)
		.orderBy('accounts.name')
		.execute();
}

export async function deleteFacilitator(tx: Transaction, activityId: string, accountId: string): Promise<void> {
	if (!isId(accountId)) return;
	await tx
		.deleteFrom('activity_facilitators')
		.where('activity_id', '=', activityId)
		.where('account_id', '=', accountId)
		.execute();
}

const seatsInForce = (today: string) => sql<
	{ role: Role; committee: string | null; partner: string | null; substitute: boolean }[]
>`coalesce((select jsonb_agg(jsonb_build_object('role', role, 'committee', committees.slug, 'partner', partners.name,
	'substitute', substitute_id = accounts.id) order by role, committees.slug) from seats
	left join committees on committees.id = seats.committee_id left join partners on partners.id = partner_id
	where accounts.id in (account_id, substitute_id) and ended_at is null and seats.valid_from <= ${today}
	and (seats.valid_to is null or seats.valid_to >= ${today})), '[]')`;

export type ListedAccount = Account & {
	erasedAt: Date | null;
	/** The last day on which the person was here. */
	seenOn: string | null;
	createdAt: Date;
	seats: { role: Role; committee: string | null; partner: string | null; substitute: boolean }[];
};

/** Every account with the seats in force on a day, by name; an erased one is not among them. */
export async function listAccounts(tx: Transaction, today: string): Promise<ListedAccount[]> {
	const rows = await columns(tx)
		.select(['erased_at as erasedAt', 'seen_on as seenOn', 'accounts.created_at as createdAt'])
		.select(seatsInForce(today).as('seats'))
		.where('erased_at', 'is', null)
		.orderBy(sql`accounts.name collate "sq-x-icu"`)
		.execute();
	return rows as ListedAccount[];
}

/** The seats of an administrator in force on a day, of accounts that can sign in; held until the end of the transaction. */
export async function listAdministrators(
	tx: Transaction,
	today: string,
): Promise<{ seatId: string; accountId: string }[]> {
	return tx
		.selectFrom('seats')
		.innerJoin('accounts', 'accounts.id', 'account_id')
		.select(['seats.id as seatId', 'account_id as accountId'])
		.where('role', '=', 'administrator')
		.where('ended_at', 'is', null)
		.where('disabled_at', 'is', null)
		.where('valid_from', '<=', today)
		.where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>=', today)]))
		.forUpdate()
		.execute();
}

export async function saveDisabled(tx: Transaction, id: string, disabled: boolean): Promise<void> {
	await tx
		.updateTable('accounts')
		.set({ disabled_at: disabled ? sql<Date>`coalesce(disabled_at, now())` : null })
		.where('id', '=', id)
		.where('erased_at', 'is', null)
		.execute();
}

/** Leaves of an account the number under which histories know a role. The seats end; that they were stays. */
export async function saveErased(tx: Transaction, id: string): Promise<void> {
	const email = `erased.${id}@erased.invalid`;
	await tx
		.updateTable('accounts')
		.set({
			...{ email, email_likeness: email, name: '–', locale: 'sq', seen_on: null, erased_at: sql<Date>`now()` },
			disabled_at: sql<Date>`coalesce(disabled_at, now())`,
		})
		.where('id', '=', id)
		.execute();
	await tx.updateTable('seats').set({ substitute_id: null }).where('substitute_id', '=', id).execute();
	await tx
		.updateTable('seats')
		.set({ ended_at: sql<Date>`now()` })
		.where('account_id', '=', id)
		.where('ended_at', 'is', null)
		.execute();
	await tx.deleteFrom('activity_facilitators').where('account_id', '=', id).execute();
}

/** Everything that is kept about a person as somebody who may come in: no secret, no hash. */
export async function readTraces(tx: Transaction, id: string) {
	const { rows } = await sql<{ traces: Record<string, unknown> }>`select jsonb_build_object(
		'account', (select to_jsonb(a) from (select id, email, name, locale, created_at, disabled_at, seen_on from accounts where id = ${id}) a),
		'seats', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from (select seats.id, role, committees.code as committee,
			committee_orders.number as order_number, dated_on as order_date, partners.name as institution,
			case when substitute_id = ${id} then 'substitute' else 'member' end as as_what, seats.valid_from, seats.valid_to, ended_at
			from seats left join committees on committees.id = seats.committee_id
			left join committee_orders on committee_orders.id = order_id left join partners on partners.id = partner_id
			where ${id} in (account_id, substitute_id) order by seats.id) s),
		'activities', (select coalesce(jsonb_agg(activity_id), '[]') from activity_facilitators where account_id = ${id}),
		'sessions', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from (select kind, device, started_at, seen_at, expires_at
			from sessions where account_id = ${id}) s),
		'passkeys', (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from (select name, created_at, used_at
			from passkeys where account_id = ${id}) p),
		'authenticator_app', (select confirmed_at from totp_factors where account_id = ${id}),
		'recovery_codes_left', (select count(*) from recovery_codes where account_id = ${id} and used_at is null),
		'sign_in_requests', (select coalesce(jsonb_agg(created_at), '[]') from sign_in_requests where account_id = ${id}),
		'invitations', (select coalesce(jsonb_agg(created_at), '[]') from invitations where account_id = ${id})
	) as traces`.execute(tx);
	return rows[0]?.traces ?? {};
}
