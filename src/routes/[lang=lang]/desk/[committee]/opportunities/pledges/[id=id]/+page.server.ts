import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { submitPledge } from '#opportunities/actions.server.ts';
import { typedForPledge } from '#opportunities/input.ts';
import { getPledge } from '#opportunities/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const pledge = await getPledge(tx, committee.id, params.id);
		return { pledge, typed: typedForPledge(pledge) };
	});

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee }) => submitPledge(tx, committee, typed, params.id));
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/[^/]+$/, '')}?done=edit`);
	},
} satisfies Actions;
