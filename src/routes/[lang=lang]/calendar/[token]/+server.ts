import { committeeName } from '#committees/naming.ts';
import { openFeed } from '#doors/actions.server.ts';
import { calendar, calendarAnswer } from '#doors/calendar.ts';
import { translator } from '#i18n/t.ts';
import { Problem } from '#platform/problem.ts';
import type { RequestHandler } from './$types';

/** The calendar of an institution or of a person, for whoever has its address. */
export const GET: RequestHandler = async ({ locals, params, url, setHeaders }) => {
	setHeaders({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' });
	const feed = await openFeed(params.token);
	if (!feed) throw new Problem('link_closed', 'no calendar at this address');
	const { committee, activities } = feed;
	const t = translator(locals.locale);
	const name = t('calendar.own.title', { committee: committeeName(t, committee, 'short') });
	const home = `${url.origin}/${locals.locale}/desk/${committee.slug}`;
	return calendarAnswer(calendar({ name, locale: locals.locale, home, activities, own: true }), committee.slug);
};
