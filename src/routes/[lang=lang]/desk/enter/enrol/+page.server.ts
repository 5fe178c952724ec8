import { fail } from '@sveltejs/kit';
import { first, typedFrom } from '#platform/forms.ts';
import { letIn, visitorOf } from '#signin/cookies.server.ts';
import { type Choice, enrol, readEnrolment } from '#signin/enrolment.server.ts';
import { deviceOf, halfCookie } from '#signin/model.ts';
import { fixedOrigin } from '#signin/passkeys.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ cookies, url }) => ({
	enrolment: await readEnrolment(cookies.get(halfCookie)),
	passkeysHere: url.origin === fixedOrigin(),
});

/** The recovery codes stand in this answer only, and nowhere else ever again. */
async function choose({ cookies, locals, request }: RequestEvent, choice: Choice) {
	const outcome = await enrol(cookies.get(halfCookie), choice, visitorOf(cookies, request));
	if (typeof outcome === 'string') return fail(422, { why: outcome });
	return { codes: outcome.codes, to: letIn(cookies, locals.locale, outcome.opened) };
}

export const actions = {
	passkey: async (event) => {
		const typed = typedFrom(await event.request.formData());
		const name = first(typed, 'name') || deviceOf(event.request.headers.get('user-agent') ?? '');
		return choose(event, { passkey: first(typed, 'response'), name });
	},
	totp: async (event) => {
		const typed = typedFrom(await event.request.formData());
		return choose(event, { sealed: first(typed, 'sealed'), code: first(typed, 'code') });
	},
} satisfies Actions;
