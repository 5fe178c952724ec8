import { onCommittee } from '#committees/actions.server.ts';
import { getRecording } from '#help/recordings.server.ts';
import { findUsedFile } from '#platform/files.server.ts';
import { Problem } from '#platform/problem.ts';
import { sendFile } from '#platform/sending.server.ts';
import type { RequestHandler } from './$types';

/** A recording that is not heard yet, for who listens before it is. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
	const file = await onCommittee(locals, async ({ tx }) =>
		findUsedFile(tx, (await getRecording(tx, params.id)).sha256),
	);
	if (!file) throw new Problem('not_found', 'no file of this recording');
	return sendFile(request, file, { everybody: false });
};
