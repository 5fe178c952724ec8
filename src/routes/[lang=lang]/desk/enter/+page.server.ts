import { fail, redirect } from '@sveltejs/kit';
import { listCommittees } from '#committees/store.server.ts';
import { listPersonas } from '#people/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { enterAsPersona, isPersonaSwitchOpen, sessionCookieOptions } from '#signin/actions.server.ts';
import { sessionCookie } from '#signin/model.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) =>
	inTransaction({ kind: 'identity' }, async (tx) => {
		const open = await isPersonaSwitchOpen(tx, url.hostname);
		return { personas: open ? await listPersonas(tx) : [], committees: await listCommittees(tx) };
	});

export const actions = {
	persona: async ({ cookies, locals, request, url }) => {
		const account = first(typedFrom(await request.formData()), 'account');
		const token = await enterAsPersona(account, url.hostname, request.headers.get('user-agent') ?? '');
		if (!token) return fail(422, { gone: true });
		cookies.set(sessionCookie, token, sessionCookieOptions('desk'));
		redirect(303, `/${locals.locale}/desk`);
	},
} satisfies Actions;
