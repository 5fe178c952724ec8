import { fail, redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { addPlace } from '#places/actions.server.ts';
import { parsePlace } from '#places/input.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		...(await getLand(tx, committee)),
		// What the coverage page asks for, filled in.
		asked: { kind: url.searchParams.getAll('kind'), unit: url.searchParams.getAll('unit') },
	}));

export const actions = {
	default: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const places = url.pathname.replace(/\/new$/, '');
		const outcome = await onCommittee(locals, async ({ tx, committee }) => {
			const parsed = parsePlace(typed, await getLand(tx, committee));
			return parsed.ok ? addPlace(tx, committee, parsed.value) : parsed;
		});
		if (outcome.ok) redirect(303, `${places}/${outcome.id}?done=added`);
		if ('issues' in outcome) return fail(422, { issues: outcome.issues, typed, holder: null });
		const { id, name } = outcome.holder;
		return fail(422, { issues: [{ field: 'name', message: 'issue.name_taken', words: { name } }], typed, holder: { name, href: `${places}/${id}` } });
	},
} satisfies Actions;
