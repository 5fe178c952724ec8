import { fail, redirect } from '@sveltejs/kit';
import { confirmMonth, openMonth } from '#consultation/month.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

const closed = () => new Problem('link_closed', 'the link of a month does not open');

/** Only reads, as the page of one activity does. */
export const load: PageServerLoad = async ({ params, setHeaders, url }) => {
	setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
	const month = await openMonth(params.token);
	if (!month) throw closed();
	return { ...month, done: url.searchParams.get('done') === 'yes' };
};

export const actions = {
	yes: async ({ params, request, url }) => {
		const outcome = await confirmMonth(params.token, typedFrom(await request.formData()));
		if (!outcome) throw closed();
		if (!outcome.ok) return fail(422, { issues: outcome.issues });
		redirect(303, `${url.pathname}?done=yes`);
	},
} satisfies Actions;
