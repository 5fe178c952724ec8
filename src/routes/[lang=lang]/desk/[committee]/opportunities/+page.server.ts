import { onCommittee } from '#committees/actions.server.ts';
import { parseQuestion } from '#opportunities/input.ts';
import { isFound } from '#opportunities/model.ts';
import { countChecks, listOffers, listPledges } from '#opportunities/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const all = await listOffers(tx, committee.id);
		const question = parseQuestion(url.searchParams);
		const asked = all.filter(
			(offer) =>
				isFound(offer, question.search) &&
				(question.kind === null || offer.kind === question.kind) &&
				(question.state === null || offer.state === question.state),
		);
		return {
			question,
			all: all.length,
			offers: asked,
			checked: await countChecks(tx, committee.id),
			pledges: (await listPledges(tx, committee.id)).length,
			today: dayAt(new Date()),
			done: url.searchParams.get('done') ?? '',
			n: Number(url.searchParams.get('n')) || 0,
		};
	});
