import { redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { printLeaflet } from '#materials/print.server.ts';
import { orderFor } from '#materials/printing.server.ts';
import { fixedOrigin } from '#signin/passkeys.server.ts';
import type { RequestHandler } from './$types';

/** For the printer. What cannot be printed leads back to the page that says why. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const wish = { versionId: params.id, format: url.searchParams.get('format'), home: fixedOrigin() };
	const outcome = await onCommittee(locals, ({ tx, committee }) => orderFor(tx, committee, wish));
	if (!outcome.ok) redirect(303, url.pathname.replace(/\/pdf$/, ''));
	const { format, locale, printedOn, version } = outcome.order;
	const pdf = await printLeaflet(outcome.order);
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="kambana-${format}-${locale}-${version}-${printedOn}.pdf"`,
		},
	});
};
