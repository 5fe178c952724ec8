import { redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { endFeed, getFeedAddress, renewFeed } from '#doors/actions.server.ts';
import { getPartner } from '#partners/store.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const { id, name } = await getPartner(tx, committee.id, params.id);
		return {
			...{ partner: { id, name }, origin: url.origin, done: url.searchParams.get('done') ?? '' },
			address: await getFeedAddress(tx, { partnerId: id }),
		};
	});

export const actions = {
	renewCalendar: async ({ locals, params, url }) => {
		await onCommittee(locals, async ({ tx, committee }) => {
			const { id } = await getPartner(tx, committee.id, params.id);
			await renewFeed(tx, committee.id, { partnerId: id });
		});
		redirect(303, `${url.pathname}?done=made`);
	},
	endCalendar: async ({ locals, params, url }) => {
		await onCommittee(locals, async ({ tx, committee }) => {
			const { id } = await getPartner(tx, committee.id, params.id);
			await endFeed(tx, { partnerId: id });
		});
		redirect(303, `${url.pathname}?done=ended`);
	},
} satisfies Actions;
