import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { listActivities } from '#activities/store.server.ts';
import { decide } from '#consultation/deciding.server.ts';
import { getDecision } from '#consultation/questions.server.ts';
import { getTargets } from '#planning/reach.server.ts';
import { first, type Typed, typedFrom } from '#platform/forms.ts';
import { type Parsed, staleOnly } from '#platform/problem.ts';
import { onMonth } from '#programmes/actions.server.ts';
import { parseNote, parseRemarks } from '#programmes/input.ts';
import type { ProgrammeVerb } from '#programmes/model.ts';
import type { Actions, PageServerLoad } from './$types';

/** More than these stand on the page of activities, with its filters. */
const listed = 100;

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const activities = await listActivities(tx, programme.id);
		const [decision, targets] = await Promise.all([
			getDecision(tx, locals.scope, programme, activities),
			getTargets(tx, committee, programme.id),
		]);
		return {
			...decision,
			...{ programme, activities: activities.slice(0, listed), targets },
			done: url.searchParams.get('done') ?? '',
		};
	});

type Month = Pick<RequestEvent<{ month: string }>, 'locals' | 'params' | 'url' | 'request'>;

/** @param parse reads what somebody wrote along with the step */
async function act(event: Month, verb: ProgrammeVerb, parse: (typed: Typed) => Parsed<string | null>) {
	const { locals, params, request, url } = event;
	const typed = typedFrom(await request.formData());
	const words = parse(typed);
	if (!words.ok) return fail(422, { verb, issues: words.issues, typed });
	// What a step is about is what its form showed.
	const wish = { verb, words: words.value, seen: first(typed, 'seen'), accepted: first(typed, 'accepted') === 'yes' };
	const outcome = await onMonth(locals, params.month, ({ tx, ...desk }) =>
		decide(tx, { ...desk, scope: locals.scope }, wish),
	).catch(staleOnly);
	if (outcome === 'stale') return fail(409, { stale: true, verb, issues: [], typed });
	if (!outcome.ok) return fail(422, { why: outcome.reason });
	redirect(303, `${url.pathname}?done=${verb}`);
}

const silent = (): Parsed<null> => ({ ok: true, value: null });

export const actions = {
	submit: (event) => act(event, 'submit', parseNote),
	approve: (event) => act(event, 'approve', silent),
	send_back: (event) => act(event, 'send_back', parseRemarks),
	reopen: (event) => act(event, 'reopen', silent),
	close: (event) => act(event, 'close', silent),
} satisfies Actions;
