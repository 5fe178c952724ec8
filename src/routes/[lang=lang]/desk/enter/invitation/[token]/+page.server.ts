import { fail, redirect } from '@sveltejs/kit';
import { keepHalf } from '#signin/cookies.server.ts';
import { acceptInvitation, readInvitation } from '#signin/enrolment.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Looking changes nothing, only the button uses the invitation up. */
export const load: PageServerLoad = async ({ params }) => ({ invited: await readInvitation(params.token) });

export const actions = {
	default: async ({ cookies, locals, params }) => {
		const half = await acceptInvitation(params.token);
		if (!half) return fail(422, { refused: true });
		keepHalf(cookies, half);
		redirect(303, `/${locals.locale}/desk/enter/enrol`);
	},
} satisfies Actions;
