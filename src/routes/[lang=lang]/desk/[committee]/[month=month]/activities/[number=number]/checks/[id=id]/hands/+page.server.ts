import { fail, redirect } from '@sveltejs/kit';
import { onActivity } from '#activities/actions.server.ts';
import { getCounting, submitCounted } from '#checks/desk.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const way = 'hands';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onActivity(locals, params, 'change', async ({ tx, committee, programme, activity }) => ({
		...(await getCounting(tx, { committeeId: committee.id, activityId: activity.id }, params.id, way)),
		...{ programme, activity, asked: url.searchParams.get('phase') ?? '' },
	}));

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onActivity(locals, params, 'change', ({ tx, committee, activity }) =>
			submitCounted(tx, { committeeId: committee.id, activityId: activity.id }, params.id, { way, typed }),
		);
		if (!outcome.ok) return fail(422, { ...outcome, typed });
		redirect(303, `${url.pathname.replace(/\/[^/]+$/, '')}?done=counted`);
	},
} satisfies Actions;
