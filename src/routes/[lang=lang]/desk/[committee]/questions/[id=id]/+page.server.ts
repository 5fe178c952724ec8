import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { actorAccount } from '#people/model.ts';
import { listAccountNames } from '#people/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import { deskOf, moveVersion } from '#questions/actions.server.ts';
import type { Verb } from '#questions/model.ts';
import { listCeilings } from '#results/ceilings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const ceilings = await listCeilings(locals);
	return onCommittee(locals, async ({ tx, committee, actor }) => {
		const asked = Number(/^\d{1,6}$/.exec(url.searchParams.get('version') ?? '')?.[0] ?? 0) || null;
		const desk = await deskOf(tx, actor, committee, { id: params.id, asked });
		const actors = [...desk.events.map((event) => event.actor), ...desk.versions.flatMap(({ writers }) => writers)];
		return {
			...desk,
			names: await listAccountNames(
				tx,
				actors.flatMap((one) => actorAccount(one) ?? []),
			),
			done: url.searchParams.get('done') ?? '',
			known: ceilings.get(desk.shown.id),
		};
	});
};

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
async function move({ locals, params, request, url }: Here, verb: Verb) {
	const typed = typedFrom(await request.formData());
	const moved = await onCommittee(locals, ({ tx, committee, actor }) =>
		moveVersion(tx, actor, committee, params.id, { verb, typed }),
	).catch(staleOnly);
	if (moved === 'stale') return fail(409, { verb, stale: true, typed });
	if (moved.ok) redirect(303, `${url.pathname}?version=${moved.number}&done=${verb}`);
	if ('issues' in moved) return fail(422, { verb, issues: moved.issues, typed });
	return fail(422, { verb, why: moved.reason, typed });
}

export const actions = {
	send: (event) => move(event, 'send'),
	approve: (event) => move(event, 'approve'),
	send_back: (event) => move(event, 'send_back'),
	withdraw: (event) => move(event, 'withdraw'),
} satisfies Actions;
