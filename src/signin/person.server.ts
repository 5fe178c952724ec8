import { deleteMailsOf, listMailsOf } from '#mail/store.server.ts';
import { deleteContactsAt, listContactsAt } from '#partners/store.server.ts';
import { giveAdministration, isLastAdministrator, takeAdministration } from '#people/actions.server.ts';
import { findAccount, getAccount, readTraces, saveDisabled, saveErased } from '#people/store.server.ts';
import { listEntriesBy, noteEvent } from '#platform/audit.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Scope, Transaction } from '#platform/db.server.ts';
import { deleteDoorsOf } from './store.server.ts';

/** Somebody has to be left who can let others in. */
export type Outcome = { ok: true } | { ok: false; reason: 'last_administrator' };
const refused = { ok: false, reason: 'last_administrator' } as const;
const isLast = (tx: Transaction, id: string): Promise<boolean> => isLastAdministrator(tx, id, dayAt(new Date()));

/** What a person left stands in every committee: to hand it over or to erase it, an administrator acts on all of them. */
export const wholeScope = (actor: Actor): Scope => ({ kind: 'installation', actor });

/** Shuts an account out at once; its seats stay, for whoever enables it again. */
export async function disableAccount(tx: Transaction, id: string): Promise<Outcome> {
	await getAccount(tx, id);
	if (await isLast(tx, id)) return refused;
	await saveDisabled(tx, id, true);
	await deleteDoorsOf(tx, id);
	return { ok: true };
}

export async function enableAccount(tx: Transaction, id: string): Promise<Outcome> {
	await getAccount(tx, id);
	await saveDisabled(tx, id, false);
	return { ok: true };
}

/** Gives or takes the administration of the installation; what was open under the other rights ends. */
export async function changeAdministration(tx: Transaction, id: string, given: boolean): Promise<Outcome> {
	const today = dayAt(new Date());
	await getAccount(tx, id);
	if (given) await giveAdministration(tx, id, today);
	else if (!(await takeAdministration(tx, id, today)).ok) return refused;
	await deleteDoorsOf(tx, id);
	return { ok: true };
}

/**
 * Everything that is kept about a person: the account, seats, sessions, factors without their secrets, contacts and mails, and
 * what was done with the role, by its ids. Needs the scope of the installation: mails and institutions belong to committees.
 */
export async function exportAccount(tx: Transaction, id: string): Promise<Record<string, unknown>> {
	const { email } = await getAccount(tx, id);
	const mails = await listMailsOf(tx, id, email);
	await noteEvent(tx, 'account.exported', { account: id });
	return {
		...(await readTraces(tx, id)),
		contacts: await listContactsAt(tx, email),
		mails: mails.map(({ kind, to, subject, text, state, createdAt, sentAt }) => ({
			...{ kind, to, subject, text, state, createdAt, sentAt },
		})),
		done: await listEntriesBy(tx, id),
	};
}

/**
 * Erases a person: everything that names them goes, whatever opened a door goes; what they did stays under a number, told by its
 * role. Needs the scope of the installation.
 */
export async function eraseAccount(tx: Transaction, id: string): Promise<Outcome> {
	const { email, name } = await getAccount(tx, id);
	if (await isLast(tx, id)) return refused;
	await deleteDoorsOf(tx, id, { withKeys: true });
	await deleteMailsOf(tx, id, { email, name });
	await deleteContactsAt(tx, email);
	await saveErased(tx, id);
	return { ok: true };
}

/** The account of an address as it was typed, byte for byte. */
export const accountAt = (tx: Transaction, email: string) => findAccount(tx, { email });
