import type { Ownership, Role } from './model.ts';

/** Open to nobody but those named; a role with the records it reaches. */
export type Rights = Partial<Record<Role, Ownership>>;
/**
 * - `public`: the same for everybody, so kept ready by the front
 * - `anyone`: open, but never kept
 * - `signed_in`: everybody with a session, about themselves
 */
export type Rule = 'public' | 'anyone' | 'signed_in' | Rights;

export const secretariat: Rights = { secretary: 'county' };
export const chair: Rights = { chair: 'county' };
export const leaders: Rights = { ...secretariat, ...chair };
/** Who reads what a committee plans and reports. */
export const readers: Rights = { ...leaders, national: 'any' };
/** Besides, whoever carries the activity out sees it. */
export const involved: Rights = { ...readers, focal_point: 'institution', facilitator: 'activity' };
/** Whoever carries it out says that it took place and what happened. */
export const carriers: Rights = { ...secretariat, focal_point: 'institution', facilitator: 'activity' };
/** What the secretariat does to the record of an institution or a place. */
export const named = {
	'?/edit': secretariat,
	'?/alias': secretariat,
	'?/remove': secretariat,
	'?/confirm': secretariat,
	'?/merge': secretariat,
};
/** The accounts of the installation, whatever the committee. */
export const administration: Rights = { administrator: 'any' };
/** Who seats the people of a committee, each the roles that `seatsGivenBy` says. */
export const seaters: Rights = { ...secretariat, administrator: 'any' };
export const institution: Rights = { focal_point: 'institution' };
/** Who writes what a committee owns; at its own desk the national office does too. */
export const authors: Rights = { ...secretariat, national: 'county' };
/** What only the national office does, at its own desk. */
export const office: Rights = { national: 'county' };
/** Who may be the second person that reads it. */
export const approvers: Rights = { ...leaders, national: 'county' };
/** Who sees what became of mails: the secretariat those of its committee, an administrator those about accounts (and no texts). */
export const senders: Rights = { ...secretariat, administrator: 'any' };
export const hosts: Rights = { ...secretariat, ...institution };

/** Several verbs with one rule. */
export const each = (rule: Rule, ...verbs: string[]): Record<string, Rule> =>
	Object.fromEntries(verbs.map((verb) => [verb, rule]));
