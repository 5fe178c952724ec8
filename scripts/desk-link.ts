import { defaultLocale } from '#i18n/locales.ts';
import { issueEntryKey } from '#people/actions.server.ts';

/** A new link that opens the desk once. @param address of the server, e.g. `http://127.0.0.1:3000` */
export async function deskLink(address: string): Promise<string> {
	return `${address}/${defaultLocale}/desk/enter?key=${await issueEntryKey()}`;
}
