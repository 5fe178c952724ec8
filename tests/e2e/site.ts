import type { Browser, BrowserContext } from 'playwright-core';
import type { Role } from '#people/model.ts';
import { closeDatabase } from '#platform/db.server.ts';
import { launchBrowser } from '../support/browser.ts';
import { enterContext, personaCookie } from '../support/people.ts';
import { testServer } from '../support/server.ts';

/** The server that `npm test` keeps, with the demonstration: the same for all files, so tests leave it as it was. */
export type Site = {
	origin: string;
	/** Enters as a person of the demonstration, the secretary unless told; the cookie for requests without a browser. */
	enterDesk(context?: BrowserContext, role?: Role): Promise<string>;
	close(): Promise<void>;
};

export const openBrowser = (): Promise<Browser> => launchBrowser();

export async function openSite(): Promise<Site> {
	const origin = testServer().url;
	return {
		origin,
		enterDesk: async (context, role = 'secretary') => {
			const cookie = await personaCookie(role);
			if (context) await enterContext(context, origin, cookie);
			return cookie;
		},
		close: closeDatabase,
	};
}
