import { fail, redirect } from '@sveltejs/kit';
import { copyActivities, getPreview } from '#copying/actions.server.ts';
import { monthAsked } from '#copying/input.ts';
import { isSuggested } from '#copying/model.ts';
import { typedFrom } from '#platform/forms.ts';
import { onMonth } from '#programmes/actions.server.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Without a month the earlier programmes to choose from; with one the preview of what a copy would be. */
export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const months = (await listProgrammes(tx, committee.id))
			.map(({ slug }) => slug)
			.filter((slug) => slug !== params.month);
		const from = monthAsked(url.searchParams.get('from'), months);
		if (from === null) return { programme, months, preview: null };
		const { lines, seen } = await getPreview(tx, committee, programme, from);
		return { programme, months, preview: { from, seen, lines, suggested: lines.filter(isSuggested).length } };
	});

export const actions = {
	copy: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onMonth(locals, params.month, async ({ tx, committee, programme, actor }) => {
			const months = (await listProgrammes(tx, committee.id)).map(({ slug }) => slug);
			const month = monthAsked(url.searchParams.get('from'), months);
			if (month === null) return { ok: false as const, reason: 'changed' as const };
			return copyActivities(tx, actor, committee, programme, { month, typed });
		});
		if (!outcome.ok)
			return fail(422, {
				typed,
				changed: outcome.reason === 'changed',
				issues: outcome.reason === 'issues' ? outcome.issues : [],
			});
		const done = outcome.copied > 0 ? 'copied' : outcome.already > 0 ? 'copied_before' : 'copied_nothing';
		redirect(303, `/${locals.locale}/desk/${params.committee}/${params.month}?done=${done}`);
	},
} satisfies Actions;
