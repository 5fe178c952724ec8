import { getPublishedKnowledge } from '#announcements/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { csvFile } from '#platform/csv.ts';
import { inTransaction } from '#platform/db.server.ts';
import { publishedRows } from '#results/telling.ts';
import type { RequestHandler } from './$types';

/** The same as the page has, for spreadsheets. */
export const GET: RequestHandler = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		const { modes } = await getPublishedKnowledge(tx, committee.id, params.month);
		return new Response(csvFile(publishedRows(locals.locale, modes)), {
			headers: {
				'content-type': 'text/csv; charset=utf-8',
				'content-disposition': `attachment; filename="${committee.slug}-${params.month}-knowledge-${locals.locale}.csv"`,
			},
		});
	});
