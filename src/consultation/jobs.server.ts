import type { ListedActivity } from '#activities/model.ts';
import { getActivity, getNames } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { committeeName } from '#committees/naming.ts';
import { getCommittee } from '#committees/store.server.ts';
import { calendarInvitation } from '#doors/invitation.ts';
import { translator } from '#i18n/t.ts';
import { queueMail } from '#mail/actions.server.ts';
import { type Contact, isReached } from '#partners/model.ts';
import { listContacts } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { enqueue, type Task } from '#platform/jobs.server.ts';
import { sha256 } from '#platform/secrets.server.ts';
import type { Programme } from '#programmes/model.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import { calendarDescription, calendarMail, whereOf } from './letters.ts';
import { involvedIn } from './model.ts';
import { getBackground, listUntold } from './news.server.ts';
import { type News, newsOf, takesPlace } from './news.ts';
import { remindFor } from './reminding.server.ts';
import {
	findWhereabouts,
	listCalendars,
	listRemindingCommittees,
	saveCalendar,
	type ToldCalendar,
} from './store.server.ts';

/**
 * Every working hour, so that a day is not lost to a server that was away in the morning; what went out already does not go out again,
 * and what is no working hour in Albania sends nothing.
 */
export const consultationCrontab = '5 6-14 * * 1-5 reminders';

/** A job for each committee that wants reminders: what stops one does not stop the others. */
async function leaveReminders(tx: Transaction): Promise<void> {
	for (const code of await listRemindingCommittees(tx))
		await enqueue(tx, 'remind_committee', { code }, { key: `remind:${code}` });
}

/** The tasks of consultation; `sender` is the address from which mails go out: calendars show it as who invites. */
export const consultationTasks = (sender: string): Record<string, Task> => ({
	reminders: () => inTransaction({ kind: 'installation', actor: 'job' }, leaveReminders),
	remind_committee: ({ code }) =>
		inTransaction({ kind: 'installation', actor: 'job' }, async (tx) =>
			remindFor(tx, await getCommittee(tx, { code: String(code) }), new Date()),
		),
	activity_changed: ({ id }) =>
		inTransaction({ kind: 'installation', actor: 'job' }, (tx) => tellCalendars(tx, String(id), sender)),
});

type Here = { committee: Committee; programme: Programme; activity: ListedActivity; now: Date; sender: string };

/** Brings the calendars of the contacts to what is so now: an entry, a changed one, or none. What they know already is not told. */
export async function tellCalendars(
	tx: Transaction,
	activityId: string,
	sender: string,
	now = new Date(),
): Promise<void> {
	const where = await findWhereabouts(tx, activityId);
	if (!where) return;
	const told = await listCalendars(tx, activityId);
	const committee = await getCommittee(tx, { code: where.committeeCode });
	const programme = (await listProgrammes(tx, committee.id)).find(({ id }) => id === where.programmeId);
	const activity = await getActivity(tx, where.programmeId, where.number);
	if (!programme) return;
	const here = { committee, programme, activity, now, sender };
	const wanted = takesPlace(activity, dayAt(now)) ? await listReached(tx, activity, dayAt(now)) : [];
	for (const contact of wanted)
		await invite(
			tx,
			here,
			contact,
			told.find(({ contactId }) => contactId === contact.id),
		);
	const uninvited = told.filter(
		({ contactId, method }) => method === 'REQUEST' && !wanted.some(({ id }) => id === contactId),
	);
	const shown = shownBy(activity);
	for (const contact of await listUntold(tx, activity, told, { shown, now })) {
		const sequence = told.find(({ contactId }) => contactId === contact.id)?.sequence ?? 0;
		const next = { contactId: contact.id, sequence, method: 'CANCEL' as const, told: shown };
		await tell(tx, here, contact, next, { news: newsOf(activity, dayAt(now)), calendar: false });
	}
	await takeBack(tx, here, uninvited);
}

const listReached = async (tx: Transaction, activity: ListedActivity, today: string): Promise<Contact[]> =>
	(await listContacts(tx, involvedIn(activity))).filter((contact) => isReached(contact, today));

/** What a calendar shows, so that only a change of it is told; of what is off, that it is. */
const shownBy = (activity: ListedActivity): Buffer => {
	const { title, takesPlaceOn, startsAt, endsAt, leadName, state } = activity;
	if (state === 'cancelled' || state === 'postponed') return sha256(state);
	return sha256(JSON.stringify([title, takesPlaceOn, startsAt, endsAt, whereOf(activity), leadName]));
};

async function invite(tx: Transaction, here: Here, contact: Contact, before: ToldCalendar | undefined): Promise<void> {
	const shown = shownBy(here.activity);
	if (before?.method === 'REQUEST' && before.told.equals(shown)) return;
	const next = {
		contactId: contact.id,
		sequence: before ? before.sequence + 1 : 0,
		method: 'REQUEST' as const,
		told: shown,
	};
	await tell(tx, here, contact, next, { news: before?.method === 'REQUEST' ? 'changed' : 'confirmed' });
}

/** What was held is past: its entries stay. Whatever else is no longer so is taken out again. */
async function takeBack(tx: Transaction, here: Here, uninvited: readonly ToldCalendar[]): Promise<void> {
	const { activity, now } = here;
	if (uninvited.length === 0 || ['held', 'returned', 'accepted'].includes(activity.state)) return;
	if (activity.takesPlaceOn !== null && activity.takesPlaceOn < dayAt(now)) return;
	const contacts = await listContacts(
		tx,
		[],
		uninvited.map(({ contactId }) => contactId),
	);
	for (const contact of contacts) {
		const before = uninvited.find(({ contactId }) => contactId === contact.id);
		if (!before) continue;
		const next = { ...before, sequence: before.sequence + 1, method: 'CANCEL' as const, told: shownBy(activity) };
		await tell(tx, here, contact, next, { news: newsOf(activity, dayAt(now)) });
	}
}

async function tell(
	tx: Transaction,
	{ committee, programme, activity, now, sender }: Here,
	{ email, locale, partnerId }: Contact,
	next: ToldCalendar,
	{ news, calendar: entered = true }: { news: News; calendar?: boolean },
): Promise<void> {
	const background = await getBackground(tx, activity, partnerId);
	const names = await getNames(tx, [partnerId, ...activity.supporterIds]);
	const t = translator(locale);
	const { id, title, startsAt, endsAt } = activity;
	const supporters = activity.supporterIds.flatMap((supporter) => names[supporter] ?? []);
	const calendar = calendarInvitation(next.method, {
		locale,
		// A cancelled or postponed activity may have lost its day; the entry is known by its id.
		activity: {
			...{ id, version: next.sequence, changedAt: now, title, startsAt, endsAt },
			takesPlaceOn: activity.takesPlaceOn ?? dayAt(now),
		},
		where: whereOf(activity),
		description: calendarDescription(locale, activity, supporters, background.reason),
		organizer: { name: committeeName(t, committee, 'short'), address: sender },
		attendee: { name: names[partnerId] ?? '', address: email },
		closed: activity.visibility === 'closed',
	});
	const writing = { locale, committee, programme, partnerName: names[partnerId] ?? '' };
	const mail = calendarMail(writing, activity, { news, entered, background });
	await saveCalendar(tx, { committeeId: committee.id, activityId: id }, next);
	const kind = next.method === 'CANCEL' ? 'cancelled' : 'confirmed';
	await queueMail(tx, { to: email, kind, mail, committeeId: committee.id, calendar: entered ? calendar : null });
}
