import { getOpenCase } from '#cases/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	return inTransaction(locals.scope, async (tx) => {
		const { case: found, version } = await getOpenCase(tx, params.case, locals.locale);
		const { story, state, reviewer, reviewedOn } = version;
		return { slug: found.slug, story, version: { state, reviewer, reviewedOn } };
	});
};
