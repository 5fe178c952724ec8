import { getLand, onCommittee } from '#committees/actions.server.ts';
import { listTeams } from '#planning/store.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		teams: await listTeams(tx, committee.id),
		municipalities: (await getLand(tx, committee)).municipalities,
		done: url.searchParams.get('done'),
	}));
