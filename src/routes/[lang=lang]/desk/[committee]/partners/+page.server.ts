import { redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { confirmPartner } from '#partners/actions.server.ts';
import { parseQuestion } from '#partners/input.ts';
import { isFound } from '#partners/model.ts';
import { listPartners } from '#partners/store.server.ts';
import { listInvolvement } from '#planning/reach.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const all = await listPartners(tx, committee.id, locals.locale);
		const question = parseQuestion(url.searchParams);
		const { municipalities } = await getLand(tx, committee);
		return {
			question,
			all: all.length,
			partners: all.filter(
				(partner) => isFound(partner, question.search) && (question.kind === null || partner.kind === question.kind),
			),
			involvement: await listInvolvement(tx, committee.id),
			municipalities,
			done: url.searchParams.get('done') ?? '',
		};
	});

export const actions = {
	confirm: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		await onCommittee(locals, ({ tx, committee }) => confirmPartner(tx, committee, first(typed, 'partner')));
		redirect(303, `${url.pathname}?done=confirmed`);
	},
} satisfies Actions;
