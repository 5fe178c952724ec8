import { editActivity } from '#activities/actions.server.ts';
import type { Answered } from '#activities/attention.ts';
import type { ListedActivity } from '#activities/model.ts';
import { movedTo } from '#activities/moving.ts';
import { getNames, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getContributionCard } from '#contributions/actions.server.ts';
import { isMissing } from '#contributions/model.ts';
import { listContributions } from '#contributions/store.server.ts';
import type { Locale } from '#i18n/locales.ts';
import { listContacts } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Scope, Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { listTasks } from '#tasks/store.server.ts';
import { answeredIn, involvedIn, isAskable, type Standing, standingsOf } from './model.ts';
import { listAnswers, listLinks } from './store.server.ts';

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
	const [contacts, links, answers] = await Promise.all([
		listContacts(tx, [...new Set(ahead.flatMap(involvedIn))]),
		listLinks(tx, { programmeId: programme.id }),
		listAnswers(tx, { programmeId: programme.id }),
	]);
	const linksOf = Map.groupBy(links, ({ activityId }) => activityId);
	const answersOf = Map.groupBy(answers, ({ activityId }) => activityId);
	return ahead.map((activity) => {
		const told = { contacts, links: linksOf.get(activity.id) ?? [], answers: answersOf.get(activity.id) ?? [] };
		return { activity, standings: standingsOf(activity, told, { now, today }) };
	});
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
	const [all, contributions] = await Promise.all([
		listStandings(tx, programme, now, activities),
		listContributions(tx, { programmeId: programme.id }),
	]);
	const missing = Map.groupBy(contributions.filter(isMissing), ({ activityId }) => activityId);
	return new Map(
		all.map(({ activity: { id }, standings }) => [
			id,
			{ ...answeredIn(standings), missing: missing.get(id)?.length ?? 0 },
		]),
	);
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
