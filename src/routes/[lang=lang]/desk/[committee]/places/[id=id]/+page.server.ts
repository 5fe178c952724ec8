import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { addPlaceAlias, confirmPlace, editPlace, mergePlaces, removePlaceAlias } from '#places/actions.server.ts';
import { chosenPlace, parseAlias, parsePlace, typedFor } from '#places/input.ts';
import { getPlace, listPlaces } from '#places/store.server.ts';
import { listPlaceActivities } from '#planning/reach.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const place = await getPlace(tx, committee.id, params.id);
		const others = (await listPlaces(tx, committee.id, locals.locale)).filter(({ id }) => id !== place.id);
		return {
			...{ place, typed: typedFor(place), others },
			...(await getLand(tx, committee)),
			activities: await listPlaceActivities(tx, committee.id, place.id),
			into: others.find(({ id }) => id === url.searchParams.get('into')) ?? null,
			done: url.searchParams.get('done') ?? '',
		};
	});

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
const to = ({ url }: Here, done: string) => redirect(303, `${url.pathname}?done=${done}`);
const beside = ({ url }: Here, id: string) => url.pathname.replace(/[^/]+$/, id);

async function name(event: Here, verb: 'edit' | 'alias') {
	const { locals, params, request } = event;
	const typed = typedFrom(await request.formData());
	const outcome = await onCommittee(locals, async ({ tx, committee }) => {
		if (verb === 'alias') {
			const alias = parseAlias(typed);
			return alias.ok ? addPlaceAlias(tx, committee, params.id, alias.value) : alias;
		}
		const parsed = parsePlace(typed, await getLand(tx, committee));
		return parsed.ok ? editPlace(tx, committee, params.id, parsed.value) : parsed;
	});
	if (outcome.ok) return to(event, verb);
	if ('issues' in outcome) return fail(422, { verb, issues: outcome.issues, typed, holder: null });
	const holder = { name: outcome.holder.name, href: beside(event, outcome.holder.id) };
	return fail(422, { verb, issues: [{ field: verb === 'edit' ? 'name' : 'alias', message: 'issue.name_taken', words: { name: holder.name } }], typed, holder });
}

export const actions = {
	edit: (event) => name(event, 'edit'),
	alias: (event) => name(event, 'alias'),
	remove: async (event) => {
		const alias = first(typedFrom(await event.request.formData()), 'alias');
		await onCommittee(event.locals, ({ tx, committee }) => removePlaceAlias(tx, committee, event.params.id, alias));
		to(event, 'alias_removed');
	},
	confirm: async (event) => {
		await onCommittee(event.locals, ({ tx, committee }) => confirmPlace(tx, committee, event.params.id));
		to(event, 'confirmed');
	},
	merge: async ({ locals, params, request, url }) => {
		const kept = chosenPlace(typedFrom(await request.formData()));
		await onCommittee(locals, ({ tx, committee }) => mergePlaces(tx, 'desk', committee, { kept, gone: params.id }));
		redirect(303, `${url.pathname.replace(/[^/]+$/, kept)}?done=merged`);
	},
} satisfies Actions;
