import { getCheckPage, onNational } from '#checks/desk.server.ts';
import type { PageServerLoad } from './$types';

/** Asked for again every five seconds, unless somebody stops it. */
export const load: PageServerLoad = ({ locals, params, setHeaders, url }) => {
	const still = url.searchParams.has('still');
	if (!still) setHeaders({ refresh: '5' });
	return onNational(locals, async ({ tx, owner }) => ({
		page: await getCheckPage(tx, owner, params.id, url.origin),
		...{ still, here: url.pathname.replace(/\/room$/, '') },
	}));
};
