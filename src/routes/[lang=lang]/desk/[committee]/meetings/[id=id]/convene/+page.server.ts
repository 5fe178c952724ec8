import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { convene, getHistory, getMeetingPage, listCalled } from '#meetings/actions.server.ts';
import { versionTyped } from '#meetings/input.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, async ({ tx, committee, actor }) => {
		const { meeting, items, participants, situation } = await getMeetingPage(tx, committee, { id: params.id, actor });
		const called = await listCalled(tx, participants);
		return { meeting, items, situation, called, ...(await getHistory(tx, params.id)) };
	});

export const actions = {
	convene: async ({ locals, params, request, url }) => {
		const version = versionTyped(typedFrom(await request.formData()));
		const outcome = await onCommittee(locals, ({ tx, committee, actor }) =>
			convene(tx, actor, committee, { id: params.id, version }),
		).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { stale: version });
		if (!outcome.ok) return fail(422, { reason: outcome.reason });
		redirect(303, `${url.pathname.replace(/\/convene$/, '')}?done=convened`);
	},
} satisfies Actions;
