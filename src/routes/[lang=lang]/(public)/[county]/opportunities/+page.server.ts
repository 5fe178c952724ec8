import { getCommittee } from '#committees/store.server.ts';
import { isInForce } from '#opportunities/model.ts';
import { listOpenOffers, listPledges } from '#opportunities/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

/** The front drops what it keeps at midnight: a deadline that passed takes its offer along. */
export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const today = dayAt(new Date());
		const committee = await getCommittee(tx, { slug: params.county });
		const pledges = await listPledges(tx, committee.id);
		return {
			committee,
			offers: await listOpenOffers(tx, committee.id, today),
			pledges: pledges.filter((pledge) => pledge.shown && isInForce(pledge, today)),
		};
	});
