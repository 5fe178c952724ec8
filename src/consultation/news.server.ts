import type { ListedActivity } from '#activities/model.ts';
import { type Contact, isReached } from '#partners/model.ts';
import { listContacts } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import { findPartnerChange, listApprovedPartners } from '#versions/actions.server.ts';
import { listReasons } from '#versions/store.server.ts';
import { involvedIn } from './model.ts';
import type { Background } from './news.ts';
import { listLinks, type ToldCalendar } from './store.server.ts';

export async function getBackground(tx: Transaction, activity: ListedActivity, partnerId: string): Promise<Background> {
	const found = await findPartnerChange(tx, activity, partnerId);
	const off = activity.state === 'cancelled' || activity.state === 'postponed';
	const reason = off ? ((await listReasons(tx, activity.programmeId)).get(activity.id) ?? null) : null;
	return { since: found?.since ?? null, change: found?.told ?? null, reason };
}

/**
 * Contacts without an entry in their calendar who have to hear that an activity is off: their institution was asked about it, or read of
 * it in the approved programme, and they were not told of this yet. Nothing is told of what lies behind.
 */
export async function listUntold(
	tx: Transaction,
	activity: ListedActivity,
	told: readonly ToldCalendar[],
	{ shown, now }: { shown: Buffer; now: Date },
): Promise<Contact[]> {
	if (activity.state !== 'cancelled' && activity.state !== 'postponed') return [];
	if (activity.takesPlaceOn !== null && activity.takesPlaceOn < dayAt(now)) return [];
	const asked = (await listLinks(tx, { activityId: activity.id })).map(({ partnerId }) => partnerId);
	const knows = new Set([...asked, ...(await listApprovedPartners(tx, activity))]);
	const contacts = (await listContacts(tx, involvedIn(activity))).filter((contact) => isReached(contact, dayAt(now)));
	return contacts.filter(({ id, partnerId }) => {
		const before = told.find(({ contactId }) => contactId === id);
		return before ? before.method === 'CANCEL' && !before.told.equals(shown) : knows.has(partnerId);
	});
}
