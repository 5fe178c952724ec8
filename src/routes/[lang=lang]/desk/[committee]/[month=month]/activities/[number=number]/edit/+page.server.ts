import { fail, redirect } from '@sveltejs/kit';
import { editActivity, getChoices } from '#activities/actions.server.ts';
import { typedFor } from '#activities/form.ts';
import { numberTaken, parsePlan, parseVersion } from '#activities/input.ts';
import { getActivity } from '#activities/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const activity = await getActivity(tx, programme.id, Number(params.number));
		return {
			programme,
			activity,
			typed: typedFor(activity),
			choices: await getChoices(tx, committee, programme, locals.locale),
		};
	});

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const number = Number(params.number);
		const outcome = await onMonth(locals, params.month, async ({ tx, committee, programme, actor }) => {
			const { state } = await getActivity(tx, programme.id, number);
			const parsed = parsePlan(
				typed,
				await getChoices(tx, committee, programme, locals.locale),
				state,
				dayAt(new Date()),
			);
			if (!parsed.ok) return parsed;
			const edit = { number, version: parseVersion(typed), plan: parsed.value };
			const edited = await editActivity(tx, actor, committee, programme, edit);
			if (edited.ok) return edited;
			const issue =
				edited.reason === 'day_needed'
					? { field: 'day', message: 'issue.day_needed' }
					: numberTaken(edited.number, edited.title);
			return { ok: false as const, issues: [issue] };
		}).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { stale: true, issues: [], typed });
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		const list = url.pathname.replace(/\/\d+\/edit$/, '');
		redirect(303, `${list}/${outcome.number}?done=${outcome.changed ? 'edited' : 'unchanged'}`);
	},
} satisfies Actions;
