import { getCommittee } from '#committees/store.server.ts';
import { getPublicActivity, getPublishedProgramme } from '#doors/store.server.ts';
import { listPartsOf } from '#national/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		const programme = await getPublishedProgramme(tx, committee.id, params.month);
		const activity = await getPublicActivity(tx, programme.id, Number(params.number));
		const part = (await listPartsOf(tx, [activity.id])).get(activity.id);
		return { committee, programme, activity, part };
	});
