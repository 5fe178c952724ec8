import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { changeState, getActivityPage, saveReadinessGate } from '#activities/actions.server.ts';
import { parseReadiness, parseReason, parseVersion } from '#activities/input.ts';
import { needsReason, type Verb } from '#activities/model.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => ({
		...(await getActivityPage(tx, committee, programme, Number(params.number))),
		done: url.searchParams.get('done') ?? '',
	}));

type Here = Pick<RequestEvent<{ month: string; number: string }>, 'locals' | 'params' | 'request' | 'url'>;

async function act({ locals, params, request, url }: Here, verb: Verb) {
	const typed = typedFrom(await request.formData());
	const reason = needsReason(verb) ? parseReason(typed) : null;
	if (reason?.ok === false) return fail(422, { verb, issues: reason.issues, typed });
	const told = { reason: reason?.value ?? null, version: parseVersion(typed) };
	const outcome = await onMonth(locals, params.month, ({ tx, committee, programme }) =>
		changeState(tx, 'desk', committee, programme, Number(params.number), verb, told),
	);
	if (!outcome.ok) return fail(422, { verb, why: outcome.reason });
	redirect(303, `${url.pathname}?done=${verb}`);
}

export const actions = {
	confirm: (event) => act(event, 'confirm'),
	ready: (event) => act(event, 'ready'),
	hold: (event) => act(event, 'hold'),
	accept: (event) => act(event, 'accept'),
	postpone: (event) => act(event, 'postpone'),
	cancel: (event) => act(event, 'cancel'),
	reopen: (event) => act(event, 'reopen'),
	readiness: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const parsed = parseReadiness(typed, dayAt(new Date()));
		if (!parsed.ok) return fail(422, { verb: 'readiness', issues: parsed.issues, typed });
		const gate = { number: Number(params.number), version: parseVersion(typed), readiness: parsed.value };
		const { changed } = await onMonth(locals, params.month, ({ tx, committee, programme }) =>
			saveReadinessGate(tx, 'desk', committee, programme, gate),
		);
		redirect(303, `${url.pathname}?done=${changed ? 'readiness' : 'unchanged'}`);
	},
} satisfies Actions;
