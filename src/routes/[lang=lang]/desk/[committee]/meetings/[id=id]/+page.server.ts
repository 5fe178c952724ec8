import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { getMeetingPage, onMeeting, submitStep } from '#meetings/actions.server.ts';
import { listExpected } from '#meetings/answering.server.ts';
import { versionTyped } from '#meetings/input.ts';
import { approveMinutes } from '#meetings/minutes.server.ts';
import { getItemChoices, moveItem, removeItem, submitItem } from '#meetings/noting.server.ts';
import { first, type Typed, typedFrom } from '#platform/forms.ts';
import { type Issue, staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMeeting(locals, params.id, async ({ tx, committee, actor }) => {
		const page = await getMeetingPage(tx, committee, { id: params.id, actor });
		const all = locals.scope.kind === 'committee';
		return {
			...{ ...page, done: url.searchParams.get('done') ?? '' },
			expected: all ? await listExpected(tx, page.meeting, page.participants) : null,
			choices: all ? await getItemChoices(tx, committee, locals.locale) : null,
		};
	});

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
type Desk = Parameters<Parameters<typeof onMeeting>[2]>[0];
type At = { id: string; version: number };
type Answer = { ok: true } | { ok: false; reason: string } | { ok: false; issues: Issue[] };

/** One form of the page: does what it asks for, and comes back to the page or says why not. */
const act = (done: string, work: (desk: Desk, at: At, typed: Typed) => Promise<Answer>) =>
	async function change({ locals, params: { id }, request, url }: Here) {
		const typed = typedFrom(await request.formData());
		const version = versionTyped(typed);
		const outcome = await onMeeting(locals, id, (desk) => work(desk, { id, version }, typed)).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { stale: version, typed });
		if (!outcome.ok) return fail(422, { of: done, typed, ...outcome });
		redirect(303, `${url.pathname}?done=${done}`);
	};

const step = (done: string, verb: Parameters<typeof submitStep>[3]['verb']) =>
	act(done, ({ tx, actor, committee }, at, typed) => submitStep(tx, actor, committee, { ...at, verb, typed }));
const move = (by: -1 | 1) =>
	act('item_moved', ({ tx, actor, committee }, at, typed) =>
		moveItem(tx, actor, committee, { ...at, itemId: first(typed, 'item'), by }),
	);

export const actions = {
	addItem: act('item_added', ({ tx, actor, committee }, { id }, typed) =>
		submitItem(tx, actor, committee, { id, itemId: null, typed }),
	),
	up: move(-1),
	down: move(1),
	removeItem: act('item_removed', ({ tx, actor, committee }, at, typed) =>
		removeItem(tx, actor, committee, { ...at, itemId: first(typed, 'item') }),
	),
	hold: step('held', 'hold'),
	submit: step('written', 'write'),
	cancel: step('cancelled', 'cancel'),
	reopen: step('reopened', 'reopen'),
	approve: act('approved', ({ tx, actor, committee }, at) => approveMinutes(tx, actor, committee, at)),
	send_back: step('sent_back', 'send_back'),
} satisfies Actions;
