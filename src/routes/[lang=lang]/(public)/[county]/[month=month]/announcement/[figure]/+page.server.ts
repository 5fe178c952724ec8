import { getPublished, tellsFigure } from '#announcements/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { publicFigurePage } from '#figures/reading.ts';
import { inTransaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { PageServerLoad } from './$types';

/** Only what the announcement itself tells: all figures together could be subtracted from each other. */
export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		const published = await getPublished(tx, committee.id, params.month);
		const { evidence } = published;
		if (!tellsFigure(published, params.figure))
			throw new Problem('not_found', `the announcement does not tell ${params.figure}`);
		return {
			committee,
			month: params.month,
			asOf: evidence.asOf,
			figure: publicFigurePage(locals.locale, evidence, params.figure),
		};
	});
