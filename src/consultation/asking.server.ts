import { insertActivityEvents } from '#activities/events.server.ts';
import type { ListedActivity } from '#activities/model.ts';
import { getNames } from '#activities/store.server.ts';
import { listContacts } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { lockProgramme } from '#programmes/store.server.ts';
import { type Asking, getStandings, listStandings } from './actions.server.ts';
import { isAskable, isUnasked, type Standing } from './model.ts';
import { type Sent, send, type Wanted } from './sending.server.ts';
import { deleteMonthLinks, saveLinksRevoked } from './store.server.ts';

/**
 * Whom a month would be asked of: those that get a mail, and those that cannot because they have no contact.
 * @param activities those of the month, where they are at hand
 */
export async function listUnasked(
	tx: Transaction,
	programme: Programme,
	now = new Date(),
	activities: readonly ListedActivity[] = [],
): Promise<{ wanted: Wanted; unreached: Wanted }> {
	const [wanted, unreached]: Wanted[] = [new Map(), new Map()];
	for (const { activity, standings } of await listStandings(tx, programme, now, activities)) {
		if (activity.state !== 'proposed') continue;
		for (const standing of standings) {
			const { partnerId, reachable, answer } = standing;
			const list = isUnasked(standing) ? wanted : !reachable && answer === null ? unreached : null;
			list?.set(partnerId, [...(list.get(partnerId) ?? []), activity]);
		}
	}
	return { wanted: wanted as Wanted, unreached: unreached as Wanted };
}

/** Asks about every proposed activity of the month: one mail to each contact, with a link for each activity and one for all. */
export async function askForMonth(tx: Transaction, asking: Asking): Promise<Sent[]> {
	await holdOpen(tx, asking.programme);
	const { wanted } = await listUnasked(tx, asking.programme, asking.now);
	return ask(tx, asking, wanted);
}

/** Asks the institutions of one activity that were not asked yet, or answered about another day. */
export async function askForAnswers(tx: Transaction, asking: Asking, activity: ListedActivity): Promise<Sent[]> {
	const standings = await holdAskable(tx, asking, activity);
	const unasked = standings.filter(isUnasked);
	return ask(tx, asking, new Map(unasked.map(({ partnerId }) => [partnerId, [activity]])));
}

/** Sends one institution new links; those it had open nothing any more, and its link of the month neither. */
export async function askAgain(
	tx: Transaction,
	asking: Asking,
	activity: ListedActivity,
	partnerId: string,
): Promise<Sent[]> {
	const standings = await holdAskable(tx, asking, activity);
	const standing = standings.find((one) => one.partnerId === partnerId);
	if (!standing) throw new Problem('not_found', `institution ${partnerId} has no part in activity ${activity.number}`);
	if (!standing.reachable) return [];
	await saveLinksRevoked(tx, activity.id, partnerId);
	await deleteMonthLinks(tx, asking.programme.id, partnerId);
	return ask(tx, asking, new Map([[partnerId, [activity]]]));
}

/** Ends the links of one institution for an activity, and its link of the month. */
export async function revokeLinks(
	tx: Transaction,
	{ actor, committee, programme }: Asking,
	activity: ListedActivity,
	partnerId: string,
): Promise<{ revoked: number }> {
	const revoked = await saveLinksRevoked(tx, activity.id, partnerId);
	await deleteMonthLinks(tx, programme.id, partnerId);
	if (revoked > 0) {
		const changes = { institutions: { from: [partnerId], to: [] } };
		await insertActivityEvents(tx, committee.id, [eventOf(activity, 'answer_revoked', actor, changes)]);
	}
	return { revoked };
}

/** One institution of a preview: where its mails go, and what they ask. */
export type Recipient = {
	partnerId: string;
	name: string;
	addresses: string[];
	activities: { id: string; number: number; title: string; day: string | null; leads: boolean }[];
};

/** Institutions as a preview lists them, by name. */
export async function listRecipients(tx: Transaction, wanted: Wanted, now = new Date()): Promise<Recipient[]> {
	const ids = [...wanted.keys()];
	const names = await getNames(tx, ids);
	const today = dayAt(now);
	const contacts = (await listContacts(tx, ids)).filter(
		({ validFrom, validTo }) => validFrom <= today && (validTo === null || today <= validTo),
	);
	return [...wanted]
		.map(([partnerId, activities]) => ({
			...{ partnerId, name: names[partnerId] ?? '' },
			addresses: contacts.filter((contact) => contact.partnerId === partnerId).map(({ email }) => email),
			activities: activities.map(({ id, number, title, takesPlaceOn, leadId }) => ({
				...{ id, number, title, day: takesPlaceOn, leads: leadId === partnerId },
			})),
		}))
		.toSorted((one, other) => one.name.localeCompare(other.name, 'sq'));
}

/** Holds a programme in which something is to be asked; what is closed is history. */
export async function holdOpen(tx: Transaction, programme: Programme): Promise<void> {
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

/** An event about institutions in the history of an activity. */
export const eventOf = (
	{ id, state }: ListedActivity,
	kind: 'answers_asked' | 'answer_revoked' | 'reminded',
	actor: Actor,
	changes: Record<string, { from: unknown; to: unknown }>,
) => ({ activityId: id, kind, from: state, to: state, actor, changes });

/** The events of what was sent, one for each activity. */
export const eventsOf = (actor: Actor, kind: 'answers_asked' | 'reminded', wanted: Wanted) => {
	const asked = new Map<ListedActivity, string[]>();
	for (const [partnerId, activities] of wanted)
		for (const activity of activities) asked.set(activity, [...(asked.get(activity) ?? []), partnerId]);
	return [...asked].map(([activity, ids]) => eventOf(activity, kind, actor, { institutions: { from: [], to: ids } }));
};

async function ask(tx: Transaction, asking: Asking, wanted: Wanted): Promise<Sent[]> {
	const sent = await send(tx, asking, wanted, 'asked');
	const events = eventsOf(asking.actor, 'answers_asked', wanted);
	if (events.length > 0) await insertActivityEvents(tx, asking.committee.id, events);
	return sent;
}
