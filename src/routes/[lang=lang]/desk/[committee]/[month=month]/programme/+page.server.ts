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
		const saved = await onMonth(locals, params.month, async ({ tx, programme, actor }) => {
			const plan = await getPlanSpan(tx, programme.id);
			const edit = { draft: parsed.value, span: plan, seen: first(typed, 'seen') };
			return { span: plan, outcome: await editProgramme(tx, actor, programme, edit) };
		}).catch(staleOnly);
		if (saved === 'stale') return fail(409, { stale: true, issues: [], typed });
		const { outcome, span } = saved;
		if (!outcome.ok) {
			const words = { first: span.first ?? '', last: span.last ?? '' };
			const issues: Issue[] = [{ field: 'starts_on', message: 'issue.activities_outside', words }];
			return fail(422, { issues, typed });
		}
		redirect(303, `${url.pathname}?done=${outcome.changed ? 'edited' : 'unchanged'}`);
	},
} satisfies Actions;
