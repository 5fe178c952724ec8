import { tellHelp } from '#help/actions.server.ts';
import { tellRecordings } from '#help/recordings.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** The five answers. Nobody should find the page in a browser afterwards, so it is not kept there. */
export const load: PageServerLoad = ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const now = new Date();
	return inTransaction(locals.scope, async (tx) => ({
		...(await tellHelp(tx, now)),
		recordings: await tellRecordings(tx, locals.locale, now),
	}));
};
