import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { isInReach, onActivity } from '#activities/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { actOnSheets, getSheetPage, type SheetVerb } from '#sheets/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onActivity(locals, params, 'see', async ({ tx, committee, programme, activity }) => ({
		page: await getSheetPage(tx, { committeeId: committee.id, activityId: activity.id }, params.id),
		...{ programme, activity, mine: isInReach(locals.scope, activity, 'change') },
	}));

type Here = Pick<RequestEvent<{ month: string; number: string; id: string }>, 'locals' | 'params' | 'request' | 'url'>;

async function act({ locals, params, request, url }: Here, verb: SheetVerb) {
	const typed = typedFrom(await request.formData());
	const outcome = await onActivity(locals, params, 'change', ({ tx, actor, committee, activity }) =>
		actOnSheets({ tx, actor }, { committeeId: committee.id, activityId: activity.id }, params.id, { verb, typed }),
	);
	if (outcome.ok) redirect(303, `${url.pathname.replace(/\/[^/]+$/, '')}?done=sheets`);
	if ('issues' in outcome) return fail(422, { issues: outcome.issues, typed });
	// The next sheet and the last one back are no mistakes: the form comes back with what it carries.
	return outcome.reason ? fail(422, outcome) : outcome;
}

export const actions = {
	nextSheet: (event) => act(event, 'next'),
	dropSheet: (event) => act(event, 'back'),
	countSheets: (event) => act(event, 'count'),
} satisfies Actions;
