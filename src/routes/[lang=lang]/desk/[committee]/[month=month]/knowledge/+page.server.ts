import { onMonth } from '#programmes/actions.server.ts';
import { divisionOf } from '#results/division.ts';
import { getMonthKnowledge } from '#results/reading.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => ({
		programme,
		...(await getMonthKnowledge(tx, programme.id, divisionOf(url.searchParams.get('by')))),
	}));
