import { redirect } from '@sveltejs/kit';
import { lookAtDoor } from '#checks/answering.server.ts';
import { addressOf } from '#checks/asking.ts';
import type { PageServerLoad } from './$types';

/** What everybody sees who has answered: nothing of what they answered themselves. */
export const load: PageServerLoad = async ({ locals, params, setHeaders, url }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const tablet = url.searchParams.has('tablet');
	const door = await lookAtDoor(params.code);
	if (!door) redirect(303, `/${locals.locale}/k?over=1`);
	if (door.code !== params.code) redirect(303, addressOf(locals.locale, door.code, tablet).thanks);
	return { asked: door, tablet };
};
