import { fail, redirect } from '@sveltejs/kit';
import { isInReach, onActivity } from '#activities/actions.server.ts';
import { getCheckList, submitPreparation } from '#checks/desk.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onActivity(locals, params, 'see', async ({ tx, committee, programme, activity }) => ({
		...(await getCheckList(tx, { committeeId: committee.id, activityId: activity.id }, typedFrom(url.searchParams))),
		...{ programme, activity, done: url.searchParams.get('done') ?? '' },
		mine: isInReach(locals.scope, activity, 'change'),
	}));

export const actions = {
	prepare: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onActivity(locals, params, 'change', (here) => submitPreparation(here, typed));
		if (!outcome.ok) return fail(422, { ...outcome, typed });
		redirect(303, `${url.pathname}/${outcome.id}?done=prepared`);
	},
} satisfies Actions;
