import { fail, redirect } from '@sveltejs/kit';
import { startAfter } from '#copying/actions.server.ts';
import { addDays, dayAt, lastOfMonth } from '#platform/dates.ts';
import { inTransaction } from '#platform/db.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import { createProgramme } from '#programmes/actions.server.ts';
import { typedForStart } from '#programmes/form.ts';
import { parseProgrammeStart } from '#programmes/input.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Offers the month after the latest programme, or this month where there is none. */
export const load: PageServerLoad = async ({ parent }) => {
	const [latest] = (await parent()).programmes;
	const month = latest ? addDays(lastOfMonth(latest.slug), 1).slice(0, 7) : dayAt(new Date()).slice(0, 7);
	return { typed: typedForStart(month) };
};

export const actions = {
	default: async ({ locals, params, request }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await inTransaction(locals.scope, async (tx) => {
			const { committee } = locals;
			if (!committee) throw new Problem('not_found', 'no committee in the address');
			const parsed = parseProgrammeStart(
				typed,
				(await listProgrammes(tx, committee.id)).map(({ slug }) => slug),
			);
			if (!parsed.ok) return parsed;
			const { copyFrom, ...draft } = parsed.value;
			if (copyFrom === null) await createProgramme(tx, locals.actor, committee, draft);
			else await startAfter(tx, locals.actor, committee, { ...draft, copyFrom });
			return {
				ok: true as const,
				slug: draft.slug,
				next: copyFrom === null ? '?done=created' : `/copy?from=${copyFrom}`,
			};
		});
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `/${locals.locale}/desk/${params.committee}/${outcome.slug}${outcome.next}`);
	},
} satisfies Actions;
