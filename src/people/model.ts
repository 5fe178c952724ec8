import { searchForm } from '#i18n/search.ts';

/** What a person may be for a committee, and the administrator of the installation. The order decides between two seats. */
export const roles = [
	'administrator',
	'secretary',
	'chair',
	'national',
	'focal_point',
	'facilitator',
	'juror',
] as const;
export type Role = (typeof roles)[number];

/** Which records a right reaches: every committee's, those of the committee of the seat, of its institution, of activities one runs. */
export type Ownership = 'any' | 'county' | 'institution' | 'activity';

export type Account = {
	id: string;
	email: string;
	name: string;
	locale: 'sq' | 'en';
	disabledAt: Date | null;
	demonstration: boolean;
};

/** A role that is in force today, by a seat of one's own or as its substitute. */
export type Grant = {
	seatId: string;
	role: Role;
	/** Null for an administrator. */
	committeeId: string | null;
	committeeLevel: 'county' | 'national' | null;
	/** The institution a focal point speaks for. */
	partnerId: string | null;
};

/** The yearly order that names a committee. */
export type CommitteeOrder = {
	id: string;
	number: string;
	datedOn: string;
	validFrom: string;
	validTo: string;
};

/** An address as it is compared: byte for byte, only that domains have no capitals. */
export function emailOf(typed: string): string {
	const at = typed.lastIndexOf('@');
	return at < 0 ? typed : typed.slice(0, at) + typed.slice(at).toLowerCase();
}

const address =
	/^[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]+(\.[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Whether an address can belong to an account: ASCII only, so that ë and e, composed and decomposed letters never meet. */
export const isEmail = (email: string): boolean =>
	email.length <= 254 && email.indexOf('@') <= 64 && address.test(email);

/** Addresses that people take for each other have the same likeness; two accounts never do. */
export const likenessOf = (email: string): string => email.toLowerCase();

type Period = { validFrom: string; validTo: string | null };
type Term = Period & { endedAt: Date | null };

/** `ended` is before its time, `over` by the calendar. */
export const standings = ['in_force', 'ahead', 'over', 'ended'] as const;
export type Standing = (typeof standings)[number];

export function standingOf({ validFrom, validTo, endedAt }: Term, today: string): Standing {
	if (endedAt !== null) return 'ended';
	if (today < validFrom) return 'ahead';
	return validTo !== null && validTo < today ? 'over' : 'in_force';
}

/** Whether a seat gives access on a day. */
export const isInForce = (seat: Term, today: string): boolean => standingOf(seat, today) === 'in_force';

/** Somebody who sits, or stands in for who sits. Without an address for those who only read. */
export type Sitting = { id: string; name: string; email: string | null; locale: 'sq' | 'en'; disabled: boolean };

export type Seat = Term & {
	id: string;
	role: Role;
	order: { id: string; number: string; datedOn: string } | null;
	/** The institution a focal point speaks for. */
	partner: { id: string; name: string } | null;
	person: Sitting;
	substitute: Sitting | null;
	demonstration: boolean;
};

/** The roles that exist in a committee; an administrator's belongs to none. */
export const rolesIn = (level: 'county' | 'national'): Role[] =>
	level === 'national' ? ['national'] : ['chair', 'secretary', 'focal_point', 'facilitator', 'juror'];

/**
 * The seats that a person may give and take in a committee. The secretariat does not name who it works for or beside: chair,
 * secretaries and the national office are seated by the administrator, after the order.
 */
export function seatsGivenBy(giver: Role, level: 'county' | 'national'): Role[] {
	if (giver === 'administrator') return rolesIn(level);
	return giver === 'secretary' && level === 'county' ? ['focal_point', 'facilitator', 'juror'] : [];
}

/** Named in the yearly order; a facilitator or juror may come without one, for a time. */
export const needsOrder = (role: Role): boolean => role !== 'facilitator' && role !== 'juror';

/** What an actor is, as the history tells it. */
export const actorKind = (actor: string): string => actor.split(':', 1)[0] ?? actor;
/** Whose name a history may look up, when it was a person with an account. */
export const actorAccount = (actor: string): string | null => {
	const [kind = '', id] = actor.split(':');
	return id && (roles as readonly string[]).includes(kind) ? id : null;
};

/** Whether every word of a search is in a name or an address; marks and capitals say nothing. */
export function isNamed({ name, email }: Pick<Account, 'name' | 'email'>, search: string): boolean {
	const words = searchForm(search).split(' ').filter(Boolean);
	const text = searchForm(`${name} ${email}`);
	return words.every((word) => text.includes(word));
}
