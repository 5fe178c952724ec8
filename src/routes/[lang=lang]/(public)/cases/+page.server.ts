import { listCases } from '#cases/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** What anybody may read in the language of the page: an approved version stands before one that waits. */
export const load: PageServerLoad = ({ locals, setHeaders }) => {
	// As for the help page: nobody should find it in a browser afterwards.
	setHeaders({ 'cache-control': 'no-store' });
	return inTransaction(locals.scope, async (tx) => ({
		cases: (await listCases(tx)).flatMap(({ id, slug, versions }) => {
			const inLanguage = versions.filter(({ language }) => language === locals.locale);
			const version = inLanguage.find(({ state }) => state === 'approved') ?? inLanguage[0];
			return version ? [{ id, slug, version }] : [];
		}),
	}));
};
