import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onActivity } from '#activities/actions.server.ts';
import { parseVersion } from '#activities/input.ts';
import { acceptDay, getInstitutions } from '#consultation/actions.server.ts';
import { answerAtDesk, currentAnswer, listLines } from '#consultation/answering.server.ts';
import { askAgain, askForAnswers, revokeLinks } from '#consultation/asking.server.ts';
import { namedPartner } from '#consultation/input.ts';
import type { Answer } from '#consultation/model.ts';
import { type Typed, typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onActivity(locals, params, 'see', async ({ tx, programme, activity }) => ({
		...{ programme, activity, ...(await getInstitutions(tx, locals.scope, activity)) },
		lines: await listLines(tx, activity, locals.grant?.partnerId),
		answer: locals.grant?.partnerId ? await currentAnswer(tx, activity, locals.grant.partnerId) : null,
	}));

type Here = Pick<RequestEvent<{ month: string; number: string }>, 'locals' | 'params' | 'request' | 'url'>;
type Desk = Parameters<Parameters<typeof onActivity>[3]>[0];

const back = ({ url }: Here, done: string) => redirect(303, `${url.pathname.replace(/\/answers$/, '')}?done=${done}`);

/** Does one thing of the secretariat about the institution that the form names. */
async function act<T>(event: Here, work: (here: Desk, partnerId: string, typed: Typed) => Promise<T>) {
	const typed = typedFrom(await event.request.formData());
	return onActivity(event.locals, event.params, 'change', (here) => work(here, namedPartner(typed), typed));
}
const asked = (event: Here, sent: readonly unknown[]) => back(event, sent.length > 0 ? 'ask' : 'ask_none');

async function answer(event: Here, said: Answer) {
	const typed = typedFrom(await event.request.formData());
	const partnerId = event.locals.grant?.partnerId ?? '';
	const outcome = await onActivity(event.locals, event.params, 'see', ({ tx, actor, ...here }) =>
		answerAtDesk(tx, actor, { ...here, partnerId }, said, typed),
	);
	return outcome.ok ? back(event, 'answered') : fail(422, { answer: said, issues: outcome.issues, typed });
}

export const actions = {
	ask: async (event) => asked(event, await act(event, (here) => askForAnswers(here.tx, here, here.activity))),
	again: async (event) =>
		asked(event, await act(event, (here, partnerId) => askAgain(here.tx, here, here.activity, partnerId))),
	revoke: async (event) => {
		await act(event, (here, partnerId) => revokeLinks(here.tx, here, here.activity, partnerId));
		back(event, 'revoke');
	},
	accept: async (event) => {
		const outcome = await act(event, (here, partnerId, typed) =>
			acceptDay(here.tx, here, here.activity, { partnerId, version: parseVersion(typed) }),
		);
		return outcome.ok ? back(event, 'day') : fail(422, { why: outcome.reason });
	},
	yes: (event) => answer(event, 'yes'),
	other_day: (event) => answer(event, 'other_day'),
	no: (event) => answer(event, 'no'),
} satisfies Actions;
