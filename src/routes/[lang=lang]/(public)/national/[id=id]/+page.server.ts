import { getNational, listTakingPart } from '#national/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		// Of what is meant for the counties nothing goes on.
		const { guidanceSq: _, guidanceEn: __, ...national } = await getNational(tx, params.id);
		return { national, counties: await listTakingPart(tx, national.id) };
	});
