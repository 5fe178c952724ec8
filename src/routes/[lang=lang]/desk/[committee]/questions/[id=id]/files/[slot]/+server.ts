import { onCommittee } from '#committees/actions.server.ts';
import { sendFile } from '#platform/sending.server.ts';
import { getFile } from '#questions/files.server.ts';
import type { RequestHandler } from './$types';

/** A picture or a recording of a version in any state, for whoever may see the version. */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
	const file = await onCommittee(locals, ({ tx }) =>
		getFile(tx, params.id, { versionId: url.searchParams.get('version'), slot: params.slot }),
	);
	return sendFile(request, file, { everybody: false });
};
