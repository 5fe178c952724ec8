import { onCommittee } from '#committees/actions.server.ts';
import { sendFile } from '#platform/sending.server.ts';
import { getFile } from '#questions/files.server.ts';
import type { RequestHandler } from './$types';

/** A picture or a recording of a version in any state, for whoever may see the version. */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
	const number = Number(/^\d{1,6}$/.exec(url.searchParams.get('version') ?? '')?.[0] ?? 0);
	const file = await onCommittee(locals, ({ tx }) => getFile(tx, params.id, { number, slot: params.slot }));
	return sendFile(request, file, { everybody: false });
};
