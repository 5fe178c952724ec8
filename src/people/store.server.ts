import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import { type Account, type CommitteeOrder, likenessOf, type Role, roles } from './model.ts';

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
	const rows = await tx.selectFrom('accounts').select(['id', 'name']).where('id', 'in', asked).execute();
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
