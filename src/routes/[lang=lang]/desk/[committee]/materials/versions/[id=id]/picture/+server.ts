import { onCommittee } from '#committees/actions.server.ts';
import { pictureOf } from '#materials/print.server.ts';
import { orderFor } from '#materials/printing.server.ts';
import { Problem } from '#platform/problem.ts';
import { fixedOrigin } from '#signin/passkeys.server.ts';
import type { RequestHandler } from './$types';

/** The first page, also of a draft: how it will look. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const wish = { versionId: params.id, format: url.searchParams.get('format'), home: fixedOrigin(), draft: true };
	const outcome = await onCommittee(locals, ({ tx, committee }) => orderFor(tx, committee, wish));
	if (!outcome.ok) throw new Problem('not_found', `no picture: ${outcome.why}`);
	return new Response(await pictureOf(outcome.order), { headers: { 'content-type': 'image/svg+xml' } });
};
