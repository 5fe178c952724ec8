import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { checkRight, submitRight } from '#help/actions.server.ts';
import { typedForRight } from '#help/input.ts';
import { getRight } from '#help/offices.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const right = await getRight(tx, params.id);
		return {
			right,
			typed: typedForRight(right),
			owned: right.committeeId === committee.id,
			done: url.searchParams.get('done') ?? '',
		};
	});

export const actions = {
	edit: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee }) => submitRight(tx, committee, typed, params.id));
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname}?done=edit`);
	},
	check: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx, actor, committee }) => checkRight(tx, actor, committee, params.id, new Date()));
		redirect(303, `${url.pathname}?done=check`);
	},
} satisfies Actions;
