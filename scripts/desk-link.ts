import { defaultLocale } from '#i18n/locales.ts';
import type { Settings } from './settings.ts';

/** Where people sign in. @param address of the server, e.g. `http://127.0.0.1:3000` */
export const deskLink = (address: string): string => `${address}/${defaultLocale}/desk/enter`;

/** Says to the application whether only this machine can reach it; a proxy in front would bring others. */
export function tellReach({ host, trustProxy }: Pick<Settings, 'host' | 'trustProxy'>): void {
	const loopbackOnly = /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host) && !trustProxy;
	process.env.KAMBANA_LOOPBACK = loopbackOnly ? '1' : '0';
}
