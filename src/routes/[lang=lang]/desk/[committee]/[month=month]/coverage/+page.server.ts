import { getReachView } from '#planning/reach.server.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => ({
		programme,
		...(await getReachView(tx, committee, programme.id, url.searchParams.get('by'))),
	}));
