import { getVersion } from '#announcements/store.server.ts';
import { figurePage } from '#figures/reading.ts';
import { recordRows } from '#figures/records.ts';
import { getEvidence } from '#figures/store.server.ts';
import { csvFile } from '#platform/csv.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { figure, month } = await onMonth(locals, params.month, async ({ tx, programme }) => {
		const asked = Number(/^\d{1,5}$/.exec(url.searchParams.get('version') ?? '')?.[0] ?? 0);
		const frozen = asked > 0 ? (await getVersion(tx, programme.id, asked)).evidence : null;
		const evidence = frozen ?? (await getEvidence(tx, programme.id));
		return { figure: figurePage(locals.locale, evidence, params.figure), month: programme.slug };
	});
	return new Response(csvFile(recordRows(locals.locale, figure.unit, figure.records)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${locals.committee?.slug}-${month}-${figure.key}.csv"`,
		},
	});
};
