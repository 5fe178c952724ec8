import { defaultLocale } from '#i18n/locales.ts';
import { Refusal } from '#platform/refusal.ts';
import type { Settings } from './settings.ts';

/** Where people sign in. @param address of the server, e.g. `http://127.0.0.1:3000` */
export const deskLink = (address: string): string => `${address}/${defaultLocale}/desk/enter`;

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);

/** Whoever is reached from elsewhere has to say under which address: passkeys and links in mails belong to it. */
export function refuseUnknownAddress({ host, publicUrl }: Settings): void {
	if (isLoopback(host) || publicUrl) return;
	throw new Refusal(
		`HOST is "${host}", so others can come: set PUBLIC_URL to the address they type, such as https://kambana.example.al.`,
	);
}

/** The one address of this installation; on this machine alone it is the name localhost, because passkeys know no numbers. */
export const fixedAddress = ({ publicUrl }: Pick<Settings, 'publicUrl'>, port: number | string): string =>
	publicUrl ?? `http://localhost:${port}`;

/** Says to the application where it is, once the port is open; never taken from what a request says. */
export function tellAddress(settings: Settings, opened: string): void {
	process.env.KAMBANA_ORIGIN = fixedAddress(settings, new URL(opened).port);
}

/** Says to the application whether only this machine can reach it; a proxy in front would bring others. */
export function tellReach({ host, trustProxy }: Pick<Settings, 'host' | 'trustProxy'>): void {
	const loopbackOnly = isLoopback(host) && !trustProxy;
	process.env.KAMBANA_LOOPBACK = loopbackOnly ? '1' : '0';
}
