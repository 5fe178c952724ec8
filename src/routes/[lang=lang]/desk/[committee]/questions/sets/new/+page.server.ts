import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { addSet } from '#questions/sets.server.ts';
import type { Actions } from './$types';

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const added = await onCommittee(locals, ({ tx, committee, actor }) => addSet(tx, actor, committee, typed));
		if (!added.ok) return fail(422, { typed, issues: added.issues });
		redirect(303, `${url.pathname.replace(/new$/, added.id)}?done=begun`);
	},
} satisfies Actions;
