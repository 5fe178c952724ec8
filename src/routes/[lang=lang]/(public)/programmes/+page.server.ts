import { listCommittees } from '#committees/store.server.ts';
import { listLatestProgrammes } from '#doors/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	inTransaction(locals.scope, async (tx) => {
		const latest = new Map((await listLatestProgrammes(tx)).map((programme) => [programme.committeeId, programme]));
		const committees = await listCommittees(tx);
		return {
			committees: committees.map((committee) => ({ ...committee, programme: latest.get(committee.id) ?? null })),
		};
	});
