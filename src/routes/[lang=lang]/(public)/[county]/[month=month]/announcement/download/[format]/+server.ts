import { answerFile, getPublished } from '#announcements/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const version = await inTransaction(locals.scope, async (tx) =>
		getPublished(tx, (await getCommittee(tx, { slug: params.county })).id, params.month),
	);
	return answerFile(params.format, locals.locale, version);
};
