import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { getTeamChoices, submitTeam } from '#planning/teams.server.ts';
import { typedForNewTeam } from '#planning/teams.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		...(await getTeamChoices(tx, committee, locals.locale)),
		typed: typedForNewTeam(),
	}));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee }) => submitTeam(tx, committee, { typed, id: null }));
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/new$/, '')}?done=saved`);
	},
} satisfies Actions;
