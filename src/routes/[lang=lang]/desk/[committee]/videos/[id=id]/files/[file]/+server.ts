import { onCommittee } from '#committees/actions.server.ts';
import { findUsedFile } from '#platform/files.server.ts';
import { Problem } from '#platform/problem.ts';
import { sendFile } from '#platform/sending.server.ts';
import { getWholeVideo } from '#videos/actions.server.ts';
import { fileName } from '#videos/naming.ts';
import type { RequestHandler } from './$types';

/** A file of a video that is not shown yet, for who may read the desk. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
	const file = await onCommittee(locals, async ({ tx }) => {
		const { files } = await getWholeVideo(tx, null, params.id);
		const asked = files.find((one) => fileName(one) === params.file);
		return asked && findUsedFile(tx, asked.sha256);
	});
	if (!file) throw new Problem('not_found', 'no file of this video');
	return sendFile(request, file, { everybody: false });
};
