import { onCommittee } from '#committees/actions.server.ts';
import { listSets } from '#questions/store.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const all = await listSets(tx);
		return {
			own: all.filter(({ committeeId }) => committeeId === committee.id),
			national: all.filter((one) => one.national && one.committeeId !== committee.id),
		};
	});
