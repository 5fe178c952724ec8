import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { deskOf, moveVersion } from '#cases/actions.server.ts';
import type { Verb } from '#cases/model.ts';
import { onCommittee } from '#committees/actions.server.ts';
import { actorAccount } from '#people/model.ts';
import { listAccountNames } from '#people/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee, actor }) => {
		const asked = Number(/^\d{1,6}$/.exec(url.searchParams.get('version') ?? '')?.[0] ?? 0) || null;
		const desk = await deskOf(tx, params.id, { asked, locale: locals.locale, actor });
		return {
			...desk,
			id: params.id,
			own: desk.committeeId === committee.id,
			names: await listAccountNames(
				tx,
				desk.versions.flatMap(({ author }) => actorAccount(author) ?? []),
			),
			done: url.searchParams.get('done') ?? '',
		};
	});

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
async function move({ locals, params, request, url }: Here, verb: Verb) {
	const typed = typedFrom(await request.formData());
	const moved = await onCommittee(locals, ({ tx, committee, actor }) =>
		moveVersion(tx, actor, committee, params.id, { verb, typed }),
	).catch(staleOnly);
	if (moved === 'stale') return fail(409, { stale: true, typed });
	if (moved.ok) redirect(303, `${url.pathname}?version=${moved.version}&done=${verb}`);
	return 'issues' in moved ? fail(422, { issues: moved.issues, typed }) : fail(422, { why: moved.reason, typed });
}

export const actions = {
	send: (event) => move(event, 'send'),
	approve: (event) => move(event, 'approve'),
	withdraw: (event) => move(event, 'withdraw'),
	reopen: (event) => move(event, 'reopen'),
} satisfies Actions;
