import { sql } from 'kysely';
import type { ActivityState } from '#activities/model.ts';
import { getLand } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Audience } from '#programmes/model.ts';
import { findOutline, listWhereabouts } from '#territory/store.server.ts';
import {
	type Coverage,
	type CoverageSources,
	type CoveredKind,
	type CoveredPlace,
	type CoveringActivity,
	coverageOf,
	type TargetLine,
} from './coverage.ts';
import { type Grid, type GridRows, gridOf, gridRows } from './grid.ts';
import { type CountyMap, countyMap } from './map.ts';

type Rows<T> = Promise<readonly T[]>;
const rows = async <T>(tx: Transaction, query: ReturnType<typeof sql<T>>): Rows<T> => (await query.execute(tx)).rows;

/** The places there are in the days of a programme, and those in which it is held. */
export const listPlacesOf = (tx: Transaction, programmeId: string): Rows<CoveredPlace> =>
	rows(
		tx,
		sql<CoveredPlace>`select p.id, p.name, p.kind, p.municipality_code as "municipalityCode", p.unit_code as "unitCode", p.confirmed
			from programmes g join places p on p.committee_id = g.committee_id
			where g.id = ${programmeId} and (p.valid_from is null or p.valid_from <= g.ends_on) and (p.valid_to is null or p.valid_to >= g.starts_on)
			order by p.name collate "sq-x-icu"`,
	);

const activitiesOf = (tx: Transaction, programmeId: string): Rows<CoveringActivity> =>
	rows(
		tx,
		sql<CoveringActivity>`select state, place_id as "placeId", municipality_code as "municipalityCode", unit_code as "unitCode", national,
			audiences, planned_persons as "plannedPersons" from activities where programme_id = ${programmeId}`,
	);

/** Everything that a coverage is made of, read once. */
async function readSources(
	tx: Transaction,
	committee: Pick<Committee, 'countyCode'>,
	programmeId: string,
): Promise<CoverageSources> {
	const [{ municipalities, units }, places, activities, targets, counted] = await Promise.all([
		getLand(tx, committee),
		listPlacesOf(tx, programmeId),
		activitiesOf(tx, programmeId),
		rows(
			tx,
			sql<{
				audience: Audience;
				persons: number;
			}>`select audience, persons from programme_targets where programme_id = ${programmeId} order by audience`,
		),
		rows(
			tx,
			sql<{
				group: string;
				persons: number;
			}>`select audience as "group", sum(value)::integer as persons from reporting.counts
				where programme_id = ${programmeId} and unit = 'persons' group by audience`,
		),
	]);
	return {
		...{ places, activities, municipalities, units, targets },
		counted: Object.fromEntries(counted.map(({ group, persons }) => [group, persons])),
	};
}

/** The page of coverage: what is covered, the grid by the rows asked for, and the map of the county where one can be drawn. */
export type ReachView = {
	coverage: Coverage;
	/** By what the grid can stand: what there is at least one of. */
	choices: GridRows[];
	by: GridRows;
	grid: Grid;
	/** Activities that stand in none of the rows: national ones, and those of other places. */
	outside: number;
	map: CountyMap | null;
	municipalities: CoverageSources['municipalities'];
	units: CoverageSources['units'];
};

export async function getReachView(
	tx: Transaction,
	committee: Pick<Committee, 'countyCode'>,
	programmeId: string,
	asked: string | null,
): Promise<ReachView> {
	const sources = await readSources(tx, committee, programmeId);
	const coverage = coverageOf(sources);
	const choices = gridRows.filter((by) => areasBy(sources, by).length > 0);
	const by = choices.find((choice) => choice === asked) ?? 'municipalities';
	const areas = areasBy(sources, by);
	const { activities, municipalities, units } = sources;
	const codes = new Set<string | null>(areas.map(({ code }) => code));
	const seats = by === 'municipalities' || units.length === 0;
	const spots = seats
		? gridOf(municipalities, activities, rowOf.municipalities, [])
		: gridOf(units, activities, rowOf.units, []);
	const { countyCode } = committee;
	return {
		...{ coverage, choices, by, municipalities, units },
		grid: gridOf(areas, activities, rowBy(by), coverage.audiences),
		outside: activities.filter((activity) => activity.state !== 'cancelled' && !codes.has(rowBy(by)(activity))).length,
		map: countyCode ? countyMap(await findOutline(tx, countyCode), spots.rows, await listWhereabouts(tx)) : null,
	};
}

const rowOf = {
	municipalities: ({ municipalityCode }: CoveringActivity) => municipalityCode,
	units: ({ unitCode }: CoveringActivity) => unitCode,
	places: ({ placeId }: CoveringActivity) => placeId,
};
const rowBy = (by: GridRows) => (by === 'municipalities' || by === 'units' ? rowOf[by] : rowOf.places);

