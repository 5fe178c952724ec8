import { onCommittee } from '#committees/actions.server.ts';
import { dayAt } from '#platform/dates.ts';
import { isAskedFor, parseAsked } from '#questions/input.ts';
import type { QuestionWithVersions } from '#questions/model.ts';
import { remarksOf, toldBy } from '#questions/naming.ts';
import { listQuestions } from '#questions/store.server.ts';
import { listCeilings } from '#results/ceilings.server.ts';
import { ceilingText } from '#results/wording.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const ceilings = await listCeilings(locals);
	return onCommittee(locals, async ({ tx, committee }) => {
		const asked = parseAsked(url.searchParams);
		const today = dayAt(new Date());
		const all = await listQuestions(tx);
		const knownOf = (one: QuestionWithVersions) => ceilings.get(toldBy(one, today)?.id ?? '');
		const found = all.filter((one) => isAskedFor(one, asked) && (asked.known === null || knownOf(one) !== undefined));
		const remarks = found.map((one) => {
			const known = knownOf(one);
			return [one.id, [...remarksOf(locals.locale, one, today), ...(known ? [ceilingText(locals.locale, known)] : [])]];
		});
		return {
			...{ asked, today, all: all.length, remarks: Object.fromEntries(remarks) as Record<string, string[]> },
			own: found.filter(({ committeeId }) => committeeId === committee.id),
			national: found.filter((one) => one.national && one.committeeId !== committee.id),
		};
	});
};
