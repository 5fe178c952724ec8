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
