import { insertActivityEvents } from '#activities/events.server.ts';
import type { ListedActivity } from '#activities/model.ts';
import { getNames } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { listContributions } from '#contributions/store.server.ts';
import { queueMail } from '#mail/actions.server.ts';
import { isReached } from '#partners/model.ts';
import { listContacts } from '#partners/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import { listTasks } from '#tasks/store.server.ts';
import { listCalendar } from '#territory/store.server.ts';
import { type Asking, listStandings } from './actions.server.ts';
import { eventsOf, holdOpen } from './asking.server.ts';
import { comingMail } from './letters.ts';
import { isSilent, type Standing } from './model.ts';
import { dueBefore, dueForSilence, type Free, isWorkingHour, type ReminderRules } from './reminding.ts';
import { type Sent, send, type Wanted } from './sending.server.ts';
import { findReminderRules, insertReminder, listReminders } from './store.server.ts';

/** The institutions that were asked, can be reached and have not answered. */
export async function listSilent(tx: Transaction, programme: Programme, now = new Date()): Promise<Wanted> {
	const silent: Wanted = new Map();
	for (const { activity, standings } of await listStandings(tx, programme, now))
		for (const { partnerId } of standings.filter(isSilent)) add(silent, partnerId, activity);
	return silent;
}

const add = (wanted: Wanted, partnerId: string, activity: ListedActivity) =>
	wanted.set(partnerId, [...(wanted.get(partnerId) ?? []), activity]);

/** Reminds all that are silent, or one institution; of each activity once a day at most. */
export async function remindSilent(tx: Transaction, asking: Asking, partnerId: string | null): Promise<Sent[]> {
	await holdOpen(tx, asking.programme);
	const { now = new Date() } = asking;
	const due: Due[] = [...(await listSilent(tx, asking.programme, now))]
		.filter(([id]) => partnerId === null || id === partnerId)
		.flatMap(([id, activities]) => activities.map((activity) => ({ partnerId: id, activity, dueOn: dayAt(now) })));
	return remind(tx, asking, due);
}

type Due = { partnerId: string; activity: ListedActivity; dueOn: string };

/** One mail to each contact about everything its institution is silent about. What was written down already is not sent again. */
async function remind(tx: Transaction, asking: Asking, due: readonly Due[]): Promise<Sent[]> {
	const wanted: Wanted = new Map();
	for (const { partnerId, activity, dueOn } of due) {
		const reminder = { committeeId: asking.committee.id, activityId: activity.id, partnerId, dueOn };
		if (await insertReminder(tx, { ...reminder, kind: 'silence' })) add(wanted, partnerId, activity);
	}
	const sent = await send(tx, asking, wanted, 'reminded');
	await tell(tx, asking, wanted);
	return sent;
}

async function tell(tx: Transaction, { actor, committee }: Asking, wanted: Wanted): Promise<void> {
	const events = eventsOf(actor, 'reminded', wanted);
	if (events.length > 0) await insertActivityEvents(tx, committee.id, events);
}

/** Everything that is due for a committee by now. Done again, it finds it done. */
export async function remindFor(tx: Transaction, committee: Committee, now: Date): Promise<void> {
	const rules = await findReminderRules(tx, committee.id);
	const isFree = await listFree(tx, dayAt(now));
	if (!rules?.enabled || !isWorkingHour(now, isFree)) return;
	for (const programme of await listProgrammes(tx, committee.id)) {
		if (programme.state === 'closed' || programme.endsOn < dayAt(now)) continue;
		const asking: Asking = { actor: 'job', committee, programme, now };
		await remind(tx, asking, await listDue(tx, programme, rules, now));
		await remindOfComing(tx, asking, rules, isFree);
	}
}

/** Public holidays around a day; school holidays are none for offices. */
async function listFree(tx: Transaction, today: string): Promise<Free> {
	const periods = await listCalendar(tx, addDays(today, -21), addDays(today, 21));
	const free = periods.filter(({ kind }) => kind === 'public_holiday');
	return (day) => free.some(({ from, to }) => from <= day && day <= to);
}

async function listDue(tx: Transaction, programme: Programme, rules: ReminderRules, now: Date): Promise<Due[]> {
	const sent = (await listReminders(tx, { programmeId: programme.id })).filter(({ kind }) => kind === 'silence');
	const dueFor = (activity: ListedActivity, { partnerId, askedAt }: Standing): Due[] => {
		const own = sent.filter((one) => one.activityId === activity.id && one.partnerId === partnerId);
		const told = { askedOn: dayAt(askedAt ?? now), sentOn: own.map(({ sentAt }) => dayAt(sentAt)) };
		const dueOn = dueForSilence(rules, told, dayAt(now));
		return dueOn === null ? [] : [{ partnerId, activity, dueOn }];
	};
	return (await listStandings(tx, programme, now)).flatMap(({ activity, standings }) =>
		standings.filter(isSilent).flatMap((standing) => dueFor(activity, standing)),
	);
}

/** Who leads and supports a confirmed activity is reminded of it, with everything there is to know; who cannot come is left alone. */
async function remindOfComing(tx: Transaction, asking: Asking, rules: ReminderRules, isFree: Free): Promise<void> {
	const { committee, programme, now = new Date() } = asking;
	const told: Wanted = new Map();
	for (const { activity, standings } of await listStandings(tx, programme, now)) {
		const day = activity.state === 'confirmed' || activity.state === 'ready' ? activity.takesPlaceOn : null;
		const dueOn = day && dueBefore(rules, day, dayAt(now), isFree);
		if (!dueOn) continue;
		for (const { partnerId, reachable, answer } of standings) {
			if (!reachable || answer?.answer === 'no') continue;
			const reminder = { committeeId: committee.id, activityId: activity.id, partnerId, dueOn };
			if (await insertReminder(tx, { ...reminder, kind: 'coming' })) add(told, partnerId, activity);
		}
	}
	for (const [partnerId, activities] of told)
		for (const activity of activities) await sendComing(tx, asking, partnerId, activity);
	await tell(tx, asking, told);
}

async function sendComing(
	tx: Transaction,
	{ committee, programme, now = new Date() }: Asking,
	partnerId: string,
	activity: ListedActivity,
): Promise<void> {
	const lines = await listContributions(tx, { activityIds: [activity.id] });
	const names = await getNames(tx, [partnerId, ...activity.supporterIds, ...lines.map((line) => line.partnerId)]);
	const tasks = await listTasks(tx, { committeeId: committee.id, partnerId, state: 'open' });
	const coming = {
		...{ activity, leads: activity.leadId === partnerId },
		supporters: activity.supporterIds.flatMap((id) => names[id] ?? []),
		lines: lines.map((line) => ({ partnerName: names[line.partnerId] ?? '', line })),
	};
	const sendBefore = instantOf(activity.takesPlaceOn ?? dayAt(now), activity.startsAt ?? '23:00');
	for (const contact of await listContacts(tx, [partnerId])) {
		if (!isReached(contact, dayAt(now))) continue;
		const { locale, email } = contact;
		const mail = comingMail({ locale, committee, programme, partnerName: names[partnerId] ?? '' }, coming, tasks);
		await queueMail(tx, { to: email, kind: 'reminder', mail, committeeId: committee.id, sendBefore });
	}
}
