import { exampleRows } from '#planning/exporting.ts';
import { csvFile } from '#platform/csv.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { listLand } from '#territory/store.server.ts';
import type { RequestHandler } from './$types';

/** A small table to begin from. */
export const GET: RequestHandler = ({ locals }) =>
	inTransaction(locals.scope, async (tx) => {
		const { committee, locale } = locals;
		if (!committee) throw new Problem('not_found', 'no committee in the address');
		const { municipalities } = await listLand(tx, committee.countyCode);
		return new Response(csvFile(exampleRows(locale, dayAt(new Date()).slice(0, 7), municipalities[0])), {
			headers: {
				'content-type': 'text/csv; charset=utf-8',
				'content-disposition': `attachment; filename="kambana-${locale}.csv"`,
			},
		});
	});
