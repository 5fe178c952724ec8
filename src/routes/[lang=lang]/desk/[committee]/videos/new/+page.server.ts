import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { submitVideo } from '#videos/actions.server.ts';
import type { Actions } from './$types';

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, actor, committee }) =>
			submitVideo(tx, actor, committee, typed, null),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/new$/, '')}/${outcome.id}/upload`);
	},
} satisfies Actions;
