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
import { contactsFor } from '#people/actions.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { getInvolvement } from '#versions/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const partner = await getPartner(tx, committee.id, params.id);
		const others = (await listPartners(tx, committee.id, locals.locale)).filter(({ id }) => id !== partner.id);
		return {
			...{ partner, typed: typedFor(partner), others, done: url.searchParams.get('done') ?? '' },
			municipalities: (await getLand(tx, committee)).municipalities,
			...(await getInvolvement(tx, committee, partner.id)),
			contacts: await contactsFor(tx, locals, partner.id),
			into: others.find(({ id }) => id === url.searchParams.get('into')) ?? null,
		};
	});

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
const to = ({ url }: Here, done: string) => redirect(303, `${url.pathname}?done=${done}`);

async function name(event: Here, verb: 'edit' | 'alias') {
	const typed = typedFrom(await event.request.formData());
	const outcome = await onCommittee(event.locals, ({ tx, committee }) =>
		(verb === 'edit' ? submitPartner : submitPartnerAlias)(tx, committee, typed, event.params.id),
	);
	if (outcome.ok) return to(event, verb);
	const { holder: other, issues } = outcome;
	return fail(422, { verb, issues, typed, holder: other && { name: other.name, href: `./${other.id}` } });
}

export const actions = {
	edit: (event) => name(event, 'edit'),
	alias: (event) => name(event, 'alias'),
	remove: async (event) => {
		const alias = first(typedFrom(await event.request.formData()), 'alias');
		await onCommittee(event.locals, (desk) => removePartnerAlias(desk.tx, desk.committee, event.params.id, alias));
		to(event, 'alias_removed');
	},
	confirm: (event) =>
		onCommittee(event.locals, ({ tx, committee }) => confirmPartner(tx, committee, event.params.id)).then(() =>
			to(event, 'confirmed'),
		),
	merge: async ({ locals, params, request, url }) => {
		const pair = { kept: chosenPartner(typedFrom(await request.formData())), gone: params.id };
		await onCommittee(locals, (desk) => mergePartners(desk.tx, desk.actor, desk.committee, pair));
		redirect(303, `${url.pathname.replace(/[^/]+$/, pair.kept)}?done=merged`);
	},
} satisfies Actions;
