import { inTransaction } from '#platform/db.server.ts';
import { findUsedFile } from '#platform/files.server.ts';
import { Problem } from '#platform/problem.ts';
import { sendFile } from '#platform/sending.server.ts';
import type { RequestHandler } from './$types';

/**
 * A film or a recording by its address, for everybody: only one that a published record uses. Papers are had from the page of materials, which asks
 * first whether one of their numbers has died.
 */
export const GET: RequestHandler = async ({ locals, params, request }) => {
	const sha256 = /^([0-9a-f]{64})\.[a-z0-9]{3,4}$/.exec(params.file)?.[1];
	const file = sha256 && (await inTransaction(locals.scope, (tx) => findUsedFile(tx, sha256)));
	if (!file || file.mediaType === 'application/pdf') throw new Problem('not_found', 'no published file');
	return sendFile(request, file, { everybody: true });
};
