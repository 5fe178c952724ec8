import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { editMeeting, getEditForm } from '#meetings/actions.server.ts';
import { versionTyped } from '#meetings/input.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, ({ tx, committee }) => getEditForm(tx, committee, params.id, locals.locale));

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee, actor }) =>
			editMeeting(tx, actor, committee, params.id, typed),
		).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { stale: versionTyped(typed), issues: [], typed });
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/edit$/, '')}?done=edited`);
	},
} satisfies Actions;
