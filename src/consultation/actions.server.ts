import { editActivity } from '#activities/actions.server.ts';
import type { Answered } from '#activities/attention.ts';
import type { ListedActivity } from '#activities/model.ts';
import { movedTo } from '#activities/moving.ts';
import { getNames, insertActivityEvents, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getContributionCard } from '#contributions/actions.server.ts';
import type { Locale } from '#i18n/locales.ts';
import { queueMail } from '#mail/actions.server.ts';
import { type Contact, isReached } from '#partners/model.ts';
import { listContacts } from '#partners/store.server.ts';
import { actorAccount } from '#people/model.ts';
import { findAccount } from '#people/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import type { Actor, Scope, Transaction } from '#platform/db.server.ts';
import { anonymousId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import { deriveToken, sha256 } from '#platform/secrets.server.ts';
import type { Programme } from '#programmes/model.ts';
import { lockProgramme } from '#programmes/store.server.ts';
import { listTasks } from '#tasks/store.server.ts';
import { type AskedActivity, askingMail } from './letters.ts';
import { answeredIn, involvedIn, isAskable, isUnasked, type Standing, standingsOf } from './model.ts';
import { insertLinks, listAnswers, listLinks, type NewLink, saveLinksRevoked } from './store.server.ts';

/** Where and by whom something is asked. */
export type Asking = {
	actor: Actor;
	committee: Committee;
	programme: Programme;
	now?: Date;
	/** False only for the demonstration, whose contacts nobody reads. */
	post?: boolean;
};

/** How the institutions of an activity stand to it, for whoever sees the answers of all: the secretariat and the chair. */
export async function getStandings(tx: Transaction, activity: ListedActivity, now = new Date()): Promise<Standing[]> {
	const of = { activityId: activity.id };
	const told = {
		contacts: await listContacts(tx, involvedIn(activity)),
		links: await listLinks(tx, of),
		answers: await listAnswers(tx, of),
	};
	return standingsOf(activity, told, { now, today: dayAt(now) });
}

/** What the card of answers shows; null for a reader who does not see the answers of all. */
export async function getAnswerCard(tx: Transaction, scope: Scope, activity: ListedActivity, now = new Date()) {
	if (scope.kind !== 'committee') return null;
	return { standings: await getStandings(tx, activity, now), askable: isAskable(activity, dayAt(now)) };
}

/** What the institutions of an activity say, bring and have to do, as far as the reader sees it. */
export async function getParts(
	tx: Transaction,
	{ scope, locale }: { scope: Scope; locale: Locale },
	where: { committee: Committee; programme: Programme; activity: ListedActivity },
) {
	return {
		answers: await getAnswerCard(tx, scope, where.activity),
		contributions: await getContributionCard(tx, where, locale),
		tasks: await listTasks(tx, { committeeId: where.committee.id, activityId: where.activity.id }),
	};
}

/** The institutions of an activity by name, with the card for whoever sees it. */
export async function getInstitutions(tx: Transaction, scope: Scope, activity: ListedActivity, now = new Date()) {
	return {
		names: await getNames(tx, involvedIn(activity)),
		card: await getAnswerCard(tx, scope, activity, now),
		askable: isAskable(activity, dayAt(now)),
	};
}

/** How the institutions stand to every activity of a month that still lies ahead, by its id. */
export async function listStandings(
	tx: Transaction,
	programme: Programme,
	now: Date,
	activities: readonly ListedActivity[] = [],
) {
	const today = dayAt(now);
	const all = activities.length > 0 ? activities : await listActivities(tx, programme.id);
	const ahead = all.filter((activity) => isAskable(activity, today));
	const told = {
		contacts: await listContacts(tx, [...new Set(ahead.flatMap(involvedIn))]),
		links: await listLinks(tx, { programmeId: programme.id }),
		answers: await listAnswers(tx, { programmeId: programme.id }),
	};
	return ahead.map((activity) => ({ activity, standings: standingsOf(activity, told, { now, today }) }));
}

/** What of the answers of a month needs a person. @param activities those of the month, where they are at hand */
export async function listAnswered(
	tx: Transaction,
	scope: Scope,
	programme: Programme,
	activities: readonly ListedActivity[] = [],
	now = new Date(),
): Promise<Map<string, Answered>> {
	if (scope.kind !== 'committee') return new Map();
	const all = await listStandings(tx, programme, now, activities);
	return new Map(all.map(({ activity, standings }) => [activity.id, answeredIn(standings)]));
}

/** The institutions to write to, each with what it is asked about. */
type Wanted = Map<string, ListedActivity[]>;

/** The proposed activities of a month that some institution could be asked about. */
export async function listUnasked(tx: Transaction, programme: Programme, now = new Date()): Promise<Wanted> {
	const wanted: Wanted = new Map();
	for (const { activity, standings } of await listStandings(tx, programme, now)) {
		if (activity.state !== 'proposed') continue;
		for (const { partnerId } of standings.filter(isUnasked))
			wanted.set(partnerId, [...(wanted.get(partnerId) ?? []), activity]);
	}
	return wanted;
}

/** Asks about every proposed activity of the month: one mail to each contact, with a link for each activity. */
export async function askForMonth(tx: Transaction, asking: Asking): Promise<{ institutions: number }> {
	await holdOpen(tx, asking.programme);
	const wanted = await listUnasked(tx, asking.programme, asking.now);
	await send(tx, asking, wanted);
	return { institutions: wanted.size };
}

/** Asks the institutions of one activity that were not asked yet, or answered about another day. */
export async function askForAnswers(
	tx: Transaction,
	asking: Asking,
	activity: ListedActivity,
): Promise<{ institutions: number }> {
	const standings = await holdAskable(tx, asking, activity);
	const unasked = standings.filter(isUnasked);
	await send(tx, asking, new Map(unasked.map(({ partnerId }) => [partnerId, [activity]])));
	return { institutions: unasked.length };
}

/** Sends one institution new links; those it had open nothing any more. */
export async function askAgain(
	tx: Transaction,
	asking: Asking,
	activity: ListedActivity,
	partnerId: string,
): Promise<{ institutions: number }> {
	const standings = await holdAskable(tx, asking, activity);
	const standing = standings.find((one) => one.partnerId === partnerId);
	if (!standing) throw new Problem('not_found', `institution ${partnerId} has no part in activity ${activity.number}`);
	if (!standing.reachable) return { institutions: 0 };
	await saveLinksRevoked(tx, activity.id, partnerId);
	await send(tx, asking, new Map([[partnerId, [activity]]]));
	return { institutions: 1 };
}

/** Ends the links of one institution for an activity. */
export async function revokeLinks(
	tx: Transaction,
	{ actor, committee }: Asking,
	activity: ListedActivity,
	partnerId: string,
): Promise<{ revoked: number }> {
	const revoked = await saveLinksRevoked(tx, activity.id, partnerId);
	if (revoked > 0) {
		const changes = { institutions: { from: [partnerId], to: [] } };
		await insertActivityEvents(tx, committee.id, [eventOf(activity, 'answer_revoked', actor, changes)]);
	}
	return { revoked };
}

/** Moves an activity to the day, and the hour, that an institution proposed. */
export async function acceptDay(
	tx: Transaction,
	{ actor, committee, programme, now = new Date() }: Asking,
	activity: ListedActivity,
	{ partnerId, version }: { partnerId: string; version: number },
): Promise<{ ok: true } | { ok: false; reason: 'nothing_proposed' | 'outside_period' }> {
	const standings = await getStandings(tx, activity, now);
	const proposal = standings.find((one) => one.partnerId === partnerId)?.answer;
	const proposedDay = proposal?.answer === 'other_day' ? proposal.proposedDay : null;
	if (!proposal || !proposedDay || proposedDay < dayAt(now)) return { ok: false, reason: 'nothing_proposed' };
	if (proposedDay < programme.startsOn || proposedDay > programme.endsOn)
		return { ok: false, reason: 'outside_period' };
	const { proposedHour } = proposal;
	const wish = proposedHour === null ? { day: proposedDay } : { day: proposedDay, startsAt: proposedHour };
	const plan = { ...activity, ...movedTo(activity, wish) };
	const outcome = await editActivity(tx, actor, committee, programme, { number: activity.number, version, plan });
	if (!outcome.ok) throw new Problem('conflict', `activity ${activity.number} cannot be moved: ${outcome.reason}`);
	return { ok: true };
}

async function holdOpen(tx: Transaction, programme: Programme): Promise<void> {
	if ((await lockProgramme(tx, programme.id)) === 'closed')
		throw new Problem('frozen', `programme ${programme.slug} is closed`);
}

async function holdAskable(
	tx: Transaction,
	{ programme, now = new Date() }: Asking,
	activity: ListedActivity,
): Promise<Standing[]> {
	await holdOpen(tx, programme);
	if (!isAskable(activity, dayAt(now)))
		throw new Problem('conflict', `activity ${activity.number} lies behind, has no day or is cancelled`);
	return getStandings(tx, activity, now);
}

const eventOf = (
	{ id, state }: ListedActivity,
	kind: 'answers_asked' | 'answer_revoked',
	actor: Actor,
	changes: Record<string, { from: unknown; to: unknown }>,
) => ({ activityId: id, kind, from: state, to: state, actor, changes });

/** A link for each contact and activity, a mail for each contact, an event for each activity. */
async function send(tx: Transaction, asking: Asking, wanted: Wanted): Promise<void> {
	const { committee, actor, now = new Date() } = asking;
	const today = dayAt(now);
	const contacts = (await listContacts(tx, [...wanted.keys()])).filter((contact) => isReached(contact, today));
	const names = await getNames(tx, [...wanted.keys()]);
	const replyTo = await addressOf(tx, actor);
	const asked = new Map<ListedActivity, string[]>();
	for (const [partnerId, activities] of wanted) {
		for (const contact of contacts.filter((one) => one.partnerId === partnerId))
			await sendTo(tx, asking, replyTo, contact, names[partnerId] ?? '', activities);
		for (const activity of activities) asked.set(activity, [...(asked.get(activity) ?? []), partnerId]);
	}
	const events = [...asked].map(([activity, partnerIds]) =>
		eventOf(activity, 'answers_asked', actor, { institutions: { from: [], to: partnerIds } }),
	);
	if (events.length > 0) await insertActivityEvents(tx, committee.id, events);
}

/** Where answers to a mail go: to the secretary who asks. */
async function addressOf(tx: Transaction, actor: Actor): Promise<string | null> {
	const id = actorAccount(actor);
	return (id && (await findAccount(tx, { id }))?.email) || null;
}

async function sendTo(
	tx: Transaction,
	{ committee, programme, post = true }: Asking,
	replyTo: string | null,
	contact: Contact,
	partnerName: string,
	activities: readonly ListedActivity[],
): Promise<void> {
	const { id: contactId, partnerId, locale, email } = contact;
	const asked = activities.map(
		(activity): AskedActivity => ({ activity, leads: activity.leadId === partnerId, linkId: anonymousId() }),
	);
	const links = asked.map(
		({ activity, linkId }): NewLink => ({
			...{ id: linkId, committeeId: committee.id, activityId: activity.id, partnerId, contactId },
			tokenHash: sha256(deriveToken('answer', linkId)),
			expiresAt: endOf(activity),
		}),
	);
	await insertLinks(tx, links);
	if (!post) return;
	const mail = askingMail({ locale, committee, programme, partnerName }, asked);
	const sendBefore = new Date(Math.max(...links.map(({ expiresAt }) => expiresAt.getTime())));
	await queueMail(tx, { to: email, kind: 'answer_request', mail, committeeId: committee.id, replyTo, sendBefore });
}

/** The end of the day of an activity, where the clocks are Albanian. */
const endOf = ({ takesPlaceOn, number }: ListedActivity): Date => {
	if (takesPlaceOn === null) throw new Error(`activity ${number} has no day`);
	return instantOf(addDays(takesPlaceOn, 1), '00:00');
};
