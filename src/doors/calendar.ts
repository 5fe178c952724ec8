import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { ActivityState } from '#activities/model.ts';
import type { Locale } from '#i18n/locales.ts';
import { translator } from '#i18n/t.ts';
import { addDays, zone } from '#platform/dates.ts';
import { isOff, type OwnActivity, type PublicActivity, whereabouts } from './model.ts';
import { albanianTime, wallClock } from './zone.ts';

export type Feed = {
	name: string;
	locale: Locale;
	/** Where the pages of the activities stand, without a slash at the end: `https://…/sq/durres`. */
	home: string;
	activities: readonly PublicActivity[] | readonly OwnActivity[];
	/** A calendar of those who have a part in it: they are busy, and the page is theirs (`/activities/` at the desk). */
	own?: boolean;
};

/** Calendars ask again after this many seconds. */
const refresh = 6 * 3600;

/** An iCalendar of activities; those without a day are left out. */
export function calendar({ name, locale, home, activities, own = false }: Feed): string {
	const t = translator(locale);
	const feed = ical({
		name,
		method: ICalCalendarMethod.PUBLISH,
		prodId: { company: 'Kambana', product: 'Kambana', language: locale.toUpperCase() },
		ttl: refresh,
		url: home,
		// The zone is each event's: given to the whole calendar, the library would write hours without naming it.
		timezone: { name: null, generator: () => albanianTime },
	});
	// Many begin at the same hour of a day.
	const known = new Map<string, ReturnType<typeof wallClock>>();
	const clock = (day: string, hour: string) => {
		const time = known.get(day + hour) ?? wallClock(day, hour);
		known.set(day + hour, time);
		return time;
	};
	for (const activity of activities) {
		const { takesPlaceOn: day, startsAt, endsAt } = activity;
		if (day === null) continue;
		const off = isOff(activity.state);
		const event = feed.createEvent({
			id: `${activity.id}@kambana`,
			sequence: activity.version,
			stamp: activity.changedAt,
			lastModified: activity.changedAt,
			timezone: zone,
			...(startsAt
				? { start: clock(day, startsAt), end: endsAt ? clock(day, endsAt) : null }
				: { allDay: true, start: clock(day, '00:00'), end: clock(addDays(day, 1), '00:00') }),
			summary: activity.title,
			location: whereabouts(activity) || null,
			description: description(activity, t),
			url: `${home}/${activity.programmeSlug}/${own ? 'activities/' : ''}${activity.number}`,
			status: statusOf(activity.state),
			// What is open to the public does not block anybody's day; what one has a part in does.
			transparency: own && !off ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
			...('visibility' in activity && activity.visibility === 'closed' ? { class: ICalEventClass.PRIVATE } : {}),
		});
		event.createCategory({ name: t(`setting.${activity.setting}`) });
	}
	return `${feed.toString()}\r\n`;
}

function statusOf(state: ActivityState): ICalEventStatus {
	if (isOff(state)) return ICalEventStatus.CANCELLED;
	return state === 'proposed' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
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
