import { fail, redirect } from '@sveltejs/kit';
import { getPlanSpan } from '#activities/store.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { type Issue, staleOnly } from '#platform/problem.ts';
import { editProgramme, getHistory, onMonth } from '#programmes/actions.server.ts';
import { typedFor } from '#programmes/form.ts';
import { parseProgramme } from '#programmes/input.ts';
import { getLatestEventId } from '#programmes/store.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => ({
		programme,
		history: await getHistory(tx, programme),
		typed: typedFor(programme, await getLatestEventId(tx, programme.id)),
		done: url.searchParams.get('done') ?? '',
	}));

export const actions = {
	edit: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const parsed = parseProgramme(typed, params.month);
		if (!parsed.ok) return fail(422, { issues: parsed.issues, typed });
		const outcome = await onMonth(locals, params.month, ({ tx, programme, actor }) => {
			const span = () => getPlanSpan(tx, programme.id);
			return editProgramme(tx, actor, programme, { draft: parsed.value, span, seen: first(typed, 'seen') });
		}).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { stale: true, issues: [], typed });
		if (!outcome.ok) {
			const words = { first: outcome.plan.first ?? '', last: outcome.plan.last ?? '' };
			const issues: Issue[] = [{ field: 'starts_on', message: 'issue.activities_outside', words }];
			return fail(422, { issues, typed });
		}
		redirect(303, `${url.pathname}?done=${outcome.changed ? 'edited' : 'unchanged'}`);
	},
} satisfies Actions;
