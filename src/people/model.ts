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

type Seat = { validFrom: string; validTo: string | null; endedAt: Date | null };
/** Whether a seat gives access on a day. */
export const isInForce = ({ validFrom, validTo, endedAt }: Seat, today: string): boolean =>
	endedAt === null && validFrom <= today && (validTo === null || today <= validTo);

/** What an actor is, as the history tells it. */
export const actorKind = (actor: string): string => actor.split(':', 1)[0] ?? actor;
/** Whose name a history may look up, when it was a person with an account. */
export const actorAccount = (actor: string): string | null => {
	const [kind = '', id] = actor.split(':');
	return id && (roles as readonly string[]).includes(kind) ? id : null;
};
