import { fail, redirect } from '@sveltejs/kit';
import { onMembers, submitOrder } from '#people/actions.server.ts';
import { seatsGivenBy } from '#people/model.ts';
import { listOrders } from '#people/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onMembers(locals, async ({ tx, committee, giver }) => ({
		latest: (await listOrders(tx, committee.id))[0] ?? null,
		given: seatsGivenBy(giver, committee.level),
	}));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onMembers(locals, ({ tx, committee, giver }) => submitOrder(tx, committee, giver, typed));
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/order$/, '')}?done=${outcome.copied > 0 ? 'copied' : 'ordered'}`);
	},
} satisfies Actions;
