import { listCommittees } from '#committees/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	inTransaction(locals.scope, async (tx) => ({ committees: await listCommittees(tx) }));
