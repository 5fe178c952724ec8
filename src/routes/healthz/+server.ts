import { inTransaction } from '#platform/db.server.ts';
import type { RequestHandler } from './$types';

/** Whether the application and its database answer: opening a transaction asks both. */
export const GET: RequestHandler = async () => {
	const well = await inTransaction({ kind: 'public' }, async () => true).catch(() => false);
	return new Response(well ? 'ok\n' : 'database\n', {
		status: well ? 200 : 503,
		headers: { 'content-type': 'text/plain; charset=utf-8' },
	});
};
