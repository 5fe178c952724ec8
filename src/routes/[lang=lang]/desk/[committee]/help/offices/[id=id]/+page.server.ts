import { fail, redirect } from '@sveltejs/kit';
import { getLand, onCommittee } from '#committees/actions.server.ts';
import { checkOffice, submitOffice } from '#help/actions.server.ts';
import { typedForOffice } from '#help/input.ts';
import { getOffice } from '#help/offices.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const office = await getOffice(tx, committee.id, params.id);
		return {
			office,
			typed: typedForOffice(office),
			owned: office.committeeId === committee.id,
			done: url.searchParams.get('done') ?? '',
			...(await getLand(tx, committee)),
		};
	});

export const actions = {
	edit: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, async ({ tx, committee }) =>
			submitOffice(tx, committee, typed, (await getLand(tx, committee)).municipalities, params.id),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname}?done=edit`);
	},
	check: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx, actor, committee }) => checkOffice(tx, actor, committee, params.id, new Date()));
		redirect(303, `${url.pathname}?done=check`);
	},
} satisfies Actions;
