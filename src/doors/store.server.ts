import { sql } from 'kysely';
import { addDays } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import type { FeedOwner, OwnActivity, PublicActivity, PublishedProgramme } from './model.ts';

/** The published programmes of a committee, the latest first: row-level security shows the public no others. */
export async function listPublishedProgrammes(tx: Transaction, committeeId: string): Promise<PublishedProgramme[]> {
	const programmes = await listProgrammes(tx, committeeId);
	const rows = await tx
		.selectFrom('programmes')
		.select([
			'id',
			sql<number>`published_activity_count(id)`.as('total'),
			sql<boolean>`exists (select from announcements join announcement_versions on announcement_id = announcements.id
				where programme_id = programmes.id and announcement_versions.state = 'published')`.as('announced'),
		])
		.where('committee_id', '=', committeeId)
		.where('state', 'in', ['approved', 'closed'])
		.execute();
	const known = new Map(rows.map((row) => [row.id, row]));
	return programmes.flatMap((programme) => {
		const row = known.get(programme.id);
		return row ? [{ ...programme, total: row.total, announced: row.announced }] : [];
	});
}

export async function getPublishedProgramme(
	tx: Transaction,
	committeeId: string,
	slug: string,
): Promise<PublishedProgramme> {
	const programme = (await listPublishedProgrammes(tx, committeeId)).find((one) => one.slug === slug);
	if (!programme) throw new Problem('not_found', `no published programme ${slug}`);
	return programme;
}

export type LatestProgramme = { committeeId: string; slug: string; announced: boolean };

/** The latest published programme of each committee that has one. */
export async function listLatestProgrammes(tx: Transaction): Promise<LatestProgramme[]> {
	return tx
		.selectFrom('programmes')
		.distinctOn('committee_id')
		.select([
			'committee_id as committeeId',
			'slug',
			sql<boolean>`exists (select from announcements join announcement_versions on announcement_id = announcements.id
				where programme_id = programmes.id and announcement_versions.state = 'published')`.as('announced'),
		])
		.where('state', 'in', ['approved', 'closed'])
		.orderBy('committee_id')
		.orderBy('slug', 'desc')
		.execute();
}

const every = (tx: Transaction) =>
	tx
		.selectFrom('activities')
		.innerJoin('programmes', 'programmes.id', 'activities.programme_id')
		.innerJoin('partners as lead', 'lead.id', 'activities.lead_partner_id')
		.leftJoin('places', 'places.id', 'activities.place_id')
		.leftJoin('municipalities', 'municipalities.code', 'activities.municipality_code')
		.select([
			'activities.id',
			'programmes.slug as programmeSlug',
			'number',
			'title',
			'setting',
			'activities.state',
			'public_reason as reason',
			'takes_place_on as takesPlaceOn',
			'activities.starts_at as startsAt',
			'activities.ends_at as endsAt',
			'places.name as placeName',
			'municipalities.name as municipalityName',
			'lead.name as leadName',
			sql<string[]>`array(select partners.name from activity_supporters join partners on partners.id = partner_id
				where activity_id = activities.id order by partners.name collate "sq-x-icu")`.as('supporterNames'),
			'audiences',
			'methods',
			'version',
			'changed_at as changedAt',
			'visibility',
		])
		.orderBy('takes_place_on', (by) => by.asc().nullsLast())
		.orderBy('activities.starts_at', (by) => by.asc().nullsLast())
		.orderBy('number');

const activities = (tx: Transaction) =>
	every(tx)
		.where('programmes.state', 'in', ['approved', 'closed'])
		// What row-level security says to the public, said again: a feed never depends on one fence.
		.where('visibility', '=', 'public')
		.where('activities.state', '<>', 'proposed');

/** The activities open to the public, of one programme or of all published ones of a committee, in the order of the calendar. */
export async function listPublicActivities(
	tx: Transaction,
	of: { programmeId: string } | { committeeId: string },
): Promise<PublicActivity[]> {
	const query = activities(tx);
	const rows = await ('programmeId' in of
		? query.where('activities.programme_id', '=', of.programmeId)
		: query.where('activities.committee_id', '=', of.committeeId)
	).execute();
	return rows as PublicActivity[];
}

export async function getPublicActivity(tx: Transaction, programmeId: string, number: number): Promise<PublicActivity> {
	const row = await activities(tx)
		.where('activities.programme_id', '=', programmeId)
		.where('number', '=', number)
		.executeTakeFirst();
	if (!row) throw new Problem('not_found', `no public activity ${number}`);
	return row as PublicActivity;
}

/** Calendars keep what was; further back nobody looks. */
const feedDays = 400;

/** The activities of a committee that the scope shows, with a day, from a year back on. */
export async function listOwnActivities(tx: Transaction, committeeId: string, today: string): Promise<OwnActivity[]> {
	const rows = await every(tx)
		.where('activities.committee_id', '=', committeeId)
		.where('takes_place_on', '>=', addDays(today, -feedDays))
		.execute();
	return rows as OwnActivity[];
}

export type CalendarFeed = {
	id: string;
	committeeId: string;
	committeeCode: string;
	partnerId: string | null;
	accountId: string | null;
};

const feeds = (tx: Transaction) =>
	tx
		.selectFrom('calendar_feeds')
		.innerJoin('committees', 'committees.id', 'calendar_feeds.committee_id')
		.select(['calendar_feeds.id', 'committee_id as committeeId', 'committees.code as committeeCode'])
		.select(['partner_id as partnerId', 'account_id as accountId']);

/** The feed with this id, where the scope shows it: that of its own token. */
export const findFeedById = (tx: Transaction, id: string): Promise<CalendarFeed | undefined> =>
	feeds(tx).where('calendar_feeds.id', '=', id).executeTakeFirst();

export const findFeed = (tx: Transaction, owner: FeedOwner): Promise<CalendarFeed | undefined> =>
	('partnerId' in owner
		? feeds(tx).where('partner_id', '=', owner.partnerId)
		: feeds(tx).where('account_id', '=', owner.accountId).where('committee_id', '=', owner.committeeId)
	).executeTakeFirst();

export type NewFeed = { id: string; committeeId: string; owner: FeedOwner; tokenHash: Buffer };
export async function insertFeed(tx: Transaction, { id, committeeId, owner, tokenHash }: NewFeed): Promise<void> {
	const whose = 'partnerId' in owner ? { partner_id: owner.partnerId } : { account_id: owner.accountId };
	await tx
		.insertInto('calendar_feeds')
		.values({ id, committee_id: committeeId, token_hash: tokenHash, ...whose })
		.execute();
}

export async function deleteFeed(tx: Transaction, owner: FeedOwner): Promise<void> {
	const all = tx.deleteFrom('calendar_feeds');
	await ('partnerId' in owner
		? all.where('partner_id', '=', owner.partnerId)
		: all.where('account_id', '=', owner.accountId).where('committee_id', '=', owner.committeeId)
	).execute();
}
