import { redirect } from '@sveltejs/kit';
import { listCommittees } from '#committees/store.server.ts';
import { mayDo, mayDoOutside } from '#people/access.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** The committees a person works with; whoever has one only goes there at once. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const grants = locals.session?.grants ?? [];
	const all = await inTransaction(locals.scope, (tx) => listCommittees(tx));
	const administers = mayDoOutside(grants, '/people');
	// An administrator sees who sits in a committee, not what it plans.
	const works = (id: string) => mayDo(grants, id, '');
	const committees = all
		.filter(({ id }) => works(id) || mayDo(grants, id, '/members'))
		.map((committee) => ({ ...committee, page: works(committee.id) ? '' : '/members' }));
	const [only] = committees;
	if (committees.length === 1 && only && !url.searchParams.has('all'))
		redirect(303, `/${locals.locale}/desk/${only.slug}`);
	const account = locals.session?.account;
	return {
		...{ committees, administers },
		who: { name: account?.name ?? '', role: grants[0]?.role ?? null, persona: locals.session?.persona ?? false },
	};
};
