import ical, {
	ICalAttendeeRole,
	ICalAttendeeStatus,
	ICalCalendarMethod,
	ICalEventClass,
	ICalEventStatus,
} from 'ical-generator';
import type { Locale } from '#i18n/locales.ts';
import { addDays, zone } from '#platform/dates.ts';
import { albanianTime, wallClock } from './zone.ts';

type Person = { name: string; address: string };

/** What an invitation says of an activity that has a day. */
export type Invitation = {
	locale: Locale;
	activity: {
		id: string;
		version: number;
		changedAt: Date;
		title: string;
		takesPlaceOn: string;
		startsAt: string | null;
		endsAt: string | null;
	};
	where: string;
	/** Lines of text; no links, which would be folded. */
	description: string;
	/** The sender of the mail, under the name of the committee: programs show who invites. */
	organizer: Person;
	attendee: Person;
	/** A visit to a classroom is nobody else's business. */
	closed: boolean;
	/** False where nobody has said yet whether they come; the answer goes to the secretariat, not to a program. */
	agreed?: boolean;
};

/**
 * An invitation as other calendars understand it (iTIP, RFC 5546): an activity has been accepted already, by confirming it, so no
 * answer is asked for. A change is the same invitation with the next version; `CANCEL` takes it out of the calendar again.
 */
export function calendarInvitation(
	method: 'REQUEST' | 'CANCEL',
	{ locale, activity, where, description, organizer, attendee, closed, agreed = true }: Invitation,
): { method: 'REQUEST' | 'CANCEL'; text: string } {
	const { takesPlaceOn: day, startsAt, endsAt } = activity;
	const calendar = ical({
		method: ICalCalendarMethod[method],
		prodId: { company: 'Kambana', product: 'Kambana', language: locale.toUpperCase() },
		// The zone is the event's: given to the whole calendar, the library would write hours without naming it.
		timezone: { name: null, generator: () => albanianTime },
	});
	const event = calendar.createEvent({
		// The same as in the public feeds: one activity is one event.
		id: `${activity.id}@kambana`,
		sequence: activity.version,
		stamp: activity.changedAt,
		timezone: zone,
		...(startsAt
			? { start: wallClock(day, startsAt), end: endsAt ? wallClock(day, endsAt) : null }
			: { allDay: true, start: wallClock(day, '00:00'), end: wallClock(addDays(day, 1), '00:00') }),
		summary: activity.title,
		location: where || null,
		description,
		status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
		class: closed ? ICalEventClass.PRIVATE : ICalEventClass.PUBLIC,
		organizer: { name: organizer.name, email: organizer.address },
	});
	event.createAttendee({
		name: attendee.name,
		email: attendee.address,
		role: ICalAttendeeRole.REQ,
		status: agreed ? ICalAttendeeStatus.ACCEPTED : ICalAttendeeStatus.NEEDSACTION,
		rsvp: false,
	});
	return { method, text: `${calendar.toString()}\r\n` };
}
