import { fail, redirect } from '@sveltejs/kit';
import { getCheckList, onNational, submitNational } from '#checks/desk.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onNational(locals, async ({ tx, owner }) => ({
		...(await getCheckList(tx, owner, typedFrom(url.searchParams))),
		done: url.searchParams.get('done') ?? '',
	}));

export const actions = {
	prepare: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onNational(locals, (here) => submitNational(here, typed));
		if (!outcome.ok) return fail(422, { ...outcome, typed });
		redirect(303, `${url.pathname}/${outcome.id}?done=prepared`);
	},
} satisfies Actions;
