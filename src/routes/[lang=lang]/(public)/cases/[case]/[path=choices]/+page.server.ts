import { getScene } from '#cases/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	return inTransaction(locals.scope, async (tx) => {
		const asked = { slug: params.case, choices: params.path, language: locals.locale };
		const { case: found, version, standing } = await getScene(tx, asked);
		const { story, state, reviewer, reviewedOn } = version;
		return { slug: found.slug, story, standing, choices: params.path, version: { state, reviewer, reviewedOn } };
	});
};
