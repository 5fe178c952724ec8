import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => ({
	locale: locals.locale,
	/** The same page in another language differs in the first part of its path only. */
	path: url.pathname.replace(/^\/[a-z]{2}(?=\/|$)/, ''),
});
