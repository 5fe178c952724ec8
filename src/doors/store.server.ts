import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import type { PublicActivity, PublishedProgramme } from './model.ts';

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

const activities = (tx: Transaction) =>
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
		])
		.where('programmes.state', 'in', ['approved', 'closed'])
		// What row-level security says to the public, said again: a feed never depends on one fence.
		.where('visibility', '=', 'public')
		.where('activities.state', '<>', 'proposed')
		.orderBy('takes_place_on', (by) => by.asc().nullsLast())
		.orderBy('activities.starts_at', (by) => by.asc().nullsLast())
		.orderBy('number');

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
