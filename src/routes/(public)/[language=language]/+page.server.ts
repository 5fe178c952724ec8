import { tellHelp } from '#help/actions.server.ts';
import { getPublishedPage } from '#help/pages.server.ts';
import { tellRecordings } from '#help/recordings.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** The help page in a language that does not come with the software: written, read aloud, or both. */
export const load: PageServerLoad = ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const now = new Date();
	return inTransaction(locals.scope, async (tx) => ({
		help: await getPublishedPage(tx, params.language),
		lines: (await tellHelp(tx, now)).lines,
		recordings: await tellRecordings(tx, params.language, now),
	}));
};
