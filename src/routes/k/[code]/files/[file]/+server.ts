import { sendAsked } from '#checks/files.server.ts';
import { Problem } from '#platform/problem.ts';
import type { RequestHandler } from './$types';

/** Pictures and recordings of what a code asks. The front takes them before that (checks/door.server.ts); `npm run dev` has no front. */
export const GET: RequestHandler = async ({ params, request }) => {
	const sent = await sendAsked(request, params.code, params.file);
	if (!sent) throw new Problem('not_found', 'nothing that this code asks');
	return sent;
};
