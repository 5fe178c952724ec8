import { redirect } from '@sveltejs/kit';
import { lookAtDoor } from '#checks/answering.server.ts';
import type { PageServerLoad } from './$types';

/** Where a code is typed. Nobody should find the page in a browser afterwards, so it is not kept there; so with all pages of a code. */
export const load: PageServerLoad = async ({ locals, setHeaders, url }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const typed = (url.searchParams.get('code') ?? '').slice(0, 20);
	const door = await lookAtDoor(typed);
	if (door) redirect(303, `/${locals.locale}/k/${door.code}`);
	return { typed, over: url.searchParams.has('over') };
};
