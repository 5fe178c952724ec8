import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { submitText } from '#letters/actions.server.ts';
import { typedForText } from '#letters/input.ts';
import { getLetter } from '#letters/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const letter = await getLetter(tx, committee.id, params.id);
		if (letter.state !== 'draft') throw new Problem('frozen', `letter ${letter.id} has a number`);
		return { letter, typed: typedForText(letter) };
	});

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const saved = await onCommittee(locals, (desk) => submitText(desk, params.id, typed));
		if (!saved.ok) return fail(422, { issues: saved.issues, typed });
		redirect(303, `${url.pathname.replace(/\/edit$/, '')}?done=edit`);
	},
} satisfies Actions;
