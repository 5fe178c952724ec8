import type { Committee } from '#committees/model.ts';
import { listContacts, listPartners } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { type Actor, inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { mayDo } from './access.ts';
import { type Invited, parseOrder, parseSeat, parseValidity } from './input.ts';
import { type Grant, isInForce, likenessOf, type Role, type Seat, type Sitting, seatsGivenBy } from './model.ts';
import {
	findAccount,
	getAccount,
	getSeat,
	insertAccount,
	insertFacilitators,
	insertOrder,
	insertSeat,
	listAdministrators,
	listFacilitated,
	listOrders,
	listSeats,
	saveEnded,
	saveValidity,
} from './store.server.ts';

/** Whose records a seat reaches in a committee; row-level security holds every transaction of the request to it. */
export async function scopeOf(grant: Grant, accountId: string, committeeId: string): Promise<Scope> {
	switch (grant.role) {
		case 'secretary':
		case 'chair':
			return { kind: 'committee', committeeId };
		case 'national':
			// What the office owns itself it also writes; of the counties it reads what they report.
			return { kind: grant.committeeId === committeeId ? 'committee' : 'oversight', committeeId };
		case 'focal_point':
			return { kind: 'partner', committeeId, partnerId: grant.partnerId ?? '' };
		case 'facilitator': {
			const activityIds = await inTransaction({ kind: 'identity' }, (tx) =>
				listFacilitated(tx, accountId, committeeId),
			);
			return { kind: 'activity', committeeId, activityIds };
		}
		case 'administrator':
			return { kind: 'identity' };
		case 'juror':
			return { kind: 'public' };
	}
}

/**
 * Whom to write to in an institution, for whoever may keep it: the secretariat and the institution itself. Null for every other
 * reader of its page, who gets nothing of it.
 */
export async function contactsFor(
	tx: Transaction,
	{ committee, session }: Pick<App.Locals, 'committee' | 'session'>,
	partnerId: string,
): Promise<{ list: Awaited<ReturnType<typeof listContacts>>; today: string } | null> {
	const route = '/partners/[id=id]/contacts/[contact]';
	if (!committee || !session || !mayDo(session.grants, committee.id, route)) return null;
	return { list: await listContacts(tx, [partnerId]), today: dayAt(new Date()) };
}

type Home = Pick<Committee, 'id' | 'level'>;

/** One transaction about the seats of the committee in the address: how the pages of its members begin. */
export function onMembers<T>(
	{ committee, grant, actor }: Pick<App.Locals, 'committee' | 'grant' | 'actor'>,
	work: (desk: { tx: Transaction; committee: Committee; giver: Role; actor: Actor }) => Promise<T>,
): Promise<T> {
	if (!committee || !grant) throw new Problem('not_found', 'no committee in the address');
	// Accounts belong to no committee, so this scope is wider than the page: every question names the committee.
	return inTransaction({ kind: 'identity', actor }, (tx) => work({ tx, committee, giver: grant.role, actor }));
}

/** The committee by its orders: who sat, who sits, who will. Addresses are for those who invite, and for the chair. */
export async function getMembers(tx: Transaction, committee: Home, reader: Role) {
	const seats = await listSeats(tx, committee.id);
	const hidden = reader === 'national';
	const without = (one: Sitting): Sitting => (hidden ? { ...one, email: null } : one);
	return {
		orders: await listOrders(tx, committee.id),
		seats: seats.map((seat) => ({
			...seat,
			person: without(seat.person),
			substitute: seat.substitute && without(seat.substitute),
		})),
	};
}

/** Everything the form of a seat chooses from. */
export async function getSeatChoices(tx: Transaction, committee: Home, giver: Role, locale: 'sq' | 'en') {
	return {
		roles: seatsGivenBy(giver, committee.level),
		orders: await listOrders(tx, committee.id),
		partners: await listPartners(tx, committee.id, locale),
	};
}

/**
 * Writes down a yearly order. The seats of the one before it go on where wished, as far as whoever writes it may give them:
 * nobody lengthens a seat of their own.
 */
export async function submitOrder(
	tx: Transaction,
	committee: Home,
	giver: Role,
	typed: Typed,
): Promise<{ ok: true; id: string; copied: number } | { ok: false; issues: Issue[] }> {
	const parsed = parseOrder(typed);
	if (!parsed.ok) return parsed;
	const { copying, ...draft } = parsed.value;
	const earlier = await listOrders(tx, committee.id);
	if (earlier.some(({ number, datedOn }) => number === draft.number && datedOn === draft.datedOn))
		return { ok: false, issues: [{ field: 'number', message: 'issue.order_taken' }] };
	const id = await insertOrder(tx, { committeeId: committee.id, ...draft });
	const before = earlier.find(({ validFrom }) => validFrom <= draft.validFrom);
	if (!copying || !before) return { ok: true, id, copied: 0 };
	const given = seatsGivenBy(giver, committee.level);
	const seats = (await listSeats(tx, committee.id)).filter(
		({ order, role, endedAt, person }) =>
			order?.id === before.id && endedAt === null && !person.disabled && given.includes(role),
	);
	for (const { role, partner, person, substitute } of seats) {
		const { validFrom, validTo } = draft;
		const substituteId = substitute?.disabled ? null : (substitute?.id ?? null);
		const seat = { role, committeeId: committee.id, orderId: id, partnerId: partner?.id ?? null, substituteId };
		await insertSeat(tx, { ...seat, accountId: person.id, validFrom, validTo });
	}
	return { ok: true, id, copied: seats.length };
}

/** The account of an address, made where there is none yet; an issue where it could be mistaken for another one. */
async function accountFor(
	tx: Transaction,
	{ name, email, locale }: Invited,
	field: string,
): Promise<{ ok: true; id: string; added: boolean } | { ok: false; issues: Issue[] }> {
	const known = await findAccount(tx, { email });
	if (known?.disabledAt) return { ok: false, issues: [{ field, message: 'issue.email_disabled' }] };
	if (known) return { ok: true, id: known.id, added: false };
	if (await findAccount(tx, { likeness: likenessOf(email) }))
		return { ok: false, issues: [{ field, message: 'issue.email_likeness' }] };
	return { ok: true, id: await insertAccount(tx, { name, email, locale }), added: true };
}

/** Who was seated; `added` are those whose account is new. */
export type Seated = { ok: true; id: string; accountIds: string[]; added: string[] };

/** Reads the form of a seat and gives it. */
export async function submitSeat(
	tx: Transaction,
	committee: Home,
	giver: Role,
	typed: Typed,
): Promise<Seated | { ok: false; issues: Issue[] }> {
	const parsed = parseSeat(typed, await getSeatChoices(tx, committee, giver, 'sq'));
	if (!parsed.ok) return parsed;
	const { person, substitute, ...seat } = parsed.value;
	const holder = await accountFor(tx, person, 'email');
	if (!holder.ok) return holder;
	const deputy = substitute && (await accountFor(tx, substitute, 'substitute_email'));
	if (deputy && !deputy.ok) return deputy;
	const all = deputy ? [holder, deputy] : [holder];
	const substituteId = deputy?.id ?? null;
	const id = await insertSeat(tx, { ...seat, committeeId: committee.id, accountId: holder.id, substituteId });
	return {
		...{ ok: true, id, accountIds: all.map((one) => one.id) },
		added: all.filter(({ added }) => added).map((one) => one.id),
	};
}

/** A seat that whoever asks may take; any other is as if it did not exist. */
export async function getOwnSeat(tx: Transaction, committee: Home, giver: Role, id: string): Promise<Seat> {
	const seat = await getSeat(tx, committee.id, id);
	if (!seatsGivenBy(giver, committee.level).includes(seat.role))
		throw new Problem('forbidden', `a ${giver} does not give the seat of a ${seat.role}`);
	return seat;
}

/** Whom a seat lets in. */
export const sittersOf = ({ person, substitute }: Seat): string[] => [
	person.id,
	...(substitute ? [substitute.id] : []),
];

/** Reads new days for a seat and saves them; ended ones stay ended. */
export async function submitValidity(
	tx: Transaction,
	committee: Home,
	giver: Role,
	{ id, typed }: { id: string; typed: Typed },
): Promise<{ ok: true; seat: Seat } | { ok: false; issues: Issue[] }> {
	const seat = await getOwnSeat(tx, committee, giver, id);
	if (seat.endedAt) throw new Problem('conflict', 'an ended seat has no other days');
	const order = (await listOrders(tx, committee.id)).find((one) => one.id === seat.order?.id) ?? null;
	const parsed = parseValidity(typed, order);
	if (!parsed.ok) return parsed;
	await saveValidity(tx, seat.id, parsed.value);
	return { ok: true, seat };
}

/** Ends a seat at once; whom it let in. */
export async function endSeat(tx: Transaction, committee: Home, giver: Role, id: string): Promise<string[]> {
	const seat = await getOwnSeat(tx, committee, giver, id);
	await saveEnded(tx, seat.id);
	return sittersOf(seat);
}

/** Who may run an activity of a committee in the room: its facilitators on a day, by name. */
export async function listFacilitatorsOf(tx: Transaction, committee: Pick<Committee, 'id'>, today: string) {
	const seats = (await listSeats(tx, committee.id)).filter(
		(seat) => seat.role === 'facilitator' && isInForce(seat, today),
	);
	const people = seats.flatMap(({ person, substitute }) => (substitute ? [person, substitute] : [person]));
	return [...new Map(people.filter(({ disabled }) => !disabled).map(({ id, name }) => [id, { id, name }])).values()];
}

/** Gives a person an activity to run; only a facilitator of the committee. */
export async function addFacilitator(
	tx: Transaction,
	committee: Pick<Committee, 'id'>,
	{ activityId, accountId }: { activityId: string; accountId: string },
	today: string,
): Promise<void> {
	const known = await listFacilitatorsOf(tx, committee, today);
	if (!known.some(({ id }) => id === accountId)) throw new Problem('not_found', `no facilitator ${accountId}`);
	await insertFacilitators(tx, committee.id, accountId, [activityId]);
}

/** Whether an account is the only one that can still administer the installation. */
export async function isLastAdministrator(tx: Transaction, accountId: string, today: string): Promise<boolean> {
	const all = await listAdministrators(tx, today);
	return all.some((one) => one.accountId === accountId) && all.every((one) => one.accountId === accountId);
}

/** Makes a person an administrator of the installation; who is one already stays one. */
export async function giveAdministration(tx: Transaction, accountId: string, today: string): Promise<void> {
	const account = await getAccount(tx, accountId);
	if (account.disabledAt) throw new Problem('conflict', 'a disabled account administers nothing');
	if ((await listAdministrators(tx, today)).some((one) => one.accountId === account.id)) return;
	const seat = { role: 'administrator', committeeId: null, validTo: null } as const;
	await insertSeat(tx, { ...seat, accountId: account.id, validFrom: today });
}

/** Takes the administration away; never from the last one. */
export async function takeAdministration(
	tx: Transaction,
	accountId: string,
	today: string,
): Promise<{ ok: true } | { ok: false; reason: 'last_administrator' }> {
	if (await isLastAdministrator(tx, accountId, today)) return { ok: false, reason: 'last_administrator' };
	const seats = (await listAdministrators(tx, today)).filter((one) => one.accountId === accountId);
	for (const { seatId } of seats) await saveEnded(tx, seatId);
	return { ok: true };
}
