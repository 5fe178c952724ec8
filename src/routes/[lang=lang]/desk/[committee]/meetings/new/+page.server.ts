import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { getPlanForm, submitMeeting } from '#meetings/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, ({ tx, committee }) => getPlanForm(tx, committee, locals.locale));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee, actor }) => submitMeeting(tx, actor, committee, typed));
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/new$/, '')}/${outcome.id}?done=planned`);
	},
} satisfies Actions;
