import { fail, redirect } from '@sveltejs/kit';
import { acceptDraft, askAgain, askDraft, cancelDraft, lookAtDraft } from '#planning/drafts.server.ts';
import { dayAt } from '#platform/dates.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const today = () => dayAt(new Date());

export const load: PageServerLoad = ({ locals, params, url }) =>
	lookAtDraft(locals, params.month, { today: today(), waits: url.searchParams.has('wait') });

async function read({ locals, params, request }: RequestEvent) {
	const typed = typedFrom(await request.formData());
	return { locals, month: params.month, typed, id: first(typed, 'draft'), today: today() };
}

async function accept(event: RequestEvent, all: boolean) {
	const { locals, month, ...asked } = await read(event);
	const outcome = await onMonth(locals, month, ({ tx, actor, committee, programme }) =>
		acceptDraft(tx, actor, committee, programme, { ...asked, all }),
	);
	if (!outcome.ok) return fail(outcome.reason === 'none_chosen' ? 422 : 409, { refused: outcome, typed: asked.typed });
	redirect(303, event.url.pathname);
}

async function ask(event: RequestEvent, submit: typeof askAgain | typeof askDraft) {
	const { locals, month, ...asked } = await read(event);
	const outcome = await onMonth(locals, month, ({ tx, actor, committee, programme }) =>
		submit(tx, actor, committee, programme, asked),
	);
	if (!outcome.ok) return fail(422, { issues: outcome.issues, refusal: outcome.refusal, typed: asked.typed });
	redirect(303, `${event.url.pathname}?wait=yes`);
}

export const actions = {
	propose: (event) => ask(event, askDraft),
	proposeAgain: (event) => ask(event, askAgain),
	stop: async (event) => {
		const { locals, month, id } = await read(event);
		await onMonth(locals, month, ({ tx, programme }) => cancelDraft(tx, programme, id));
		redirect(303, event.url.pathname);
	},
	acceptLines: (event) => accept(event, false),
	acceptAll: (event) => accept(event, true),
} satisfies Actions;
