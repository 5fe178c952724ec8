import type { Grant } from '#people/model.ts';

export const sessionKinds = ['desk', 'field'] as const;
export type SessionKind = (typeof sessionKinds)[number];

/** A session at the desk ends after this long without a request, and in any case after `deskHours`. */
export const idleMinutes = 30;
export const deskHours = 12;
/** A field phone stays known this long; it only sends, everything else asks for a second factor again. */
export const fieldDays = 30;

/** Only this site can set it, for all of its paths and over a safe connection (RFC 6265bis, cookie prefixes). */
export const sessionCookie = '__Host-kambana';

/** Who is behind a request, with every seat in force today. */
export type Session = {
	id: string;
	kind: SessionKind;
	persona: boolean;
	/** When a second factor was last proven. */
	provenAt: Date;
	account: { id: string; name: string; locale: 'sq' | 'en' };
	grants: Grant[];
};

/** Addresses that only programs on this machine can ask for. */
const loopback = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/**
 * Whether everybody may try every role: only while the demonstration is loaded, the server listens on this machine alone, no
 * proxy stands before it, and the page was asked for at an address of this machine.
 */
export const mayChoosePersona = (situation: { loaded: boolean; loopbackOnly: boolean; host: string }): boolean =>
	situation.loaded && situation.loopbackOnly && loopback.test(situation.host);

const systems: readonly [RegExp, string][] = [
	[/Android/, 'Android'],
	[/iPhone|iPad/, 'iOS'],
	[/Windows/, 'Windows'],
	[/Mac OS X/, 'macOS'],
	[/Linux/, 'Linux'],
];
const browsers: readonly [RegExp, string][] = [
	[/Firefox\//, 'Firefox'],
	[/Edg\//, 'Edge'],
	[/Chrome\//, 'Chrome'],
	[/Safari\//, 'Safari'],
];

/** A coarse word for a device, so that people recognise their own sessions; nothing that tells one phone from another. */
export function deviceOf(userAgent: string): string {
	const known = (signs: readonly [RegExp, string][]) => signs.find(([sign]) => sign.test(userAgent))?.[1];
	return [known(browsers), known(systems)].filter(Boolean).join(', ') || '?';
}

/** A second factor proven on a field phone is good for this long; after that the phone only sends. */
export const provenMinutes = 15;
export const isProven = ({ kind, provenAt }: Pick<Session, 'kind' | 'provenAt'>, now: Date): boolean =>
	kind === 'desk' || now.getTime() - provenAt.getTime() < provenMinutes * 60_000;

/** Changing a factor asks for a factor proven this recently, at the desk too. */
export const isFresh = ({ provenAt }: Pick<Session, 'provenAt'>, now: Date): boolean =>
	now.getTime() - provenAt.getTime() < provenMinutes * 60_000;

/** Of the browser that asked for a mail: link and code work there only. */
export const askedCookie = '__Host-kambana-asked';
/** Between the mail and the second factor. */
export const halfCookie = '__Host-kambana-half';
/** Of a browser that has signed in before: its letters are counted apart from those that strangers ask for. */
export const knownCookie = '__Host-kambana-known';
/** The page that was asked for before the sign-in. */
export const backCookie = '__Host-kambana-back';

/** A link or a code from a mail, and what follows it, is good for this long. */
export const mailMinutes = 10;
export const invitationHours = 24;
export const challengeMinutes = 5;
/** Codes typed for one request, and for one half session. */
export const mostTries = 5;
/** Mails to one account within an hour, from browsers that it knows and from all others. */
export const mostMails = 5;
/** Asking takes this long, whoever is asked for; what takes longer ends at the next multiple. */
export const askMilliseconds = 400;

/** How the first person of an installation gets in. */
export const firstInvitation = 'npm run kambana -- invite EMAIL --role administrator';

/** What a half session is good for. */
export type HalfPurpose = 'second_factor' | 'enrol';

/** Only pages of our own desk are returned to; anything else is the desk itself. */
export function pageToReturnTo(text: string | null | undefined, locale: string): string {
	const own = /^\/[a-z]{2}\/desk(\/(?!\.)[\w%.~-]+)*(\?[\w%.~=&/-]*)?$/;
	const known = text && text.length <= 500 && own.test(text) && !/\/desk\/(enter|leave)(\/|\?|$)/.test(text);
	return known ? text : `/${locale}/desk`;
}

/** Digits as people type them: blanks and dashes do not count. */
export const plainDigits = (typed: string): string => typed.replace(/[\s-]/g, '');

export const recoveryCodes = 10;
/** 120 bits: nobody guesses one, so a fast hash is enough. */
export const recoveryBytes = 15;
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Crockford's base 32 in groups of four: no letter that looks like another. */
export function spellRecovery(bytes: Uint8Array): string {
	let bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	bits = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0');
	const spelled = (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('');
	return (spelled.match(/.{1,4}/g) ?? []).join('-');
}

/** A recovery code as it is hashed, whatever it was typed like. */
export const plainRecovery = (typed: string): string =>
	typed
		.toUpperCase()
		.replace(/[^0-9A-Z]/g, '')
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
