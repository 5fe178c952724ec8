import { tellLines } from '#help/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** The numbers as a phone list to cut out. */
export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const lines = await inTransaction(locals.scope, (tx) => tellLines(tx, null, new Date()));
	return { lines: lines.filter(({ state }) => state !== 'retired') };
};
