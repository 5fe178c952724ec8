import { getActivity } from '#activities/store.server.ts';
import { getCheck } from '#checks/store.server.ts';
import { Problem } from '#platform/problem.ts';
import { onMonth } from '#programmes/actions.server.ts';
import { resultOf } from '#results/model.ts';
import { measure } from '#results/reading.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => {
		const activity = await getActivity(tx, programme.id, Number(params.number));
		const check = await getCheck(tx, params.id);
		if (check.activityId !== activity.id) throw new Problem('not_found', `check ${params.id} of another activity`);
		const [measured] = await measure(tx, [check]);
		if (!measured) throw new Problem('not_found', `no check ${params.id}`);
		const isOpen = measured.phases.some(({ state }) => state === 'open');
		return { programme, activity, check, isOpen, result: resultOf(measured) };
	});
