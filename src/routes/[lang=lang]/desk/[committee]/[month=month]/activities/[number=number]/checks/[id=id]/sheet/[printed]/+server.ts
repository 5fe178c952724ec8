import { onActivity } from '#activities/actions.server.ts';
import { getCheckPage } from '#checks/desk.server.ts';
import { dayAt } from '#platform/dates.ts';
import { Problem } from '#platform/problem.ts';
import { printedNamed, printedOf } from '#sheets/model.ts';
import { printPaper } from '#sheets/printing.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const printed = printedNamed(params.printed);
	const { check, set } = await onActivity(locals, params, 'see', ({ tx, committee, activity }) =>
		getCheckPage(tx, { committeeId: committee.id, activityId: activity.id }, params.id, ''),
	);
	if (!printed || !printedOf(check.mode).includes(printed)) throw new Problem('not_found', `no ${params.printed}`);
	const { locale } = locals;
	const pdf = await printPaper(check, set, { printed, locale, printedOn: dayAt(new Date()) });
	return new Response(pdf, {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="${printed}-${params.month}-${params.number}-${locale}.pdf"`,
			'cache-control': 'no-store',
		},
	});
};
