import { getOpenCase } from '#cases/actions.server.ts';
import { tellLines } from '#help/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** Only numbers that answered lately go on paper. */
export const load: PageServerLoad = ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	return inTransaction(locals.scope, async (tx) => {
		const { case: found, version } = await getOpenCase(tx, params.case, locals.locale);
		const { story, state, reviewer, reviewedOn } = version;
		const lines = (await tellLines(tx, null, new Date())).filter((line) => line.state === 'answered');
		return { slug: found.slug, story, version: { state, reviewer, reviewedOn }, lines };
	});
};
