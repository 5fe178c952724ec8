import { onActivity } from '#activities/actions.server.ts';
import { getCheckPage } from '#checks/desk.server.ts';
import { waysOf } from '#checks/model.ts';
import { Problem } from '#platform/problem.ts';
import type { PageServerLoad } from './$types';

/** Asked for again every five seconds, unless somebody stops it. */
export const load: PageServerLoad = ({ locals, params, setHeaders, url }) => {
	const still = url.searchParams.has('still');
	if (!still) setHeaders({ refresh: '5' });
	return onActivity(locals, params, 'see', async ({ tx, committee, activity }) => {
		const owner = { committeeId: committee.id, activityId: activity.id };
		const page = await getCheckPage(tx, owner, params.id, url.origin);
		if (!waysOf[page.check.mode].includes('phone')) throw new Problem('not_found', 'hands need no wall');
		return { page, still, here: url.pathname.replace(/\/room$/, '') };
	});
};
