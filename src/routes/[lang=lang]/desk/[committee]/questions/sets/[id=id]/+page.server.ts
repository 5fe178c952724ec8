import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { type Typed, typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import * as sets from '#questions/sets.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		...(await sets.setDeskOf(tx, committee, params.id)),
		done: url.searchParams.get('done') ?? '',
	}));

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
type Desk = Parameters<Parameters<typeof onCommittee>[1]>[0];
type Work = (desk: Desk, typed: Typed) => Promise<Awaited<ReturnType<typeof sets.renameSet>> | sets.Arranged>;

async function act({ locals, request, url }: Here, verb: string, work: Work) {
	const typed = typedFrom(await request.formData());
	const outcome = await onCommittee(locals, (desk) => work(desk, typed)).catch(staleOnly);
	if (outcome === 'stale') return fail(409, { verb, stale: true, typed });
	if (outcome.ok) redirect(303, `${url.pathname}?done=${verb}`);
	if ('issues' in outcome) return fail(422, { verb, issues: outcome.issues, typed });
	return fail(422, { verb, why: outcome.reason, typed });
}
const arrange = (event: Here, verb: sets.Arrangement) =>
	act(event, verb, ({ tx, committee }, typed) => sets.arrangeSet(tx, committee, event.params.id, { verb, typed }));

export const actions = {
	up: (event) => arrange(event, 'up'),
	down: (event) => arrange(event, 'down'),
	remove: (event) => arrange(event, 'remove'),
	add: (event) => arrange(event, 'add'),
	rename: (event) =>
		act(event, 'rename', ({ tx, committee }, typed) => sets.renameSet(tx, committee, event.params.id, typed)),
	finish: (event) =>
		act(event, 'finish', ({ tx, committee, actor }, typed) =>
			sets.finishSet(tx, actor, committee, event.params.id, typed),
		),
	withdraw: (event) => act(event, 'withdraw', ({ tx, committee }) => sets.withdrawSet(tx, committee, event.params.id)),
	renew: async ({ locals, params, url }) => {
		const id = await onCommittee(locals, ({ tx, committee, actor }) => sets.renewSet(tx, actor, committee, params.id));
		redirect(303, `${url.pathname.replace(params.id, id)}?done=renew`);
	},
	discard: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		await onCommittee(locals, ({ tx, committee }) => sets.discardSet(tx, committee, params.id, typed));
		redirect(303, url.pathname.replace(`/${params.id}`, ''));
	},
} satisfies Actions;
