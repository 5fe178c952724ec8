import { redirect } from '@sveltejs/kit';
import { getNationalCommittee } from '#committees/store.server.ts';
import { printLeaflet } from '#materials/print.server.ts';
import { findGivenFile, orderFor } from '#materials/printing.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { sendFile } from '#platform/sending.server.ts';
import { fixedOrigin } from '#signin/passkeys.server.ts';
import type { RequestHandler } from './$types';

/**
 * One sheet for the printer, with the national numbers that answer; or the file of what somebody made elsewhere (`file.pdf`), in parts too. The
 * front keeps a sheet until something changes, so it is set once for everybody; an address with a query would be another one, and is refused.
 */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
	const format = /^(\w+)\.pdf$/.exec(params.sheet)?.[1];
	if (!format || url.search) throw new Problem('not_found', `no sheet ${params.sheet}`);
	if (format === 'file') {
		const given = await inTransaction(locals.scope, (tx) => findGivenFile(tx, params.id));
		if (!given) redirect(303, `/${params.lang}/materials`);
		return sendFile(request, given.file, { everybody: true, name: given.name });
	}
	const wish = { versionId: params.id, format, home: fixedOrigin() };
	const outcome = await inTransaction(locals.scope, async (tx) => orderFor(tx, await getNationalCommittee(tx), wish));
	if (!outcome.ok) redirect(303, `/${params.lang}/materials`);
	const { locale, printedOn, version } = outcome.order;
	return new Response(new Uint8Array(await printLeaflet(outcome.order)), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="kambana-${format}-${locale}-${version}-${printedOn}.pdf"`,
			'cache-control': 'no-store',
		},
	});
};
