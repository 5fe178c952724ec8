import { redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { sendAgain, showMail } from '#mail/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx }) => ({
		mail: await showMail(tx, params.id, url.origin),
		home: url.origin,
		done: url.searchParams.get('done') ?? '',
	}));

export const actions = {
	again: async ({ locals, params, url }) => {
		const queued = await onCommittee(locals, ({ tx }) => sendAgain(tx, params.id));
		redirect(303, queued ? `${url.pathname}?done=again` : url.pathname);
	},
} satisfies Actions;
