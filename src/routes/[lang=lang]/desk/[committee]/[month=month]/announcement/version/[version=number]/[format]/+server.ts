import { answerFile, composable } from '#announcements/actions.server.ts';
import { getVersion } from '#announcements/store.server.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const version = await onMonth(locals, params.month, async ({ tx, programme }) =>
		composable(tx, programme.id, await getVersion(tx, programme.id, Number(params.version))),
	);
	return answerFile(params.format, locals.locale, version);
};
