import { redirect } from '@sveltejs/kit';
import { clearedAtSignOut } from '#platform/headers.ts';
import { closeSession } from '#signin/actions.server.ts';
import { forgetSession } from '#signin/cookies.server.ts';
import { sessionCookie } from '#signin/model.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => redirect(303, `/${locals.locale}/desk`);

export const actions = {
	leave: async ({ cookies, locals, setHeaders }) => {
		const token = cookies.get(sessionCookie);
		if (token) await closeSession(token);
		forgetSession(cookies);
		setHeaders({ 'clear-site-data': clearedAtSignOut });
		redirect(303, `/${locals.locale}`);
	},
} satisfies Actions;
