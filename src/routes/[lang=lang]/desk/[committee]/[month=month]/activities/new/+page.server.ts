import { fail, redirect } from '@sveltejs/kit';
import { getChoices, proposeActivity } from '#activities/actions.server.ts';
import { numberTaken, parsePlan } from '#activities/input.ts';
import { typedFrom } from '#platform/forms.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** What another page may ask to plan: the place, unit or group that is not reached yet. */
const askable = ['place', 'municipality', 'unit', 'audiences', 'setting'];

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const choices = await getChoices(tx, committee, programme, locals.locale);
		const asked = Object.fromEntries(askable.map((field) => [field, url.searchParams.getAll(field).slice(0, 20)]));
		const unit = choices.units.find(({ code }) => code === asked.unit?.[0]);
		if (unit && !asked.municipality?.length) asked.municipality = [unit.municipalityCode];
		return { programme, choices, asked };
	});

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onMonth(locals, params.month, async ({ tx, committee, programme, actor }) => {
			const parsed = parsePlan(typed, await getChoices(tx, committee, programme, locals.locale));
			if (!parsed.ok) return parsed;
			const proposed = await proposeActivity(tx, actor, committee, programme, parsed.value);
			return proposed.ok ? proposed : { ok: false as const, issues: [numberTaken(proposed.number, proposed.title)] };
		});
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/new$/, String(outcome.number))}?done=proposed`);
	},
} satisfies Actions;
