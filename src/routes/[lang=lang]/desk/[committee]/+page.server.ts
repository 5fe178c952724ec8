import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const { month } = await parent();
	redirect(303, `/${locals.locale}/desk/${params.committee}/${month ?? 'programmes/new'}`);
};
