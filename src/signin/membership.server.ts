import type { Committee } from '#committees/model.ts';
import { endSeat, getOwnSeat, sittersOf, submitSeat, submitValidity } from '#people/actions.server.ts';
import type { Role } from '#people/model.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import { invite } from './enrolment.server.ts';
import { deleteSessionsOf } from './store.server.ts';

/** What a person may do has changed: whatever is open under the old rights ends at once. */
async function endSessions(tx: Transaction, accountIds: readonly string[], but?: string): Promise<void> {
	for (const id of accountIds) await deleteSessionsOf(tx, id, but);
}

type Giving = {
	committee: Pick<Committee, 'id' | 'level'>;
	giver: Role /** The session of whoever gives. */;
	session?: string;
};

/** Gives the seat of a form. */
export async function giveSeat(tx: Transaction, { committee, giver, session }: Giving, typed: Typed) {
	const outcome = await submitSeat(tx, committee, giver, typed);
	if (!outcome.ok) return outcome;
	await endSessions(tx, outcome.accountIds, session);
	for (const id of outcome.added) await invite(tx, id);
	return outcome;
}

/** Gives a seat other days. */
export async function changeValidity(
	tx: Transaction,
	{ committee, giver }: Giving,
	wish: { id: string; typed: Typed },
) {
	const outcome = await submitValidity(tx, committee, giver, wish);
	if (outcome.ok) await endSessions(tx, sittersOf(outcome.seat));
	return outcome;
}

/** Takes a seat away at once. */
export async function takeSeat(tx: Transaction, { committee, giver }: Giving, id: string): Promise<void> {
	await endSessions(tx, await endSeat(tx, committee, giver, id));
}

/** Invites one of those who sit there once more: the member, unless the substitute is meant. */
export async function inviteAgain(
	tx: Transaction,
	{ committee, giver }: Giving,
	{ id, account }: { id: string; account: string },
): Promise<void> {
	const sitters = sittersOf(await getOwnSeat(tx, committee, giver, id));
	const invited = sitters.find((one) => one === account) ?? (account === '' ? sitters[0] : undefined);
	if (!invited) throw new Problem('not_found', `account ${account} does not sit there`);
	await invite(tx, invited);
}
