import { type ExpressionBuilder, sql } from 'kysely';
import { searchForm, searchPattern } from '#i18n/search.ts';
import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { DB } from '#platform/schema.ts';
import type { PlanSpan, Programme } from '#programmes/model.ts';
import type { Activity, ActivityState, ListedActivity, Setting } from './model.ts';

export type ActivityFilter = {
	setting?: Setting;
	state?: ActivityState;
	states?: readonly ActivityState[];
	municipality?: string;
	partner?: string;
	audience?: string;
	search?: string;
};

const columns = (tx: Transaction) =>
	tx
		.selectFrom('activities')
		.innerJoin('partners as lead', 'lead.id', 'activities.lead_partner_id')
		.leftJoin('places', 'places.id', 'activities.place_id')
		.leftJoin('municipalities', 'municipalities.code', 'activities.municipality_code')
		.select([
			'activities.id',
			'activities.programme_id as programmeId',
			'number',
			'title',
			'setting',
			'lead_partner_id as leadId',
			'place_id as placeId',
			'activities.municipality_code as municipalityCode',
			'activities.unit_code as unitCode',
			'national',
			'audiences',
			'methods',
			'takes_place_on as takesPlaceOn',
			'starts_at as startsAt',
			'ends_at as endsAt',
			'planned_persons as plannedPersons',
			'visibility',
			'activities.state',
			'version',
			'lead.name as leadName',
			'lead.kind as leadKind',
			'places.name as placeName',
			'municipalities.name as municipalityName',
			sql<string[]>`array(select partner_id from activity_supporters where activity_id = activities.id
				order by partner_id)`.as('supporterIds'),
		]);

const within = (filter: ActivityFilter) => (on: ExpressionBuilder<DB, 'activities'>) =>
	on.and([
		...(filter.setting ? [on('activities.setting', '=', filter.setting)] : []),
		...(filter.state ? [on('activities.state', '=', filter.state)] : []),
		...(filter.states ? [on('activities.state', 'in', filter.states)] : []),
		...(filter.municipality ? [on('activities.municipality_code', '=', filter.municipality)] : []),
		...(filter.audience ? [sql<boolean>`${filter.audience} = any(activities.audiences)`] : []),
		...(filter.partner && !isId(filter.partner) ? [sql<boolean>`false`] : []),
		...(filter.partner && isId(filter.partner)
			? [
					sql<boolean>`(activities.lead_partner_id = ${filter.partner} or exists (select from activity_supporters
						where activity_id = activities.id and partner_id = ${filter.partner}))`,
				]
			: []),
		...searchWords(filter.search ?? '').map(found),
	]);

const searchWords = (search: string): string[] => searchForm(search).split(' ').filter(Boolean).slice(0, 8);

// Names are looked up where they live too, so that a partner found under a corrected spelling is found here at once.
const found = (
	word: string,
) => sql<boolean>`(activities.search_text like ${searchPattern(word)} or activities.number::text = ${word}
	or lead.search_name like ${searchPattern(word)} or places.search_name like ${searchPattern(word)}
	or municipalities.search_name like ${searchPattern(word)})`;

/** The activities of a programme in the order of the calendar; those without a day come last. */
export async function listActivities(
	tx: Transaction,
	programmeId: string,
	filter: ActivityFilter = {},
): Promise<ListedActivity[]> {
	const rows = await columns(tx)
		.where('activities.programme_id', '=', programmeId)
		.where((on) => within(filter)(on as unknown as ExpressionBuilder<DB, 'activities'>))
		.orderBy('takes_place_on', (by) => by.asc().nullsLast())
		.orderBy('starts_at', (by) => by.asc().nullsLast())
		.orderBy('number')
		.execute();
	return rows as ListedActivity[];
}

export type ActivityPage = { activities: ListedActivity[] /** Of all pages. */; total: number };

/** One page of a filtered list, and how many there are in all. */
export async function listActivityPage(
	tx: Transaction,
	programmeId: string,
	{ sort, page, ...filter }: ActivityFilter & { sort: 'date' | 'number'; page: number },
	size = 100,
): Promise<ActivityPage> {
	const filtered = columns(tx)
		.where('activities.programme_id', '=', programmeId)
		.where((on) => within(filter)(on as unknown as ExpressionBuilder<DB, 'activities'>));
	const { total } = await filtered.clearSelect().select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
	const byDate = filtered
		.orderBy('takes_place_on', (by) => by.asc().nullsLast())
		.orderBy('starts_at', (by) => by.asc().nullsLast());
	const rows = await (sort === 'date' ? byDate : filtered)
		.orderBy('number')
		.limit(size)
		.offset((page - 1) * size)
		.execute();
	return { activities: rows as ListedActivity[], total };
}

/** How large a plan is and between which days it lies; what was cancelled keeps its day. */
export async function getPlanSpan(tx: Transaction, programmeId: string): Promise<PlanSpan> {
	return tx
		.selectFrom('activities')
		.select([
			sql<number>`count(*)`.as('activities'),
			sql<string | null>`min(takes_place_on)`.as('first'),
			sql<string | null>`max(takes_place_on)`.as('last'),
		])
		.where('programme_id', '=', programmeId)
		.executeTakeFirstOrThrow();
}

/** The number the next activity of a programme gets when nobody chooses one. */
export async function getNextNumber(tx: Transaction, programmeId: string): Promise<number> {
	const { next } = await tx
		.selectFrom('activities')
		.select(sql<number>`coalesce(max(number), 0) + 1`.as('next'))
		.where('programme_id', '=', programmeId)
		.executeTakeFirstOrThrow();
	return next;
}

