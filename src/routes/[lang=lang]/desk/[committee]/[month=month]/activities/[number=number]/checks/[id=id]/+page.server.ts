import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { isInReach, onActivity } from '#activities/actions.server.ts';
import { actOnCheck, type DeskVerb, getCheckPage } from '#checks/desk.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onActivity(locals, params, 'see', async ({ tx, committee, programme, activity }) => ({
		page: await getCheckPage(tx, { committeeId: committee.id, activityId: activity.id }, params.id, url.origin),
		...{ programme, activity, done: url.searchParams.get('done') ?? '' },
		mine: isInReach(locals.scope, activity, 'change'),
	}));

type Here = Pick<RequestEvent<{ month: string; number: string; id: string }>, 'locals' | 'params' | 'request' | 'url'>;

async function act({ locals, params, request, url }: Here, verb: DeskVerb) {
	const typed = typedFrom(await request.formData());
	const outcome = await onActivity(locals, params, 'change', ({ tx, actor, committee, activity }) =>
		actOnCheck({ tx, actor }, { committeeId: committee.id, activityId: activity.id }, params.id, { verb, typed }),
	);
	if (!outcome.ok) return fail(422, { ...outcome, typed });
	redirect(303, `${verb === 'remove' ? url.pathname.replace(/\/[^/]+$/, '') : url.pathname}?done=${verb}`);
}

export const actions = {
	open: (event) => act(event, 'open'),
	close: (event) => act(event, 'close'),
	void: (event) => act(event, 'void'),
	remove: (event) => act(event, 'remove'),
} satisfies Actions;
