import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { writeNational } from '#national/office.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions } from './$types';

export const actions = {
	default: async ({ locals, params, request }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee }) =>
			writeNational(tx, committee, typed, { id: null, now: new Date() }),
		);
		if (!outcome.ok) return fail(422, { typed, issues: outcome.issues });
		redirect(303, `/${locals.locale}/desk/${params.committee}/national/${outcome.id}?done=written`);
	},
} satisfies Actions;
