import { redirect } from '@sveltejs/kit';
import { lookAtDoor } from '#checks/answering.server.ts';
import { addressOf } from '#checks/asking.ts';
import { scriptMark } from '#platform/headers.ts';
import type { PageServerLoad } from './$types';

/**
 * What a code asks, the same for everybody who opens it, so that the front gives it to a whole class from its memory. What opens nothing is sent
 * on: no page of an invented code is kept.
 */
export const load: PageServerLoad = async ({ locals, params, setHeaders, url }) => {
	setHeaders({ 'cache-control': 'no-store', [scriptMark]: '1' });
	const tablet = url.searchParams.has('tablet');
	const door = await lookAtDoor(params.code);
	if (!door) redirect(303, `/${locals.locale}/k?code=${encodeURIComponent(params.code)}`);
	if (door.code !== params.code) redirect(303, addressOf(locals.locale, door.code, tablet).form);
	return { asked: door, tablet };
};
