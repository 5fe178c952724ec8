import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { writeNational } from '#national/office.server.ts';
import { getNational } from '#national/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, async ({ tx }) => ({ national: await getNational(tx, params.id) }));

export const actions = {
	default: async ({ locals, params, request }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee }) =>
			writeNational(tx, committee, typed, { id: params.id, now: new Date() }),
		);
		if (!outcome.ok) return fail(422, { typed, issues: outcome.issues });
		redirect(303, `/${locals.locale}/desk/${params.committee}/national/${outcome.id}?done=written`);
	},
} satisfies Actions;
