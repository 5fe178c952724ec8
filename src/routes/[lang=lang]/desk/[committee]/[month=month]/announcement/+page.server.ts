import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { publishAnnouncement, renewAnnouncement, withdrawAnnouncement } from '#announcements/actions.server.ts';
import { approveTyped, deskOf, type EditOutcome, refreshTyped, saveTyped } from '#announcements/editing.server.ts';
import { parseWhole } from '#announcements/input.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { type Typed, typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Programme } from '#programmes/model.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => ({
		programme,
		...(await deskOf(tx, programme, locals.locale)),
		done: url.searchParams.get('done') ?? '',
	}));

type Month = Pick<RequestEvent<{ month: string }>, 'locals' | 'params' | 'request' | 'url'>;
type Deed = (tx: Transaction, programme: Programme, typed: Typed, actor: Actor) => Promise<EditOutcome>;

async function act({ locals, params, request, url }: Month, done: string, deed: Deed) {
	const typed = typedFrom(await request.formData());
	const outcome = await onMonth(locals, params.month, ({ tx, programme, actor }) =>
		deed(tx, programme, typed, actor),
	).catch(staleOnly);
	if (outcome === 'stale') return fail(409, { stale: true, issues: [], typed: { ...typed, revision: [] } });
	if (outcome.ok) redirect(303, `${url.pathname}?done=${done}`);
	if ('issues' in outcome) return fail(422, { issues: outcome.issues, typed });
	return fail(422, { why: outcome.reason });
}

export const actions = {
	refresh: (event) => act(event, 'refresh', refreshTyped),
	save: (event) => act(event, 'save', saveTyped),
	approve: (event) => act(event, 'approve', approveTyped),
	publish: (event) =>
		act(event, 'publish', (tx, programme, typed) => publishAnnouncement(tx, programme, parseWhole(typed, 'version'))),
	renew: (event) =>
		act(event, 'renew', (tx, programme, typed, actor) =>
			renewAnnouncement(tx, actor, programme, parseWhole(typed, 'version')),
		),
	withdraw: (event) =>
		act(event, 'withdraw', (tx, programme, typed) => withdrawAnnouncement(tx, programme, parseWhole(typed, 'version'))),
} satisfies Actions;
