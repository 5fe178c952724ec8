import { fail, redirect } from '@sveltejs/kit';
import { first, typedFrom } from '#platform/forms.ts';
import { useCode } from '#signin/asking.server.ts';
import { keepHalf } from '#signin/cookies.server.ts';
import { askedCookie } from '#signin/model.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ cookies }) => ({ asked: cookies.get(askedCookie) !== undefined });

export const actions = {
	default: async ({ cookies, locals, request }) => {
		const outcome = await useCode(first(typedFrom(await request.formData()), 'code'), cookies.get(askedCookie));
		if ('why' in outcome) return fail(422, { why: outcome.why });
		keepHalf(cookies, outcome.half);
		redirect(303, `/${locals.locale}/desk/enter/factor`);
	},
} satisfies Actions;
