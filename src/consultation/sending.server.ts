import type { ListedActivity } from '#activities/model.ts';
import { getNames } from '#activities/store.server.ts';
import { linesOf } from '#contributions/model.ts';
import { listContributions } from '#contributions/store.server.ts';
import { queueMail } from '#mail/actions.server.ts';
import { type Contact, isReached } from '#partners/model.ts';
import { listContacts } from '#partners/store.server.ts';
import { actorAccount } from '#people/model.ts';
import { findAccount } from '#people/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { anonymousId } from '#platform/ids.ts';
import { deriveToken, sha256 } from '#platform/secrets.server.ts';
import { listTasks } from '#tasks/store.server.ts';
import type { Asking } from './actions.server.ts';
import { type AskedActivity, askingMail } from './letters.ts';
import { isLiving, type SentLink } from './model.ts';
import { findMonthLinkOf, insertLinks, insertMonthLink, listLinks, type NewLink } from './store.server.ts';

/** The institutions to write to, each with what it is asked about. */
export type Wanted = Map<string, ListedActivity[]>;

/** What went out to one institution. */
export type Sent = { partnerId: string; name: string; mails: number; activities: number };

/** Everything the mails of one sending have in common. */
type Sending = Asking & {
	how: 'asked' | 'reminded';
	replyTo: string | null;
	names: Record<string, string>;
	lines: Awaited<ReturnType<typeof listContributions>>;
	tasks: Awaited<ReturnType<typeof listTasks>>;
	/** Those of the programme before this sending. */
	links: readonly SentLink[];
};

/** A link for each contact and activity, a mail for each contact; reminders carry the links that are open already. */
export async function send(
	tx: Transaction,
	asking: Asking,
	wanted: Wanted,
	how: 'asked' | 'reminded',
): Promise<Sent[]> {
	if (wanted.size === 0) return [];
	const { actor, committee, programme, now = new Date() } = asking;
	const activities = [...new Set([...wanted.values()].flat())];
	const sending: Sending = {
		...{ ...asking, now, how, replyTo: await addressOf(tx, actor) },
		names: await getNames(tx, [...wanted.keys(), ...activities.flatMap(({ supporterIds }) => supporterIds)]),
		lines: await listContributions(tx, { activityIds: activities.map(({ id }) => id) }),
		tasks: await listTasks(tx, { committeeId: committee.id, state: 'open' }),
		links: how === 'reminded' ? await listLinks(tx, { programmeId: programme.id }) : [],
	};
	const contacts = (await listContacts(tx, [...wanted.keys()])).filter((contact) => isReached(contact, dayAt(now)));
	const sent: Sent[] = [];
	for (const [partnerId, asked] of wanted) {
		const own = contacts.filter((one) => one.partnerId === partnerId);
		for (const contact of own) await sendTo(tx, sending, contact, asked);
		sent.push({ partnerId, name: sending.names[partnerId] ?? '', mails: own.length, activities: asked.length });
	}
	return sent;
}

/** Where answers to a mail go: to the secretary who asks. */
async function addressOf(tx: Transaction, actor: Actor): Promise<string | null> {
	const id = actorAccount(actor);
	return (id && (await findAccount(tx, { id }))?.email) || null;
}

async function sendTo(
	tx: Transaction,
	sending: Sending,
	contact: Contact,
	activities: readonly ListedActivity[],
): Promise<void> {
	const { committee, programme, post = true, how, replyTo, names, lines, tasks } = sending;
	const { partnerId, locale, email } = contact;
	const linked = activities.map((activity) => ({ activity, ...linkFor(sending, contact, activity) }));
	await insertLinks(
		tx,
		linked.flatMap(({ fresh }) => fresh ?? []),
	);
	const monthLinkId = activities.length > 1 ? await monthLinkFor(tx, sending, contact) : null;
	if (!post) return;
	const asked = linked.map(
		({ activity, linkId }): AskedActivity => ({
			...{ activity, linkId, leads: activity.leadId === partnerId },
			supporters: activity.supporterIds.flatMap((id) => names[id] ?? []),
			brings: linesOf(lines, { activityId: activity.id, partnerId }),
		}),
	);
	const own = tasks.filter((task) => task.partnerId === partnerId);
	const writing = { locale, committee, programme, partnerName: names[partnerId] ?? '' };
	const mail = askingMail(writing, { asked, tasks: own, monthLinkId, again: how === 'reminded' });
	const sendBefore = new Date(Math.max(...activities.map((activity) => endOf(activity).getTime())));
	const kind = how === 'asked' ? 'answer_request' : 'reminder';
	await queueMail(tx, { to: email, kind, mail, committeeId: committee.id, replyTo, sendBefore });
}

/** The link that a contact has already, where it is reminded; else one that is to be made. Silence goes on from the day of the first. */
function linkFor(
	{ committee, links, now = new Date() }: Sending,
	{ id: contactId, partnerId }: Contact,
	activity: ListedActivity,
): { linkId: string; fresh?: NewLink } {
	const earlier = links.filter((link) => link.activityId === activity.id && link.partnerId === partnerId);
	const open = earlier.findLast((link) => link.contactId === contactId && isLiving(link, now));
	if (open) return { linkId: open.id };
	const linkId = anonymousId();
	const [first] = earlier.toSorted((one, other) => other.sentAt.getTime() - one.sentAt.getTime());
	const fresh: NewLink = {
		...{ id: linkId, committeeId: committee.id, activityId: activity.id, partnerId, contactId },
		...{ tokenHash: sha256(deriveToken('answer', linkId)), expiresAt: endOf(activity) },
		...(first ? { sentAt: first.sentAt } : {}),
	};
	return { linkId, fresh };
}

/** The link of a contact for the whole month: the same in every mail, until one of them is revoked. */
async function monthLinkFor(
	tx: Transaction,
	{ committee, programme }: Sending,
	{ id: contactId, partnerId }: Contact,
): Promise<string> {
	const known = await findMonthLinkOf(tx, programme.id, contactId);
	if (known) return known;
	const id = anonymousId();
	const tokenHash = sha256(deriveToken('answer_month', id));
	const link = { id, committeeId: committee.id, programmeId: programme.id, partnerId, contactId, tokenHash };
	await insertMonthLink(tx, link);
	return id;
}

/** The end of the day of an activity, where the clocks are Albanian. */
const endOf = ({ takesPlaceOn, number }: ListedActivity): Date => {
	if (takesPlaceOn === null) throw new Error(`activity ${number} has no day`);
	return instantOf(addDays(takesPlaceOn, 1), '00:00');
};
