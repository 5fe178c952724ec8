import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onActivity } from '#activities/actions.server.ts';
import { listPartners } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import { listVersionsToCount, submitReturn } from '#returns/actions.server.ts';
import { typedForPlan, typedForReturn } from '#returns/input.ts';
import { groupsOf, mayCountContacts, whyNot } from '#returns/model.ts';
import { listReturns } from '#returns/store.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onActivity(locals, params, 'change', async ({ tx, committee, programme, activity }) => {
		const versions = await listReturns(tx, activity.id);
		const partners = (await listPartners(tx, committee.id, locals.locale)).map(({ id, name }) => ({ id, name }));
		const [current] = versions;
		const expected = [activity.leadId, ...activity.supporterIds];
		const situation = {
			activity,
			programmeClosed: programme.state === 'closed',
			written: current !== undefined,
			today: dayAt(new Date()),
		};
		return {
			...{ programme, activity, versions },
			counted: await listVersionsToCount(tx, committee, activity, current, locals.locale),
			groups: groupsOf(activity.audiences),
			contacts: mayCountContacts(activity.setting),
			expected: expected.flatMap((expectedId) => partners.find(({ id }) => id === expectedId) ?? []),
			others: partners.filter(({ id }) => !expected.includes(id)),
			names: Object.fromEntries(partners.map(({ id, name }) => [id, name])),
			typed: current ? typedForReturn(current) : typedForPlan(activity),
			why: whyNot(current ? 'correct' : 'record', situation),
			correcting: url.searchParams.has('correct'),
			done: url.searchParams.get('done') ?? '',
		};
	});

type Here = Pick<RequestEvent<{ month: string; number: string }>, 'locals' | 'params' | 'request' | 'url'>;

async function write({ locals, params, request, url }: Here, verb: 'record' | 'correct') {
	const typed = typedFrom(await request.formData());
	const outcome = await onActivity(locals, params, 'change', ({ tx, committee, programme, activity, actor }) =>
		submitReturn(tx, actor, committee, programme, activity.number, { verb, typed }),
	).catch(staleOnly);
	if (outcome === 'stale') return fail(409, { verb, stale: true, issues: [], typed });
	if (outcome.ok) redirect(303, `${url.pathname}?done=${outcome.changed ? verb : 'unchanged'}`);
	if ('issues' in outcome) return fail(422, { verb, issues: outcome.issues, typed });
	return fail(422, { verb, why: outcome.reason });
}

export const actions = {
	record: (event) => write(event, 'record'),
	correct: (event) => write(event, 'correct'),
} satisfies Actions;
