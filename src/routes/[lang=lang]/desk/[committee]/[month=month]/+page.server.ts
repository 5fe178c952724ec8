import { attentionOf } from '#activities/attention.ts';
import { boardOf, planReach, stripOf } from '#activities/board.ts';
import { wasHeld } from '#activities/model.ts';
import { listActivities, listReadiness } from '#activities/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { onMonth } from '#programmes/actions.server.ts';
import { listProgrammeEvents } from '#programmes/store.server.ts';
import { getTerritory } from '#territory/store.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const activities = await listActivities(tx, programme.id);
		const readiness = await listReadiness(tx, programme.id);
		const territory = committee.countyCode ? await getTerritory(tx, committee.countyCode) : null;
		const events = await listProgrammeEvents(tx, programme.id);
		const ours = { municipalities: territory?.municipalities.length ?? 0, units: territory?.units.length ?? 0 };
		const planned = planReach(activities);
		return {
			programme,
			board: boardOf(activities, { from: programme.startsOn, to: programme.endsOn }),
			strip: stripOf(activities),
			reached: {
				reached: planReach(activities.filter(({ state }) => wasHeld(state))).municipalities.size,
				of: ours.municipalities,
			},
			attention: attentionOf(activities, readiness, dayAt(new Date())),
			planned: { municipalities: planned.municipalities.size, units: planned.units.size },
			ours,
			approvedAt: events.find(({ kind }) => kind === 'approved')?.at ?? null,
			closedAt: events.find(({ kind }) => kind === 'closed')?.at ?? null,
			done: url.searchParams.get('done') ?? '',
		};
	});
