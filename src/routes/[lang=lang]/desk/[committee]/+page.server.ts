import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const { committee, month } = await parent();
	const start = committee.level === 'national' ? 'national' : 'programmes/new';
	redirect(303, `/${locals.locale}/desk/${params.committee}/${month ?? start}`);
};
