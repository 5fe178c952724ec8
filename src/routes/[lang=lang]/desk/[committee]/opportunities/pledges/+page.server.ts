import { onCommittee } from '#committees/actions.server.ts';
import { listPledges } from '#opportunities/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		pledges: await listPledges(tx, committee.id),
		today: dayAt(new Date()),
		done: url.searchParams.get('done') ?? '',
	}));
