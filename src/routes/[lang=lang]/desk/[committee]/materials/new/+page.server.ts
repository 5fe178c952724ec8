import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { committeeName } from '#committees/naming.ts';
import { translator } from '#i18n/t.ts';
import { submitMaterial } from '#materials/actions.server.ts';
import { addDays, dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, async ({ committee }) => ({
		asked: {
			owner: [committeeName(translator(locals.locale), committee, 'full')],
			licence: ['CC BY 4.0'],
			expires_on: [addDays(dayAt(new Date()), 365)],
		},
	}));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee, actor }) =>
			submitMaterial(tx, actor, committee, typed, null),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/new$/, outcome.id)}?done=added`);
	},
} satisfies Actions;
