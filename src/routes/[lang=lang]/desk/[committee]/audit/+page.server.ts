import { getStanding } from '#audit/actions.server.ts';
import { parseAuditQuestion } from '#audit/input.ts';
import { actsOf, pageSize } from '#audit/model.ts';
import { listAuditMonths, listEntries } from '#audit/store.server.ts';
import { onCommittee } from '#committees/actions.server.ts';
import { actorAccount } from '#people/model.ts';
import { listAccountNames } from '#people/store.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const question = parseAuditQuestion(url.searchParams);
		// One more than is shown tells whether there are earlier ones.
		const entries = await listEntries(tx, committee.id, { ...question, limit: pageSize + 1 });
		const shown = entries.slice(0, pageSize);
		const people = shown.flatMap(({ actor }) => actorAccount(actor) ?? []);
		return {
			standing: await getStanding(tx),
			month: question.month ?? null,
			latest: question.before === undefined,
			earlier: entries.length > pageSize ? (shown.at(-1)?.seq ?? null) : null,
			months: await listAuditMonths(tx, committee.id),
			names: await listAccountNames(tx, people),
			acts: actsOf(shown),
		};
	});
