import { randomBytes } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { openDoor } from '#checks/answering.server.ts';
import { addressOf } from '#checks/asking.ts';
import { parseAnswer } from '#checks/input.ts';
import { takeAnswer } from '#checks/taking.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { sameMark } from '#platform/headers.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where the form is sent without script. Whoever only looks here is sent to the form. */
export const load: PageServerLoad = async ({ locals, params, request, url }) => {
	const tablet = url.searchParams.has('tablet');
	const door = request.method === 'POST' ? await openDoor(params.code) : null;
	if (!door) redirect(303, addressOf(locals.locale, encodeURIComponent(params.code), tablet).form);
	return { asked: door, tablet };
};

export const actions = {
	default: async ({ locals, params, request, setHeaders, url }) => {
		// A class without script must not cost everybody else the pages that are kept.
		setHeaders({ [sameMark]: '1' });
		const typed = typedFrom(await request.formData());
		const door = await openDoor(params.code);
		if (!door || first(typed, 'change') !== '') return { typed };
		const parsed = parseAnswer(typed, door);
		if (!parsed.ok) return fail(422, { typed, issues: parsed.issues });
		// The first time it comes back to be looked at, with a receipt: from then on it counts once, however often it is sent.
		if (parsed.value.receipt === '') return { typed, receipt: randomBytes(16).toString('hex') };
		const { outcome } = await takeAnswer(params.code, typed);
		if (outcome !== 'kept' && outcome !== 'repeated') return fail(409, { typed, refused: outcome });
		redirect(303, addressOf(locals.locale, door.code, url.searchParams.has('tablet')).thanks);
	},
} satisfies Actions;
