import { redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { hasMailServer, sendAgain } from '#mail/actions.server.ts';
import { parseState } from '#mail/input.ts';
import { countMails, listMails } from '#mail/store.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** Older ones are found by their state, or in the records of what they were about. */
const most = 200;

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx }) => {
		const state = parseState(url.searchParams);
		const mails = await listMails(tx, { state, most });
		const done = url.searchParams.get('done') ?? '';
		return { state, most, mails, counts: await countMails(tx), leaving: hasMailServer(), done };
	});

export const actions = {
	again: async ({ locals, request, url }) => {
		const id = first(typedFrom(await request.formData()), 'mail');
		const queued = await onCommittee(locals, ({ tx }) => sendAgain(tx, id));
		redirect(303, queued ? `${url.pathname}?done=again` : url.pathname);
	},
} satisfies Actions;
