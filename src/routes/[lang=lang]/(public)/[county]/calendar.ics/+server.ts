import { committeeName } from '#committees/naming.ts';
import { getCommittee } from '#committees/store.server.ts';
import { calendar, calendarAnswer } from '#doors/calendar.ts';
import { listPublicActivities } from '#doors/store.server.ts';
import { translator } from '#i18n/t.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { RequestHandler } from './$types';

/** Everything open to the public in a county, of all its published programmes. */
export const GET: RequestHandler = ({ locals, params, url }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = await getCommittee(tx, { slug: params.county });
		const t = translator(locals.locale);
		const activities = await listPublicActivities(tx, { committeeId: committee.id });
		const name = t('public.calendar.title', { committee: committeeName(t, committee, 'short') });
		const home = `${url.origin}/${locals.locale}/${committee.slug}`;
		return calendarAnswer(calendar({ name, locale: locals.locale, home, activities }), committee.slug);
	});
