import { getFollowUp } from '#consultation/following.server.ts';
import { narrowed } from '#consultation/following.ts';
import { parseFollowQuestion } from '#consultation/input.ts';
import { findReminderRules } from '#consultation/store.server.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const question = parseFollowQuestion(url.searchParams);
		const all = await getFollowUp(tx, { committee, programme });
		return {
			...{ programme, question },
			found: narrowed(all, question),
			silent: all.filter(({ reachable, silentDays }) => reachable && silentDays > 0).length,
			unasked: all.filter(({ matters }) => matters.some(({ what }) => what === 'not_asked')).length,
			reminding: (await findReminderRules(tx, committee.id))?.enabled ?? false,
		};
	});
