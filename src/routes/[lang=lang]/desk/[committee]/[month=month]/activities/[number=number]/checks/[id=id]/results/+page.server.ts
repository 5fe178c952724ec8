import { onActivity } from '#activities/actions.server.ts';
import { getResult } from '#results/reading.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onActivity(locals, params, 'see', async ({ tx, committee, programme, activity }) => ({
		...{ programme, activity },
		...(await getResult(tx, { committeeId: committee.id, activityId: activity.id }, params.id)),
	}));
