import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import { getWriting, lookAt, writeQuestion } from '#questions/actions.server.ts';
import { versionTyped } from '#questions/input.ts';
import type { Actions, PageServerLoad } from './$types';

/** Begins with the draft, else with the version in the address, else the latest. */
export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const from = Number(/^\d{1,6}$/.exec(url.searchParams.get('from') ?? '')?.[0] ?? 0);
		const { question, number, begins } = await getWriting(tx, committee, params.id, from);
		return { id: params.id, number, kind: question.kind, title: begins.prompt, typed: versionTyped(begins) };
	});

export const actions = {
	preview: async ({ locals, request }) => {
		const typed = typedFrom(await request.formData());
		const seen = await onCommittee(locals, ({ tx, committee }) => lookAt(tx, committee, typed));
		return seen.ok ? { typed, preview: seen.preview } : fail(422, { typed, issues: seen.issues });
	},
	save: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const saved = await onCommittee(locals, ({ tx, committee, actor }) =>
			writeQuestion(tx, actor, committee, params.id, typed),
		).catch(staleOnly);
		if (saved === 'stale') return fail(409, { typed, stale: true });
		if (!saved.ok) return fail(422, { typed, issues: saved.issues });
		redirect(303, `${url.pathname.replace(/\/write$/, '')}?done=saved`);
	},
} satisfies Actions;
