import { fail, redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { submitOffer } from '#opportunities/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, async ({ tx, committee }) => ({ municipalities: (await getLand(tx, committee)).municipalities }));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, async ({ tx, actor, committee }) => {
			const { municipalities } = await getLand(tx, committee);
			return submitOffer(tx, actor, committee, { typed, id: null, municipalities });
		});
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/new$/, outcome.id)}?done=added`);
	},
} satisfies Actions;
