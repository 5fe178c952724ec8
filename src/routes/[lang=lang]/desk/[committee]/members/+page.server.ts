import { getMembers, onMembers } from '#people/actions.server.ts';
import { seatsGivenBy } from '#people/model.ts';
import { dayAt } from '#platform/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onMembers(locals, async ({ tx, committee, giver }) => ({
		...(await getMembers(tx, committee, giver)),
		given: seatsGivenBy(giver, committee.level),
		today: dayAt(new Date()),
		done: url.searchParams.get('done') ?? '',
	}));
