import { tellHelp } from '#help/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** The five answers. Nobody should find the page in a browser afterwards, so it is not kept there. */
export const load: PageServerLoad = ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	return inTransaction(locals.scope, (tx) => tellHelp(tx, new Date()));
};
