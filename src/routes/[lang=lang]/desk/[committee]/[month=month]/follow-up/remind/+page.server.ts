import { listRecipients } from '#consultation/asking.server.ts';
import { namedPartner } from '#consultation/input.ts';
import { listSilent, remindSilent } from '#consultation/reminding.server.ts';
import { listContributions } from '#contributions/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => ({
		programme,
		silent: await listRecipients(tx, await listSilent(tx, programme)),
		lines: await listContributions(tx, { programmeId: programme.id }),
	}));

export const actions = {
	// One institution where the form names one; the same day twice is once.
	remind: async ({ locals, params, request }) => {
		const partnerId = namedPartner(typedFrom(await request.formData())) || null;
		const sent = await onMonth(locals, params.month, ({ tx, ...desk }) => remindSilent(tx, desk, partnerId));
		return { sent };
	},
} satisfies Actions;
