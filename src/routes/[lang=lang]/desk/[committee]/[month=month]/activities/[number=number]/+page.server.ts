import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { changeState, getActivityPage, isInReach, onActivity, saveReadinessGate } from '#activities/actions.server.ts';
import { parseReadiness, parseReason, parseVersion } from '#activities/input.ts';
import { listMaterialChoices, planMaterials } from '#activities/materials.server.ts';
import { needsReason, type Verb } from '#activities/model.ts';
import { getParts } from '#consultation/actions.server.ts';
import { listPartsOf } from '#national/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onActivity(locals, params, 'see', async ({ tx, committee, programme, activity }) => ({
		...(await getActivityPage(tx, { scope: locals.scope, committee, programme }, activity)),
		parts: await getParts(tx, locals, { committee, programme, activity }),
		choices: await listMaterialChoices(tx, committee, activity, locals.locale),
		part: (await listPartsOf(tx, [activity.id])).get(activity.id),
		...{ mine: isInReach(locals.scope, activity, 'change'), done: url.searchParams.get('done') ?? '' },
	}));

type Here = Pick<RequestEvent<{ month: string; number: string }>, 'locals' | 'params' | 'request' | 'url'>;
async function act({ locals, params, request, url }: Here, verb: Verb) {
	const typed = typedFrom(await request.formData());
	const reason = needsReason(verb) ? parseReason(typed) : null;
	if (reason?.ok === false) return fail(422, { verb, issues: reason.issues, typed });
	const told = { reason: reason?.value ?? null, version: parseVersion(typed) };
	const outcome = await onActivity(locals, params, 'change', ({ tx, committee, programme, activity, actor }) =>
		changeState(tx, actor, committee, programme, activity.number, verb, told),
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
		const { changed } = await onActivity(locals, params, 'change', ({ tx, committee, programme, actor }) =>
			saveReadinessGate(tx, actor, committee, programme, gate),
		);
		redirect(303, `${url.pathname}?done=${changed ? 'readiness' : 'unchanged'}`);
	},
	materials: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const wish = { version: parseVersion(typed), versionIds: typed.materials ?? [] };
		const { changed } = await onActivity(locals, params, 'change', ({ tx, committee, programme, activity, actor }) =>
			planMaterials(tx, actor, committee, programme, { activity, ...wish }),
		);
		redirect(303, `${url.pathname}?done=${changed ? 'materials' : 'unchanged'}`);
	},
} satisfies Actions;
