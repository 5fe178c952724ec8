import { fail, redirect } from '@sveltejs/kit';
import { first, typedFrom } from '#platform/forms.ts';
import { letIn, visitorOf } from '#signin/cookies.server.ts';
import { enterBySecondFactor, readHalf } from '#signin/entering.server.ts';
import { halfCookie } from '#signin/model.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ cookies }) => ({ factors: await readHalf(cookies.get(halfCookie)) });

export const actions = {
	default: async ({ cookies, locals, request }) => {
		const typed = typedFrom(await request.formData());
		const proof = { code: first(typed, 'code'), recovery: first(typed, 'recovery') };
		const outcome = await enterBySecondFactor(cookies.get(halfCookie), proof, visitorOf(cookies, request));
		if (typeof outcome === 'string') return fail(422, { why: outcome, recovery: proof.recovery !== '' });
		redirect(303, letIn(cookies, locals.locale, outcome));
	},
} satisfies Actions;
