import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { versionTyped } from '#meetings/input.ts';
import { getNotesPage, submitNotes } from '#meetings/noting.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, ({ tx, committee }) => getNotesPage(tx, committee, params.id));

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee, actor }) =>
			submitNotes(tx, actor, committee, { id: params.id, typed }),
		).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { stale: versionTyped(typed), issues: [], typed });
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/notes$/, '')}?done=noted`);
	},
} satisfies Actions;
