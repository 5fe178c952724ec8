import { getPublished } from '#announcements/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { publicFigurePage } from '#figures/reading.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		const { evidence } = await getPublished(tx, committee.id, params.month);
		return {
			committee,
			month: params.month,
			asOf: evidence.asOf,
			figure: publicFigurePage(locals.locale, evidence, params.figure),
		};
	});
