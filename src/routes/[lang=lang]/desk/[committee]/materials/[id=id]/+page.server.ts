import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { getMaterialPage, submitMaterial } from '#materials/actions.server.ts';
import { typedForMaterial } from '#materials/form.ts';
import { listBatchesOf } from '#materials/stock.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const page = await getMaterialPage(tx, committee, params.id);
		return {
			...page,
			...(await listBatchesOf(tx, committee, params.id)),
			typed: typedForMaterial(page.material),
			done: url.searchParams.get('done') ?? '',
		};
	});

export const actions = {
	edit: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee, actor }) =>
			submitMaterial(tx, actor, committee, typed, params.id),
		).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { stale: true, issues: [], typed });
		if (!outcome.ok) return fail(422, { stale: false, issues: outcome.issues, typed });
		redirect(303, `${url.pathname}?done=described`);
	},
} satisfies Actions;
