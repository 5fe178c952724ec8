import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import {
	confirmPartner,
	mergePartners,
	removePartnerAlias,
	submitPartner,
	submitPartnerAlias,
} from '#partners/actions.server.ts';
import { chosenPartner, typedFor } from '#partners/input.ts';
import { getPartner, listPartners } from '#partners/store.server.ts';
import { listPartnerActivities } from '#planning/reach.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const partner = await getPartner(tx, committee.id, params.id);
		const others = (await listPartners(tx, committee.id, locals.locale)).filter(({ id }) => id !== partner.id);
		return {
			...{ partner, typed: typedFor(partner), others },
			municipalities: (await getLand(tx, committee)).municipalities,
			activities: await listPartnerActivities(tx, committee.id, partner.id),
			into: others.find(({ id }) => id === url.searchParams.get('into')) ?? null,
			done: url.searchParams.get('done') ?? '',
		};
	});

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
const to = ({ url }: Here, done: string) => redirect(303, `${url.pathname}?done=${done}`);
const beside = ({ url }: Here, id: string) => url.pathname.replace(/[^/]+$/, id);

async function name(event: Here, verb: 'edit' | 'alias') {
	const typed = typedFrom(await event.request.formData());
	const outcome = await onCommittee(event.locals, ({ tx, committee }) =>
		(verb === 'edit' ? submitPartner : submitPartnerAlias)(tx, committee, typed, event.params.id),
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
		await onCommittee(event.locals, (desk) => removePartnerAlias(desk.tx, desk.committee, event.params.id, alias));
		to(event, 'alias_removed');
	},
	confirm: async (event) => {
		await onCommittee(event.locals, (desk) => confirmPartner(desk.tx, desk.committee, event.params.id));
		to(event, 'confirmed');
	},
	merge: async ({ locals, params, request, url }) => {
		const pair = { kept: chosenPartner(typedFrom(await request.formData())), gone: params.id };
		await onCommittee(locals, (desk) => mergePartners(desk.tx, desk.actor, desk.committee, pair));
		redirect(303, `${url.pathname.replace(/[^/]+$/, pair.kept)}?done=merged`);
	},
} satisfies Actions;
