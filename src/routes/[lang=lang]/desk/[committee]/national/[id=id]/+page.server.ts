import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { adoptDays, declineNational, getForCounty, joinNational, keepAsItIs } from '#national/actions.server.ts';
import { parseVersion } from '#national/input.ts';
import { getOfficePage, takeOfficeStep } from '#national/office.server.ts';
import { type Typed, typedFrom } from '#platform/forms.ts';
import type { Issue } from '#platform/problem.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The office sees how the counties stand; a county what the office asks of it, and what it answered. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const now = new Date();
	const done = url.searchParams.get('done') ?? '';
	if (locals.committee?.level === 'national') {
		const office = await getOfficePage(locals, params.id, now);
		return { done, national: office.national, office, county: null };
	}
	const county = await onCommittee(locals, ({ tx, committee }) => getForCounty(tx, committee, params.id, now));
	return { done, national: county.national, office: null, county };
};

type Outcome = { ok: true } | { ok: false; reason?: string; issues?: Issue[] };

async function act({ request, url }: RequestEvent, verb: string, work: (typed: Typed) => Promise<Outcome>) {
	const typed = typedFrom(await request.formData());
	const outcome = await work(typed);
	if (!outcome.ok) return fail(422, { verb, typed, issues: outcome.issues ?? [], reason: outcome.reason ?? null });
	redirect(303, `${url.pathname}?done=${verb}`);
}

const ofOffice = (event: RequestEvent, verb: 'publish' | 'withdraw' | 'remind') =>
	act(event, verb, (typed) => takeOfficeStep(event.locals, verb, { id: event.params.id, typed, now: new Date() }));

export const actions = {
	publish: (event) => ofOffice(event, 'publish'),
	withdraw: (event) => ofOffice(event, 'withdraw'),
	remind: (event) => ofOffice(event, 'remind'),
	join: (event) =>
		act(event, 'join', (typed) => onCommittee(event.locals, (desk) => joinNational(desk, event.params.id, typed))),
	decline: (event) =>
		act(event, 'decline', (typed) =>
			onCommittee(event.locals, (desk) => declineNational(desk, event.params.id, typed)),
		),
	adopt: (event) =>
		act(event, 'adopt', (typed) =>
			onCommittee(event.locals, (desk) => adoptDays(desk, event.params.id, parseVersion(typed))),
		),
	keep: (event) =>
		act(event, 'keep', (typed) =>
			onCommittee(event.locals, (desk) => keepAsItIs(desk, event.params.id, parseVersion(typed))),
		),
} satisfies Actions;
