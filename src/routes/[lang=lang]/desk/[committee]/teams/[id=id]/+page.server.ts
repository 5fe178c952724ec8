import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { getTeam } from '#planning/store.server.ts';
import { getTeamChoices, removeTeam, submitTeam } from '#planning/teams.server.ts';
import { typedForTeam } from '#planning/teams.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const team = await getTeam(tx, committee.id, params.id);
		return { team, typed: typedForTeam(team), ...(await getTeamChoices(tx, committee, locals.locale)) };
	});

const back = (url: URL, done: string) => redirect(303, `${url.pathname.replace(/\/[^/]+$/, '')}?done=${done}`);

export const actions = {
	edit: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee }) =>
			submitTeam(tx, committee, { typed, id: params.id }),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		back(url, 'saved');
	},
	remove: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx, committee }) => removeTeam(tx, committee, params.id));
		back(url, 'removed');
	},
} satisfies Actions;
