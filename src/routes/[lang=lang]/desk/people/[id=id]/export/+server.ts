import { inTransaction } from '#platform/db.server.ts';
import { exportAccount, wholeScope } from '#signin/person.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const kept = await inTransaction(wholeScope(locals.actor), (tx) => exportAccount(tx, params.id));
	return new Response(`${JSON.stringify(kept, null, '\t')}\n`, {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="kambana-${params.id}.json"`,
		},
	});
};
