import { getNames, listActivities } from '#activities/store.server.ts';
import { programmeRows } from '#planning/exporting.ts';
import { csvFile } from '#platform/csv.ts';
import { inTransaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { getProgramme } from '#programmes/store.server.ts';
import type { RequestHandler } from './$types';

/** The programme as a table; imported again, it changes nothing. */
export const GET: RequestHandler = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const { committee, locale } = locals;
		if (!committee) throw new Problem('not_found', 'no committee in the address');
		const programme = await getProgramme(tx, committee.id, params.month);
		const plans = (await listActivities(tx, programme.id)).sort((a, b) => a.number - b.number);
		const names = await getNames(
			tx,
			plans.flatMap((plan) => [plan.leadId, plan.placeId, plan.municipalityCode, plan.unitCode, ...plan.supporterIds]),
		);
		return new Response(csvFile(programmeRows(locale, plans, names)), {
			headers: {
				'content-type': 'text/csv; charset=utf-8',
				'content-disposition': `attachment; filename="${committee.slug}-${params.month}.csv"`,
			},
		});
	});
