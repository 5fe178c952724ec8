import { attentionOf, notedOf } from '#activities/attention.ts';
import { parseBoardQuestion, planReach, stripOf } from '#activities/board.ts';
import { gateOf, wasHeld } from '#activities/model.ts';
import { getBoard } from '#activities/month.server.ts';
import { listReadiness } from '#activities/readiness.server.ts';
import { listActivities } from '#activities/store.server.ts';
import { listAnswered } from '#consultation/actions.server.ts';
import { latestProof } from '#help/actions.server.ts';
import { getRecallFigure } from '#materials/recall.server.ts';
import { listWaiting } from '#national/actions.server.ts';
import { listCoverageBars } from '#planning/reach.server.ts';
import { dayAt } from '#platform/dates.ts';
import { onMonth } from '#programmes/actions.server.ts';
import { lastStep } from '#programmes/model.ts';
import { listProgrammeEvents } from '#programmes/store.server.ts';
import { countLateTasks } from '#tasks/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const activities = await listActivities(tx, programme.id);
		const today = dayAt(new Date());
		const stated = await listReadiness(tx, programme.id);
		const proof = await latestProof(tx, committee.id, today);
		const gates = new Map(activities.map((one) => [one.id, gateOf(one, stated.get(one.id) ?? {}, proof)]));
		const events = await listProgrammeEvents(tx, programme.id);
		const bars = await listCoverageBars(tx, committee, programme.id);
		return {
			programme,
			empty: activities.length === 0,
			board: await getBoard(tx, locals.scope, programme, activities, parseBoardQuestion(url.searchParams)),
			strip: stripOf(activities),
			reached: {
				reached: planReach(activities.filter(({ state }) => wasHeld(state))).municipalities.size,
				of: bars.find(({ kind }) => kind === 'municipalities')?.whole ?? 0,
			},
			attention: attentionOf(
				activities.map(notedOf),
				gates,
				today,
				await listAnswered(tx, locals.scope, programme, activities),
			),
			bars,
			recall: await getRecallFigure(tx, committee),
			national: await listWaiting(tx, committee, new Date()),
			lateTasks: await countLateTasks(tx, { committeeId: committee.id, programmeId: programme.id }),
			step: lastStep(events),
			approvedAt: events.find(({ kind }) => kind === 'approved')?.at ?? null,
			closedAt: events.find(({ kind }) => kind === 'closed')?.at ?? null,
			done: url.searchParams.get('done') ?? '',
		};
	});
