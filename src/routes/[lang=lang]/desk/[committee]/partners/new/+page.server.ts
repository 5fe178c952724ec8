import { fail, redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { submitPartner } from '#partners/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, async ({ tx, committee }) => ({ municipalities: (await getLand(tx, committee)).municipalities }));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const partners = url.pathname.replace(/\/new$/, '');
		const outcome = await onCommittee(locals, ({ tx, committee }) => submitPartner(tx, committee, typed, null));
		if (outcome.ok) redirect(303, `${partners}/${outcome.id}?done=added`);
		const holder = outcome.holder && { name: outcome.holder.name, href: `${partners}/${outcome.holder.id}` };
		return fail(422, { issues: outcome.issues, typed, holder });
	},
} satisfies Actions;
