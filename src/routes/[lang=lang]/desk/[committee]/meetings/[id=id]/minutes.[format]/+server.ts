import { onCommittee } from '#committees/actions.server.ts';
import { versionAsked } from '#meetings/input.ts';
import { answerFile, getMinutes } from '#meetings/minutes.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { slug, ...edition } = await onCommittee(locals, async ({ tx, committee }) => ({
		slug: committee.slug,
		...(await getMinutes(tx, committee, params.id, { asked: versionAsked(url.searchParams), scope: locals.scope })),
	}));
	return answerFile(params.format, locals.locale, slug, edition);
};
