import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { parseReminderRules } from '#consultation/input.ts';
import { usualRules } from '#consultation/reminding.ts';
import { findReminderRules, saveReminderRules } from '#consultation/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		rules: (await findReminderRules(tx, committee.id)) ?? usualRules,
		done: url.searchParams.get('done') === 'saved',
	}));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const parsed = parseReminderRules(typed);
		if (!parsed.ok) return fail(422, { issues: parsed.issues, typed });
		await onCommittee(locals, ({ tx, committee }) => saveReminderRules(tx, committee.id, parsed.value));
		redirect(303, `${url.pathname}?done=saved`);
	},
} satisfies Actions;
