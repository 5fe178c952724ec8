import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onActivity } from '#activities/actions.server.ts';
import {
	getContributionCard,
	removeContribution,
	settleContribution,
	submitContribution,
} from '#contributions/actions.server.ts';
import { lineTyped } from '#contributions/input.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onActivity(locals, params, 'see', async ({ tx, committee, programme, activity }) => ({
		...{ programme, activity },
		contributions: await getContributionCard(tx, { committee, programme, activity }, locals.locale),
	}));

type Here = Pick<RequestEvent<{ month: string; number: string }>, 'locals' | 'params' | 'request' | 'url'>;
type Desk = Parameters<Parameters<typeof onActivity>[3]>[0];

const back = ({ url }: Here, done: string) =>
	redirect(303, `${url.pathname.replace(/\/contributions$/, '')}?done=contribution_${done}`);

async function act(event: Here, done: string, work: (here: Desk, line: string) => Promise<unknown>) {
	const typed = typedFrom(await event.request.formData());
	await onActivity(event.locals, event.params, 'change', (here) => work(here, lineTyped(typed)));
	back(event, done);
}

export const actions = {
	add: async (event) => {
		const typed = typedFrom(await event.request.formData());
		const outcome = await onActivity(event.locals, event.params, 'change', (here) =>
			submitContribution(here.tx, here.actor, here, typed, event.locals.locale),
		);
		return outcome.ok ? back(event, 'asked') : fail(422, { issues: outcome.issues, typed });
	},
	confirmed: (event) => act(event, 'confirmed', (here, id) => settleContribution(here.tx, here.actor, here, id, true)),
	declined: (event) => act(event, 'declined', (here, id) => settleContribution(here.tx, here.actor, here, id, false)),
	remove: (event) => act(event, 'removed', (here, id) => removeContribution(here.tx, here.actor, here, id)),
} satisfies Actions;
