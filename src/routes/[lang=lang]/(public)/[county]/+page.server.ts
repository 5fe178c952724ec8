import { getCommittee } from '#committees/store.server.ts';
import { listPublishedProgrammes } from '#doors/store.server.ts';
import { tellCounty } from '#help/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		const help = await tellCounty(tx, committee.id, new Date());
		return { committee, help, programmes: await listPublishedProgrammes(tx, committee.id) };
	});
