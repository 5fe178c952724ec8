import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { getActivity } from '#activities/store.server.ts';
import { listPartners } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import { onMonth } from '#programmes/actions.server.ts';
import { correctReturn, recordReturn } from '#returns/actions.server.ts';
import { parseCorrectionReason, parseReturn, parseVersion, typedForPlan, typedForReturn } from '#returns/input.ts';
import { groupsOf, mayCountContacts, whyNot } from '#returns/model.ts';
import { listReturns } from '#returns/store.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const activity = await getActivity(tx, programme.id, Number(params.number));
		const versions = await listReturns(tx, activity.id);
		const partners = (await listPartners(tx, committee.id, locals.locale)).map(({ id, name }) => ({ id, name }));
		const [current] = versions;
		const expected = new Set([activity.leadId, ...activity.supporterIds]);
		const situation = {
			activity,
			programmeClosed: programme.state === 'closed',
			written: current !== undefined,
			today: dayAt(new Date()),
		};
		return {
			...{ programme, activity, versions },
			groups: groupsOf(activity.audiences),
			contacts: mayCountContacts(activity.setting),
			expected: partners.filter(({ id }) => expected.has(id)),
			others: partners.filter(({ id }) => !expected.has(id)),
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
	const number = Number(params.number);
	const outcome = await onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const { setting } = await getActivity(tx, programme.id, number);
		const limits = {
			partners: await listPartners(tx, committee.id),
			contacts: mayCountContacts(setting),
			periodStart: programme.startsOn,
			today: dayAt(new Date()),
		};
		const [parsed, reason] = [
			parseReturn(typed, limits),
			verb === 'correct' ? parseCorrectionReason(typed) : { ok: true as const, value: '' },
		];
		if (!parsed.ok || !reason.ok)
			return { issues: [...(parsed.ok ? [] : parsed.issues), ...(reason.ok ? [] : reason.issues)] };
		const told = { version: parseVersion(typed), draft: parsed.value };
		if (verb === 'record') return recordReturn(tx, 'desk', committee, programme, number, told);
		return correctReturn(tx, 'desk', committee, programme, number, { ...told, reason: reason.value });
	});
	if ('issues' in outcome) return fail(422, { verb, issues: outcome.issues, typed });
	if (!outcome.ok) return fail(422, { verb, why: outcome.reason });
	redirect(
		303,
		`${url.pathname}?done=${'changed' in outcome ? (outcome.changed ? 'corrected' : 'unchanged') : 'recorded'}`,
	);
}

export const actions = {
	record: (event) => write(event, 'record'),
	correct: (event) => write(event, 'correct'),
} satisfies Actions;
