import type { Committee } from '#committees/model.ts';
import { committeeName } from '#committees/naming.ts';
import { getCommittee } from '#committees/store.server.ts';
import { calendarInvitation } from '#doors/invitation.ts';
import { translator } from '#i18n/t.ts';
import { queueMail } from '#mail/actions.server.ts';
import { type Contact, isReached } from '#partners/model.ts';
import { getPartner, listContacts } from '#partners/store.server.ts';
import { actorAccount } from '#people/model.ts';
import { findAccount } from '#people/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import type { Task } from '#platform/jobs.server.ts';
import { sha256 } from '#platform/secrets.server.ts';
import { listItems } from './agenda.server.ts';
import { meetingLinkFor } from './answering.server.ts';
import { calendarDescription, meetingMail, type News } from './letters.ts';
import type { Item, Meeting } from './model.ts';
import { meetingName, meetingWhere } from './naming.ts';
import {
	findWhereabouts,
	getMeeting,
	listEvents,
	listInvitations,
	listParticipants,
	saveInvitation,
	type ToldInvitation,
} from './store.server.ts';

/** The task that tells the institutions of a meeting; `sender` is the address that calendars show as who invites. */
export const meetingTasks = (sender: string): Record<string, Task> => ({
	meeting_changed: ({ id }) =>
		inTransaction({ kind: 'installation', actor: 'job' }, (tx) => tellMeeting(tx, String(id), sender)),
});

type Here = {
	committee: Committee;
	meeting: Meeting;
	items: Item[];
	names: Map<string, string>;
	replyTo: string | null;
	now: Date;
	sender: string;
};

/** What a calendar shows; another sending of the agenda is told too. */
const shownBy = ({ state, convocation, kind, takesPlaceOn, startsAt, endsAt, online, place }: Meeting): Buffer =>
	state === 'cancelled'
		? sha256(state)
		: sha256(JSON.stringify([convocation, kind, takesPlaceOn, startsAt, endsAt, online, place]));

/** Brings the calendars of the contacts to what is so now. What they know already is not told again, however often this runs. */
export async function tellMeeting(tx: Transaction, id: string, sender: string, now = new Date()): Promise<void> {
	const where = await findWhereabouts(tx, id);
	if (!where) return;
	const told = await listInvitations(tx, id);
	const committee = await getCommittee(tx, { code: where.committeeCode });
	const meeting = await getMeeting(tx, committee.id, id);
	const called = meeting.state === 'planned' && meeting.convocation > 0;
	// What was held, or lies behind, is history: calendars keep it.
	if (meeting.takesPlaceOn < dayAt(now) || !(called || meeting.state === 'cancelled')) return;
	const participants = await listParticipants(tx, id);
	const here: Here = {
		...{ committee, meeting, now, sender, items: await listItems(tx, id) },
		names: new Map(participants.map(({ partnerId, name }) => [partnerId, name])),
		replyTo: await addressOfCaller(tx, id),
	};
	const wanted = called
		? (await listContacts(tx, [...here.names.keys()])).filter((contact) => isReached(contact, dayAt(now)))
		: [];
	for (const contact of wanted) {
		const before = told.find(({ contactId }) => contactId === contact.id);
		const entered = before?.method === 'REQUEST';
		if (entered && before.told.equals(shownBy(meeting))) continue;
		await tell(tx, here, contact, before, entered ? 'changed' : 'called');
	}
	await takeBack(tx, here, told, wanted);
}

/** Whoever has an entry and is not called any more loses it: the meeting is off, or goes on without them. */
async function takeBack(
	tx: Transaction,
	here: Here,
	told: readonly ToldInvitation[],
	wanted: readonly Contact[],
): Promise<void> {
	const gone = told.filter(
		({ contactId, method }) => method === 'REQUEST' && !wanted.some(({ id }) => id === contactId),
	);
	const contacts = await listContacts(
		tx,
		[],
		gone.map(({ contactId }) => contactId),
	);
	for (const contact of contacts)
		await tell(
			tx,
			here,
			contact,
			gone.find(({ contactId }) => contactId === contact.id),
			here.meeting.state === 'cancelled' ? 'cancelled' : 'released',
		);
}

/** Where answers go: to whoever called the meeting. */
async function addressOfCaller(tx: Transaction, meetingId: string): Promise<string | null> {
	const event = (await listEvents(tx, meetingId)).find(({ kind }) => kind === 'convened');
	const id = event ? actorAccount(event.actor) : null;
	return (id && (await findAccount(tx, { id }))?.email) || null;
}

async function tell(
	tx: Transaction,
	{ committee, meeting, items, names, replyTo, now, sender }: Here,
	{ id: contactId, email, locale, partnerId }: Contact,
	before: ToldInvitation | undefined,
	news: News,
): Promise<void> {
	const method = news === 'called' || news === 'changed' ? 'REQUEST' : 'CANCEL';
	const sequence = before ? before.sequence + 1 : 0;
	const t = translator(locale);
	const partnerName = names.get(partnerId) ?? (await getPartner(tx, committee.id, partnerId)).name;
	const { id, takesPlaceOn, startsAt, endsAt } = meeting;
	const calendar = calendarInvitation(method, {
		locale,
		activity: {
			...{ id, version: sequence, changedAt: now, takesPlaceOn, startsAt, endsAt },
			title: `${committeeName(t, committee, 'short')}: ${meetingName(locale, meeting)}`,
		},
		where: meetingWhere(t, meeting),
		description: calendarDescription(locale, meeting, items),
		organizer: { name: committeeName(t, committee, 'short'), address: sender },
		attendee: { name: partnerName, address: email },
		closed: true,
		agreed: false,
	});
	const linkId = method === 'REQUEST' ? await meetingLinkFor(tx, meeting, { id: contactId, partnerId }) : null;
	await saveInvitation(tx, meeting, { contactId, sequence, method, told: shownBy(meeting) });
	await queueMail(tx, {
		to: email,
		kind: method === 'REQUEST' ? 'meeting' : 'meeting_off',
		mail: meetingMail({ locale, committee, meeting, items, partnerName, linkId }, news),
		...{ committeeId: committee.id, replyTo, calendar },
		sendBefore: instantOf(addDays(takesPlaceOn, 1), '00:00'),
	});
}
