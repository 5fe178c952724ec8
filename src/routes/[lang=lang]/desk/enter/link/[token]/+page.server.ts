import { fail, redirect } from '@sveltejs/kit';
import { stateOfLink, useLink } from '#signin/asking.server.ts';
import { keepHalf } from '#signin/cookies.server.ts';
import { askedCookie } from '#signin/model.ts';
import type { Actions, PageServerLoad } from './$types';

/** Programs that look at mails open links too: looking changes nothing, only the button uses the link up. */
export const load: PageServerLoad = async ({ cookies, params }) => ({
	state: await stateOfLink(params.token, cookies.get(askedCookie)),
});

export const actions = {
	default: async ({ cookies, locals, params }) => {
		const half = await useLink(params.token, cookies.get(askedCookie));
		if (!half) return fail(422, { refused: true });
		keepHalf(cookies, half);
		redirect(303, `/${locals.locale}/desk/enter/factor`);
	},
} satisfies Actions;
