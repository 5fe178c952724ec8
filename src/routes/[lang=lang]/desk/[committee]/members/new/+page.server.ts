import { fail, redirect } from '@sveltejs/kit';
import { getSeatChoices, onMembers } from '#people/actions.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import { giveSeat } from '#signin/membership.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onMembers(locals, async ({ tx, committee, giver }) => ({
		choices: await getSeatChoices(tx, committee, giver, locals.locale),
		today: dayAt(new Date()),
	}));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const session = locals.session?.id;
		const outcome = await onMembers(locals, ({ tx, committee, giver }) =>
			giveSeat(tx, { committee, giver, ...(session && { session }) }, typed),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/new$/, '')}?done=${outcome.added.length > 0 ? 'invited' : 'seated'}`);
	},
} satisfies Actions;
