import { getLand } from '#committees/actions.server.ts';
import { getCoverage } from '#planning/reach.server.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => ({
		programme,
		coverage: await getCoverage(tx, committee, programme.id),
		...(await getLand(tx, committee)),
	}));
