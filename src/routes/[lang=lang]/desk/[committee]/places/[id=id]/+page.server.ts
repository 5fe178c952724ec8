import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { confirmPlace, mergePlaces, removePlaceAlias, submitPlace, submitPlaceAlias } from '#places/actions.server.ts';
import { chosenPlace, typedFor } from '#places/input.ts';
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
	const outcome = await onCommittee(locals, async ({ tx, committee }) =>
		verb === 'edit' ? submitPlace(tx, committee, typed, params.id) : submitPlaceAlias(tx, committee, typed, params.id),
	);
	if (outcome.ok) return to(event, verb);
	const holder = outcome.holder && { name: outcome.holder.name, href: beside(event, outcome.holder.id) };
	return fail(422, { verb, issues: outcome.issues, typed, holder });
}

export const actions = {
	edit: (event) => name(event, 'edit'),
	alias: (event) => name(event, 'alias'),
	remove: async (event) => {
		const alias = first(typedFrom(await event.request.formData()), 'alias');
		await onCommittee(event.locals, (desk) => removePlaceAlias(desk.tx, desk.committee, event.params.id, alias));
		to(event, 'alias_removed');
	},
	confirm: async (event) => {
		await onCommittee(event.locals, (desk) => confirmPlace(desk.tx, desk.committee, event.params.id));
		to(event, 'confirmed');
	},
	merge: async ({ locals, params, request, url }) => {
		const kept = chosenPlace(typedFrom(await request.formData()));
		await onCommittee(locals, ({ tx, committee, actor }) =>
			mergePlaces(tx, actor, committee, { kept, gone: params.id }),
		);
		redirect(303, `${url.pathname.replace(/[^/]+$/, kept)}?done=merged`);
	},
} satisfies Actions;
