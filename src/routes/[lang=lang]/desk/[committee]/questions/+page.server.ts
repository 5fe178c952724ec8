import { onCommittee } from '#committees/actions.server.ts';
import { dayAt } from '#platform/dates.ts';
import { isAskedFor, parseAsked } from '#questions/input.ts';
import { remarksOf } from '#questions/naming.ts';
import { listQuestions } from '#questions/store.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const asked = parseAsked(url.searchParams);
		const today = dayAt(new Date());
		const all = await listQuestions(tx);
		const found = all.filter((one) => isAskedFor(one, asked));
		return {
			...{ asked, today, all: all.length },
			remarks: Object.fromEntries(found.map((one) => [one.id, remarksOf(locals.locale, one, today)])),
			own: found.filter(({ committeeId }) => committeeId === committee.id),
			national: found.filter((one) => one.national && one.committeeId !== committee.id),
		};
	});
