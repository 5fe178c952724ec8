import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { getNationalCommittee } from '#committees/store.server.ts';
import { changeBasis, submitBasis } from '#letters/bases.server.ts';
import { listBases } from '#letters/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		bases: await listBases(tx, committee.id, (await getNationalCommittee(tx)).id),
		done: url.searchParams.get('done') ?? '',
	}));

type Here = Pick<RequestEvent, 'locals' | 'request' | 'url'>;
async function change({ locals, request, url }: Here, verb: 'check' | 'remove') {
	const typed = typedFrom(await request.formData());
	await onCommittee(locals, (desk) => changeBasis(desk, typed, verb));
	redirect(303, `${url.pathname}?done=${verb}`);
}

export const actions = {
	add: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const added = await onCommittee(locals, (desk) => submitBasis(desk, typed));
		if (!added.ok) return fail(422, { issues: added.issues, typed });
		redirect(303, `${url.pathname}?done=add`);
	},
	check: (event) => change(event, 'check'),
	remove: (event) => change(event, 'remove'),
} satisfies Actions;
