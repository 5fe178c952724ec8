import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { changeOffer, checkOffer, linkOffer, submitOffer } from '#opportunities/actions.server.ts';
import { typedForOffer } from '#opportunities/input.ts';
import type { OfferVerb } from '#opportunities/model.ts';
import { getOffer, listChecks, listCompanyActivities } from '#opportunities/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const offer = await getOffer(tx, committee.id, params.id);
		return {
			offer,
			typed: typedForOffer(offer),
			checks: await listChecks(tx, offer.id),
			activities: await listCompanyActivities(tx, committee.id),
			municipalities: (await getLand(tx, committee)).municipalities,
			today: dayAt(new Date()),
			done: url.searchParams.get('done') ?? '',
		};
	});

type Here = RequestEvent<{ id: string }>;

async function change({ locals, params, request, url }: Here, verb: OfferVerb | 'check' | 'link') {
	const asked = { id: params.id, typed: typedFrom(await request.formData()), now: new Date() };
	const outcome = await onCommittee(locals, ({ tx, actor, committee }) => {
		if (verb === 'check') return checkOffer(tx, actor, committee, asked);
		if (verb === 'link') return linkOffer(tx, actor, committee, asked);
		return changeOffer(tx, actor, committee, { ...asked, verb });
	});
	if (!outcome.ok) return fail(409, { reason: outcome.reason, issues: [], typed: null });
	redirect(303, `${url.pathname}?done=${verb}`);
}

export const actions = {
	edit: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, async ({ tx, actor, committee }) => {
			const { municipalities } = await getLand(tx, committee);
			return submitOffer(tx, actor, committee, { typed, id: params.id, municipalities });
		});
		if (!outcome.ok) return fail(422, { reason: null, issues: outcome.issues, typed });
		redirect(303, `${url.pathname}?done=edit`);
	},
	check: (event) => change(event, 'check'),
	list: (event) => change(event, 'list'),
	withdraw: (event) => change(event, 'withdraw'),
	reopen: (event) => change(event, 'reopen'),
	link: (event) => change(event, 'link'),
} satisfies Actions;
