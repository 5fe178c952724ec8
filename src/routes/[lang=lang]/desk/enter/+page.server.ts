import { fail, redirect } from '@sveltejs/kit';
import { enterDesk } from '#people/actions.server.ts';
import { sessionCookie, sessionHours } from '#people/model.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the link changes nothing: mail scanners and previews do that too. Only the button uses the key up. */
export const load: PageServerLoad = ({ url }) => ({ key: url.searchParams.get('key') ?? '' });

export const actions: Actions = {
	enter: async ({ cookies, locals, request, url }) => {
		const key = (await request.formData()).get('key');
		const token = await inTransaction({ kind: 'installation' }, (tx) =>
			enterDesk(tx, typeof key === 'string' ? key : ''),
		);
		if (!token) return fail(422, { refused: true });
		cookies.set(sessionCookie, token, {
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: url.protocol === 'https:',
			maxAge: sessionHours * 3600,
		});
		redirect(303, `/${locals.locale}/desk`);
	},
};
