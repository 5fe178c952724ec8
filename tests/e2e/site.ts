import type { Browser, BrowserContext } from 'playwright-core';
import { defaultLocale } from '#i18n/locales.ts';
import { issueEntryKey } from '#people/actions.server.ts';
import { sessionCookie } from '#people/model.ts';
import { closeDatabase } from '#platform/db.server.ts';
import { launchBrowser } from '../support/browser.ts';
import { testServer } from '../support/server.ts';

/** The server that `npm test` keeps, with the demonstration: the same for all files, so tests leave it as it was. */
export type Site = {
	origin: string;
	/** A link that opens the desk once. */
	deskLink(): Promise<string>;
	/** Opens the desk; the cookie for requests without a browser. */
	enterDesk(context?: BrowserContext): Promise<string>;
	close(): Promise<void>;
};

export const openBrowser = (): Promise<Browser> => launchBrowser();

export async function openSite(): Promise<Site> {
	const origin = testServer().url;
	return {
		origin,
		deskLink: async () => `${origin}/${defaultLocale}/desk/enter?key=${await issueEntryKey()}`,
		enterDesk: async (context) => {
			const answer = await fetch(`${origin}/${defaultLocale}/desk/enter?/enter`, {
				method: 'POST',
				redirect: 'manual',
				headers: { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({ key: await issueEntryKey() }),
			});
			const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
			if (!cookie.startsWith(`${sessionCookie}=`)) throw new Error(`the desk did not open: ${answer.status}`);
			await context?.addCookies([{ name: sessionCookie, value: cookie.slice(sessionCookie.length + 1), url: origin }]);
			return cookie;
		},
		close: closeDatabase,
	};
}
