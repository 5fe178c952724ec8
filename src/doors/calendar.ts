import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { Locale } from '#i18n/locales.ts';
import { translator } from '#i18n/t.ts';
import { addDays, instantOf } from '#platform/dates.ts';
import { isOff, type PublicActivity, whereabouts } from './model.ts';

export type Feed = {
	name: string;
	locale: Locale;
	/** Where the pages of the activities stand, without a slash at the end: `https://…/sq/durres`. */
	home: string;
	activities: readonly PublicActivity[];
};

/** Calendars ask again after this many seconds. */
const refresh = 6 * 3600;

/** An iCalendar of activities; those without a day are left out. */
export function calendar({ name, locale, home, activities }: Feed): string {
	const t = translator(locale);
	const feed = ical({
		name,
		method: ICalCalendarMethod.PUBLISH,
		prodId: { company: 'Kambana', product: 'Kambana', language: locale.toUpperCase() },
		ttl: refresh,
		url: home,
	});
	for (const activity of activities) {
		const { takesPlaceOn: day, startsAt, endsAt } = activity;
		if (day === null) continue;
		const off = isOff(activity.state);
		const event = feed.createEvent({
			id: `${activity.id}@kambana`,
			sequence: activity.version,
			stamp: activity.changedAt,
			lastModified: activity.changedAt,
			...(startsAt
				? { start: instantOf(day, startsAt), end: endsAt ? instantOf(day, endsAt) : null }
				: { allDay: true, start: new Date(`${day}T00:00:00Z`), end: new Date(`${addDays(day, 1)}T00:00:00Z`) }),
			summary: activity.title,
			location: whereabouts(activity) || null,
			description: description(activity, t),
			url: `${home}/${activity.programmeSlug}/${activity.number}`,
			status: off ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
			// What is open to the public does not block anybody's day.
			transparency: ICalEventTransparency.TRANSPARENT,
		});
		event.createCategory({ name: t(`setting.${activity.setting}`) });
	}
	return `${feed.toString()}\r\n`;
}

function description(
	{ state, reason, leadName, supporterNames }: PublicActivity,
	t: ReturnType<typeof translator>,
): string {
	return [
		...(isOff(state) ? [t(`public.${state}.notice`)] : []),
		...(isOff(state) && reason ? [t('version.says.reason', { reason })] : []),
		`${t('public.who_leads')}: ${leadName}`,
		...(supporterNames.length > 0 ? [`${t('public.who_supports')}: ${supporterNames.join(', ')}`] : []),
	].join('\n');
}

/** The answer to whoever subscribes. */
export const calendarAnswer = (text: string, fileName: string): Response =>
	new Response(text, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': `inline; filename="${fileName}.ics"`,
		},
	});
