import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { listClashes, settleClash } from '#activities/clashes.server.ts';
import { parseClash } from '#activities/input.ts';
import { actorAccount } from '#people/model.ts';
import { listAccountNames } from '#people/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => {
		const month = await listClashes(tx, locals.scope, programme);
		const actors = [...month.accepted.values()].flatMap(({ actor }) => actorAccount(actor) ?? []);
		const done = url.searchParams.get('done') ?? '';
		return { programme, ...month, names: await listAccountNames(tx, actors), done };
	});

type Here = Pick<RequestEvent<{ month: string }>, 'locals' | 'params' | 'request' | 'url'>;

async function settle({ locals, params, request, url }: Here, verb: 'accepted' | 'reopened') {
	const typed = typedFrom(await request.formData());
	const { key, activity, reason } = parseClash(typed, verb === 'accepted');
	if (!reason.ok) return fail(422, { key, issues: reason.issues, typed });
	const settled = await onMonth(locals, params.month, ({ tx, programme, actor }) =>
		settleClash(tx, actor, programme, { key, reason: reason.value }),
	).catch(staleOnly);
	if (settled === 'stale') return fail(409, { stale: true });
	const month = url.pathname.replace(/\/clashes$/, '');
	redirect(303, `${month}${activity === null ? '/clashes' : `/activities/${activity}`}?done=clash_${verb}`);
}

export const actions = {
	acceptClash: (event) => settle(event, 'accepted'),
	reopenClash: (event) => settle(event, 'reopened'),
} satisfies Actions;
