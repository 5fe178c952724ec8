import { fail, redirect } from '@sveltejs/kit';
import { getOwnSeat, onMembers } from '#people/actions.server.ts';
import { chosenAccount } from '#people/input.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import { changeValidity, inviteAgain, takeSeat } from '#signin/membership.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMembers(locals, async ({ tx, committee, giver }) => ({
		seat: await getOwnSeat(tx, committee, giver, params.id),
		ending: url.searchParams.has('ending'),
		today: dayAt(new Date()),
		done: url.searchParams.get('done') ?? '',
	}));

const members = (url: URL, done: string) => `${url.pathname.replace(/\/[^/]+$/, '')}?done=${done}`;

export const actions = {
	validity: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onMembers(locals, ({ tx, committee, giver }) =>
			changeValidity(tx, { committee, giver }, { id: params.id, typed }),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname}?done=validity`);
	},
	end: async ({ locals, params, url }) => {
		await onMembers(locals, ({ tx, committee, giver }) => takeSeat(tx, { committee, giver }, params.id));
		redirect(303, members(url, 'ended'));
	},
	invite: async ({ locals, params, request, url }) => {
		const wish = { id: params.id, account: chosenAccount(typedFrom(await request.formData())) };
		await onMembers(locals, ({ tx, committee, giver }) => inviteAgain(tx, { committee, giver }, wish));
		redirect(303, `${url.pathname}?done=invited_again`);
	},
} satisfies Actions;
