import { askForMonth, listRecipients, listUnasked } from '#consultation/asking.server.ts';
import { listContributions } from '#contributions/store.server.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => {
		const { wanted, unreached } = await listUnasked(tx, programme);
		return {
			programme,
			wanted: await listRecipients(tx, wanted),
			unreached: await listRecipients(tx, unreached),
			lines: await listContributions(tx, { programmeId: programme.id }),
		};
	});

export const actions = {
	// Sent again by a browser that reloads, it finds everybody asked.
	askAll: async ({ locals, params }) => ({
		sent: await onMonth(locals, params.month, ({ tx, ...desk }) => askForMonth(tx, desk)),
	}),
} satisfies Actions;
