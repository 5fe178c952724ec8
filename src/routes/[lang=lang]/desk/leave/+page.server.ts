import { redirect } from '@sveltejs/kit';
import { leaveDesk } from '#people/actions.server.ts';
import { sessionCookie } from '#people/model.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => redirect(303, `/${locals.locale}/desk`);

export const actions: Actions = {
	leave: async ({ cookies, locals }) => {
		const token = cookies.get(sessionCookie);
		if (token) await inTransaction({ kind: 'installation' }, (tx) => leaveDesk(tx, token));
		cookies.delete(sessionCookie, { path: '/' });
		redirect(303, `/${locals.locale}`);
	},
};
