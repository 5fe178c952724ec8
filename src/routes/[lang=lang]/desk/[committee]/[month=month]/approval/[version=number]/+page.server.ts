import { onMonth } from '#programmes/actions.server.ts';
import { readVersion } from '#versions/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => ({
		programme,
		...(await readVersion(tx, programme, Number(params.version))),
	}));
