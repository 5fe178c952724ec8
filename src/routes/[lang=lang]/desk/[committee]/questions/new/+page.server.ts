import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import { addQuestion, lookAt } from '#questions/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({ typed: { kind: ['knowledge'], valid_from: [dayAt(new Date())] } });

export const actions = {
	preview: async ({ locals, request }) => {
		const typed = typedFrom(await request.formData());
		const seen = await onCommittee(locals, ({ tx, committee }) => lookAt(tx, committee, typed));
		return seen.ok ? { typed, preview: seen.preview } : fail(422, { typed, issues: seen.issues });
	},
	save: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const saved = await onCommittee(locals, ({ tx, committee, actor }) => addQuestion(tx, actor, committee, typed));
		if (!saved.ok) return fail(422, { typed, issues: saved.issues });
		redirect(303, `${url.pathname.replace(/new$/, saved.id)}?done=saved`);
	},
} satisfies Actions;
