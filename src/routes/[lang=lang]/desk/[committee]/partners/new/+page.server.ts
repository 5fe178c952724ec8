import { fail, redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { addPartner } from '#partners/actions.server.ts';
import { parsePartner } from '#partners/input.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, async ({ tx, committee }) => ({ municipalities: (await getLand(tx, committee)).municipalities }));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const partners = url.pathname.replace(/\/new$/, '');
		const outcome = await onCommittee(locals, async ({ tx, committee }) => {
			const parsed = parsePartner(typed, (await getLand(tx, committee)).municipalities);
			return parsed.ok ? addPartner(tx, committee, parsed.value) : parsed;
		});
		if (outcome.ok) redirect(303, `${partners}/${outcome.id}?done=added`);
		if ('issues' in outcome) return fail(422, { issues: outcome.issues, typed, holder: null });
		const { id, name } = outcome.holder;
		return fail(422, { issues: [{ field: 'name', message: 'issue.name_taken', words: { name } }], typed, holder: { name, href: `${partners}/${id}` } });
	},
} satisfies Actions;
