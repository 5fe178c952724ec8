import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { submitPledge } from '#opportunities/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions } from './$types';

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee }) => submitPledge(tx, committee, typed, null));
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/new$/, '')}?done=added`);
	},
} satisfies Actions;
