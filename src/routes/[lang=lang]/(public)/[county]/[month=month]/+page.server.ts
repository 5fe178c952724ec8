import { getCommittee } from '#committees/store.server.ts';
import { byWeek } from '#doors/model.ts';
import { hasPoster, posterSizes } from '#doors/poster.ts';
import { getPublishedProgramme, listPublicActivities } from '#doors/store.server.ts';
import { listPartsOf } from '#national/store.server.ts';
import { weeksOf } from '#platform/dates.ts';
import { inTransaction } from '#platform/db.server.ts';
import { listPublicReleases } from '#versions/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		const programme = await getPublishedProgramme(tx, committee.id, params.month);
		const activities = await listPublicActivities(tx, { programmeId: programme.id });
		return {
			committee,
			programme,
			releases: await listPublicReleases(tx, programme),
			open: activities.length,
			parts: await listPartsOf(
				tx,
				activities.map(({ id }) => id),
			),
			posters: hasPoster(activities) ? posterSizes : [],
			...byWeek(weeksOf(programme.startsOn, programme.endsOn), activities),
		};
	});
