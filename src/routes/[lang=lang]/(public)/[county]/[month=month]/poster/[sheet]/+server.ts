import { getPoster, printPoster } from '#doors/poster.server.ts';
import { isPosterSize } from '#doors/poster.ts';
import { inTransaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { fixedOrigin } from '#signin/passkeys.server.ts';
import type { RequestHandler } from './$types';

/** The month on a wall. As with leaflets the front keeps it until something changes, and an address with a query is refused. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const size = /^(\w+)\.pdf$/.exec(params.sheet)?.[1];
	if (!isPosterSize(size) || url.search) throw new Problem('not_found', `no sheet ${params.sheet}`);
	const { county, month } = params;
	const poster = await inTransaction(locals.scope, (tx) =>
		getPoster(tx, locals.locale, { county, month, size, home: fixedOrigin() }),
	);
	return new Response(await printPoster(poster), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="${county}-${month}-${size}-${locals.locale}-${poster.printedOn}.pdf"`,
			'cache-control': 'no-store',
		},
	});
};
