import { getCommittee } from '#committees/store.server.ts';
import { calendar, calendarAnswer } from '#doors/calendar.ts';
import { getPublishedProgramme, listPublicActivities } from '#doors/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { RequestHandler } from './$types';

/** What one programme has open to the public. */
export const GET: RequestHandler = ({ locals, params, url }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		const programme = await getPublishedProgramme(tx, committee.id, params.month);
		const activities = await listPublicActivities(tx, { programmeId: programme.id });
		const name = locals.locale === 'sq' ? programme.titleSq : programme.titleEn;
		const home = `${url.origin}/${locals.locale}/${committee.slug}`;
		return calendarAnswer(
			calendar({ name, locale: locals.locale, home, activities }),
			`${committee.slug}-${programme.slug}`,
		);
	});