/** The activities of the committee's other programmes that lie within the days of one. */
export async function listOfOthers(
	tx: Transaction,
	{ id, committeeId, startsOn, endsOn }: Pick<Programme, 'id' | 'committeeId' | 'startsOn' | 'endsOn'>,
): Promise<(ListedActivity & { slug: string })[]> {
	const rows = await columns(tx)
		.innerJoin('programmes', 'programmes.id', 'activities.programme_id')
		.select('programmes.slug')
		.where('activities.committee_id', '=', committeeId)
		.where('activities.programme_id', '<>', id)
		.where('takes_place_on', '>=', startsOn)
		.where('takes_place_on', '<=', endsOn)
		.orderBy('number')
		.execute();
	return rows as (ListedActivity & { slug: string })[];
}

/** The names behind ids and codes of partners, places, municipalities and units; unknown ones are left out. */
export async function getNames(
	tx: Transaction,
	idsAndCodes: readonly (string | null)[],
): Promise<Record<string, string>> {
	const asked = [...new Set(idsAndCodes)].filter((id) => id !== null);
	const ids = asked.filter(isId);
	const codes = asked.filter((code) => !isId(code));
	if (asked.length === 0) return {};
	const rows = await sql<{ id: string; name: string }>`
		select id::text as id, name from partners where id = any(${ids}::uuid[])
		union all select id::text, name from places where id = any(${ids}::uuid[])
		union all select code, name from municipalities where code = any(${codes}::text[])
		union all select code, name from units where code = any(${codes}::text[])`.execute(tx);
	return Object.fromEntries(rows.rows.map(({ id, name }) => [id, name]));
}

export async function findActivity(
	tx: Transaction,
	programmeId: string,
	number: number,
): Promise<ListedActivity | undefined> {
	const row = await columns(tx)
		.where('activities.programme_id', '=', programmeId)
		.where('number', '=', number)
		.executeTakeFirst();
	return row as ListedActivity | undefined;
}

export async function getActivity(tx: Transaction, programmeId: string, number: number): Promise<ListedActivity> {
	const activity = await findActivity(tx, programmeId, number);
	if (!activity) throw new Problem('not_found', `no activity ${number}`);
	return activity;
}

/** What a plan says of an activity; state and version are the store's own. */
export type ActivityPlan = Omit<Activity, 'id' | 'programmeId' | 'state' | 'version'> & {
	/** Words by which it is found besides its title: names of place, lead, municipality. */
	searchWords: readonly string[];
};

const planRow = (plan: ActivityPlan) => ({
	number: plan.number,
	title: plan.title,
	setting: plan.setting,
	lead_partner_id: plan.leadId,
	place_id: plan.placeId,
	municipality_code: plan.municipalityCode,
	unit_code: plan.unitCode,
	national: plan.national,
	audiences: [...plan.audiences],
	methods: [...plan.methods],
	takes_place_on: plan.takesPlaceOn,
	starts_at: plan.startsAt,
	ends_at: plan.endsAt,
	planned_persons: plan.plannedPersons,
	visibility: plan.visibility,
	search_text: searchForm([plan.title, ...plan.searchWords].join(' ')),
});

type Owner = { committeeId: string; programmeId: string };
const chunk = 1000;

/** Inserts any number of activities with their supporters; ids in the order given. */
export async function insertActivities(
	tx: Transaction,
	{ committeeId, programmeId }: Owner,
	plans: readonly (ActivityPlan & { state: ActivityState })[],
): Promise<string[]> {
	const rows = plans.map((plan) => ({
		id: recordId(),
		committee_id: committeeId,
		programme_id: programmeId,
		state: plan.state,
		...planRow(plan),
	}));
	for (let at = 0; at < rows.length; at += chunk) {
		await tx
			.insertInto('activities')
			.values(rows.slice(at, at + chunk))
			.execute();
	}
	const supporters = plans.flatMap((plan, index) =>
		plan.supporterIds.map((partner_id) => ({
			committee_id: committeeId,
			activity_id: rows[index]?.id ?? '',
			partner_id,
		})),
	);
	for (let at = 0; at < supporters.length; at += chunk) {
		await tx
			.insertInto('activity_supporters')
			.values(supporters.slice(at, at + chunk))
			.execute();
	}
	return rows.map((row) => row.id);
}

async function saveUnchanged(
	tx: Transaction,
	id: string,
	version: number,
	columns: Partial<ReturnType<typeof planRow>> & { state?: ActivityState; public_reason?: string | null },
) {
	const saved = await tx
		.updateTable('activities')
		.set({ ...columns, version: version + 1, changed_at: sql`now()` })
		.where('id', '=', id)
		.where('version', '=', version)
		.returning('id')
		.executeTakeFirst();
	if (!saved) throw new Problem('stale', `activity ${id} is no longer at version ${version}`);
}

/** Saves a changed plan; stale when somebody else saved since `version`. */
export async function saveActivity(
	tx: Transaction,
	committeeId: string,
	id: string,
	version: number,
	plan: ActivityPlan,
): Promise<void> {
	await saveUnchanged(tx, id, version, planRow(plan));
	await tx.deleteFrom('activity_supporters').where('activity_id', '=', id).execute();
	if (plan.supporterIds.length === 0) return;
	const rows = plan.supporterIds.map((partner_id) => ({ committee_id: committeeId, activity_id: id, partner_id }));
	await tx.insertInto('activity_supporters').values(rows).execute();
}

/** Moves an activity to a state, with what the public may read of why; stale when somebody else changed it since `version`. */
export const saveActivityState = (
	tx: Transaction,
	id: string,
	version: number,
	state: ActivityState,
	why?: string | null,
) => saveUnchanged(tx, id, version, { state, ...(why === undefined ? {} : { public_reason: why }) });
