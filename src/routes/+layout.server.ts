import { exitAddress } from '#platform/leaving.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => ({
	locale: locals.locale,
	/** Where somebody who leaves a public page is sent. */
	exit: exitAddress(),
	/** The same page in another language differs in the first part of its path only. */
	path: url.pathname.replace(/^\/[a-z]{2}(?=\/|$)/, ''),
});
