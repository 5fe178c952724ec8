import { inTransaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { getWholeVideo } from '#videos/actions.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const { captions } = await inTransaction(locals.scope, (tx) => getWholeVideo(tx, null, params.id));
	const found = captions.find(({ language }) => language === params.language);
	if (!found) throw new Problem('not_found', 'no captions in this language');
	return new Response(found.vtt, { headers: { 'content-type': 'text/vtt; charset=utf-8' } });
};
