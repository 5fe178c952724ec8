import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { hasSeat, listFacilitated } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { deriveToken, readSigned, sha256, signed } from '#platform/secrets.server.ts';
import type { FeedOwner, OwnActivity } from './model.ts';
import {
	type CalendarFeed,
	deleteFeed,
	findFeed,
	findFeedById,
	insertFeed,
	listOwnActivities,
} from './store.server.ts';

/** Programs like the ending. */
const ending = '.ics';

/** The last part of a feed's address; null where nobody has made one. */
export async function getFeedAddress(tx: Transaction, owner: FeedOwner): Promise<string | null> {
	const feed = await findFeed(tx, owner);
	return feed ? `${signed('calendar', feed.id)}${ending}` : null;
}

/** Makes an address, or another one: the one before opens nothing from now on. */
export async function renewFeed(tx: Transaction, committeeId: string, owner: FeedOwner): Promise<void> {
	await deleteFeed(tx, owner);
	const id = recordId();
	await insertFeed(tx, { id, committeeId, owner, tokenHash: sha256(deriveToken('calendar', id)) });
}

/** Ends an address: whoever follows it finds nothing any more. */
export const endFeed = (tx: Transaction, owner: FeedOwner): Promise<void> => deleteFeed(tx, owner);

export type OpenedFeed = { committee: Committee; activities: OwnActivity[] };

/** What the calendar behind an address holds; null for every address that does not open, whatever the cause. */
export async function openFeed(text: string, now = new Date()): Promise<OpenedFeed | null> {
	const read = text.endsWith(ending) ? readSigned('calendar', text.slice(0, -ending.length)) : null;
	if (!read) return null;
	const { id, tokenHash } = read;
	const feed = await inTransaction({ kind: 'link', tokenHash }, (tx) => findFeedById(tx, id));
	if (!feed) return null;
	const scope = await scopeOfFeed(feed, dayAt(now));
	if (!scope) return null;
	return inTransaction(scope, async (tx) => ({
		committee: await getCommittee(tx, { code: feed.committeeCode }),
		activities: await listOwnActivities(tx, feed.committeeId, dayAt(now)),
	}));
}

/** A feed shows what its institution or its person may see today, and no more. */
async function scopeOfFeed({ committeeId, partnerId, accountId }: CalendarFeed, today: string): Promise<Scope | null> {
	if (partnerId) return { kind: 'partner', committeeId, partnerId };
	return inTransaction({ kind: 'identity' }, async (tx) => {
		const id = accountId ?? '';
		if (!(await hasSeat(tx, { role: 'facilitator', accountId: id, committeeId }, today))) return null;
		return { kind: 'activity', committeeId, activityIds: await listFacilitated(tx, id, committeeId) };
	});
}
