import { getPublishedKnowledge } from '#announcements/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** What people learned: only what was kept with the announcement that is public now. */
export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		const { modes, madeOn, waits, isMeasured, programme } = await getPublishedKnowledge(tx, committee.id, params.month);
		return {
			...{ committee, month: params.month, knowledge: { modes, madeOn, waits }, isMeasured },
			demonstration: programme.demonstration,
		};
	});