const areasBy = (
	{ municipalities, units, places }: CoverageSources,
	by: GridRows,
): readonly { code: string; name: string }[] => {
	if (by === 'municipalities') return municipalities;
	if (by === 'units') return units;
	return places.filter(({ kind }) => kind === by).map(({ id, name }) => ({ code: id, name }));
};

/** What the plan of a programme expects against its targets. */
export const getTargets = async (
	tx: Transaction,
	committee: Pick<Committee, 'countyCode'>,
	programmeId: string,
): Promise<TargetLine[]> => coverageOf(await readSources(tx, committee, programmeId)).targets;

/** What a bar of the board tells; `kind` names what is counted. */
export type CoverageBar = { kind: CoveredKind | 'units' | 'municipalities'; part: number; whole: number };

/** The glance beside the board: what the plan covers of what there is; kinds without a single place are left out. */
export async function listCoverageBars(
	tx: Transaction,
	committee: Pick<Committee, 'countyCode'>,
	programmeId: string,
): Promise<CoverageBar[]> {
	const [{ municipalities, units }, places, activities] = await Promise.all([
		getLand(tx, committee),
		listPlacesOf(tx, programmeId),
		activitiesOf(tx, programmeId),
	]);
	const coverage = coverageOf({ places, activities, municipalities, units, targets: [], counted: {} });
	const bars: CoverageBar[] = [
		...coverage.kinds.map(({ kind, planned, all }) => ({ kind, part: planned, whole: all })),
		{ kind: 'units', part: coverage.units.planned, whole: coverage.units.all },
		{ kind: 'municipalities', part: coverage.municipalities.planned, whole: coverage.municipalities.all },
	];
	return bars.filter(({ whole }) => whole > 0);
}

/** How often partners lead and support, in all months, by partner id. */
export async function listInvolvement(
	tx: Transaction,
	committeeId: string,
): Promise<Record<string, { led: number; supported: number }>> {
	const found = await rows(
		tx,
		sql<{
			id: string;
			led: number;
			supported: number;
		}>`select id, sum(led)::integer as led, sum(supported)::integer as supported from (
			select lead_partner_id as id, 1 as led, 0 as supported from activities where committee_id = ${committeeId}
			union all select partner_id, 0, 1 from activity_supporters where committee_id = ${committeeId}) involved group by id`,
	);
	return Object.fromEntries(found.map(({ id, led, supported }) => [id, { led, supported }]));
}

/** How many activities of a programme stand in each place, by place id; cancelled ones do not count. */
export async function listPlaceReach(
	tx: Transaction,
	programmeId: string,
): Promise<Record<string, { planned: number; held: number }>> {
	const found = await rows(
		tx,
		sql<{ id: string; planned: number; held: number }>`select place_id as id, count(*)::integer as planned,
			count(*) filter (where state in ('held', 'returned', 'accepted'))::integer as held
			from activities where programme_id = ${programmeId} and place_id is not null and state <> 'cancelled' group by place_id`,
	);
	return Object.fromEntries(found.map(({ id, planned, held }) => [id, { planned, held }]));
}

export type Involved = {
	slug: string;
	number: number;
	title: string;
	day: string | null;
	state: ActivityState;
	role: 'lead' | 'supporter' | 'place';
};

/** The activities that a partner leads or supports, the latest first. */
export const listPartnerActivities = (tx: Transaction, committeeId: string, partnerId: string): Rows<Involved> =>
	rows(
		tx,
		sql<Involved>`select g.slug, a.number, a.title, a.takes_place_on as day, a.state,
			case when a.lead_partner_id = ${partnerId} then 'lead' else 'supporter' end as role
			from activities a join programmes g on g.id = a.programme_id
			where a.committee_id = ${committeeId} and (a.lead_partner_id = ${partnerId}
				or exists (select from activity_supporters where activity_id = a.id and partner_id = ${partnerId}))
			order by a.takes_place_on desc nulls first, g.slug desc, a.number limit 300`,
	);

/** The activities of a place, the latest first. */
export const listPlaceActivities = (tx: Transaction, committeeId: string, placeId: string): Rows<Involved> =>
	rows(
		tx,
		sql<Involved>`select g.slug, a.number, a.title, a.takes_place_on as day, a.state, 'place' as role
			from activities a join programmes g on g.id = a.programme_id
			where a.committee_id = ${committeeId} and a.place_id = ${placeId}
			order by a.takes_place_on desc nulls first, g.slug desc, a.number limit 300`,
	);
