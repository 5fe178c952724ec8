import { fail, redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { submitPlace } from '#places/actions.server.ts';
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
		const outcome = await onCommittee(locals, ({ tx, committee }) => submitPlace(tx, committee, typed, null));
		if (outcome.ok) redirect(303, `${places}/${outcome.id}?done=added`);
		const holder = outcome.holder && { name: outcome.holder.name, href: `${places}/${outcome.holder.id}` };
		return fail(422, { issues: outcome.issues, typed, holder });
	},
} satisfies Actions;
