import { redirect } from '@sveltejs/kit';
import { onActivity } from '#activities/actions.server.ts';
import { addFacilitator, listFacilitatorsOf } from '#people/actions.server.ts';
import { chosenAccount } from '#people/input.ts';
import { deleteFacilitator, listActivityFacilitators } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onActivity(locals, params, 'change', async ({ tx, committee, programme, activity }) => {
		const named = await listActivityFacilitators(tx, activity.id);
		const all = await listFacilitatorsOf(tx, committee, dayAt(new Date()));
		return {
			...{ programme, activity, named },
			others: all.filter((one) => !named.some(({ id }) => id === one.id)),
			done: url.searchParams.get('done') ?? '',
		};
	});

export const actions = {
	add: async ({ locals, params, request, url }) => {
		const accountId = chosenAccount(typedFrom(await request.formData()));
		await onActivity(locals, params, 'change', ({ tx, committee, activity }) =>
			addFacilitator(tx, committee, { activityId: activity.id, accountId }, dayAt(new Date())),
		);
		redirect(303, `${url.pathname}?done=added`);
	},
	remove: async ({ locals, params, request, url }) => {
		const accountId = chosenAccount(typedFrom(await request.formData()));
		await onActivity(locals, params, 'change', ({ tx, activity }) => deleteFacilitator(tx, activity.id, accountId));
		redirect(303, `${url.pathname}?done=removed`);
	},
} satisfies Actions;
