import { redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { confirmPlace } from '#places/actions.server.ts';
import { parseQuestion, type Reach } from '#places/input.ts';
import { isFound } from '#places/model.ts';
import { listPlaces } from '#places/store.server.ts';
import { listPlaceReach } from '#planning/reach.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** "Reached" is asked of one month: the one chosen, else the latest. */
export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const all = await listPlaces(tx, committee.id, locals.locale);
		const programmes = await listProgrammes(tx, committee.id);
		const programme = programmes.find(({ slug }) => slug === url.searchParams.get('of')) ?? programmes[0];
		const reach = programme ? await listPlaceReach(tx, programme.id) : {};
		const question = parseQuestion(url.searchParams);
		const { municipalities, units } = await getLand(tx, committee);
		const reachOf = (id: string): Reach =>
			(reach[id]?.held ?? 0) > 0 ? 'held' : (reach[id]?.planned ?? 0) > 0 ? 'planned' : 'none';
		const asked = all.filter(
			(place) =>
				isFound(place, question.search) &&
				(question.kind === null || place.kind === question.kind) &&
				(question.municipality === null || place.municipalityCode === question.municipality) &&
				(question.reach === null || reachOf(place.id) === question.reach),
		);
		return {
			...{ question, reach, municipalities },
			of: programme?.slug ?? null,
			all: all.length,
			places: asked,
			names: Object.fromEntries([...municipalities, ...units].map(({ code, name }) => [code, name])),
			done: url.searchParams.get('done') ?? '',
		};
	});

export const actions = {
	confirm: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		await onCommittee(locals, ({ tx, committee }) => confirmPlace(tx, committee, first(typed, 'place')));
		redirect(303, `${url.pathname}?done=confirmed`);
	},
} satisfies Actions;
