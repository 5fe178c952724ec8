import { onActivity } from '#activities/actions.server.ts';
import { getCheckPage } from '#checks/desk.server.ts';
import type { PageServerLoad } from './$types';

/** Asked for again every five seconds, unless somebody stops it. */
export const load: PageServerLoad = ({ locals, params, setHeaders, url }) => {
	const still = url.searchParams.has('still');
	if (!still) setHeaders({ refresh: '5' });
	return onActivity(locals, params, 'see', async ({ tx, committee, activity }) => ({
		page: await getCheckPage(tx, { committeeId: committee.id, activityId: activity.id }, params.id, url.origin),
		...{ still, here: url.pathname.replace(/\/room$/, '') },
	}));
};
