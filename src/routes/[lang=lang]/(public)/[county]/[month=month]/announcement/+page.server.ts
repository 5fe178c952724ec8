import { getPublished } from '#announcements/actions.server.ts';
import { compose } from '#announcements/document.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		return {
			committee,
			month: params.month,
			announcement: compose(locals.locale, await getPublished(tx, committee.id, params.month)),
		};
	});
