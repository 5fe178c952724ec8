import { type Activity, wasHeld } from '#activities/model.ts';
import type { Place, PlaceKind } from '#places/model.ts';
import { type Audience, audiences } from '#programmes/model.ts';

/** Kinds of places of which a committee wants to reach every one. */
export const coveredKinds = [
	'school',
	'health_centre',
	'community_centre',
	'company',
] as const satisfies readonly PlaceKind[];
export type CoveredKind = (typeof coveredKinds)[number];

export type CoveredPlace = Pick<Place, 'id' | 'name' | 'kind' | 'municipalityCode' | 'unitCode' | 'confirmed'>;
export type CoveringActivity = Pick<
	Activity,
	'state' | 'placeId' | 'municipalityCode' | 'unitCode' | 'national' | 'audiences' | 'plannedPersons'
>;
type Area = { code: string; name: string; confirmed?: boolean };

/** Of all there is, how much stands in the plan, how much was reached, and what is in no plan. */
export type Covered<T> = {
	all: number;
	/** Of all, those that nobody has confirmed yet: how sure the denominator is. */
	unconfirmed: number;
	planned: number;
	reached: number;
	missing: T[];
};

/**
 * People are counted in groups that do not tell the Roma and Egyptian communities apart: their targets are one line.
 * `planned` adds up the plans of all activities for the group: who is expected together with others is counted in each group.
 */
export type TargetLine = { audiences: Audience[]; target: number; planned: number; counted: number };

export type Coverage = {
	kinds: (Covered<CoveredPlace> & { kind: CoveredKind })[];
	units: Covered<Area & { municipalityCode: string }>;
	municipalities: Covered<Area>;
	missingAudiences: Audience[];
	/** The groups that the plan or its targets name, in the order of all groups. */
	audiences: Audience[];
	targets: TargetLine[];
};

export type CoverageSources = {
	places: readonly CoveredPlace[];
	municipalities: readonly Area[];
	units: readonly (Area & { municipalityCode: string })[];
	activities: readonly CoveringActivity[];
	targets: readonly { audience: Audience; persons: number }[];
	/** Persons counted in the returns, by group. */
	counted: Readonly<Record<string, number>>;
};

/** What a cancelled activity would have reached is not reached; a postponed one still stands in the plan. */
const inPlan = <A extends CoveringActivity>(activities: readonly A[]): A[] =>
	activities.filter(({ state }) => state !== 'cancelled');

function cover<T extends { confirmed?: boolean }>(
	all: readonly T[],
	key: (item: T) => string,
	planned: ReadonlySet<string | null>,
	reached: ReadonlySet<string | null>,
): Covered<T> {
	const count = (set: ReadonlySet<string | null>) => all.filter((item) => set.has(key(item))).length;
	return {
		all: all.length,
		unconfirmed: all.filter(({ confirmed }) => confirmed === false).length,
		planned: count(planned),
		reached: count(reached),
		missing: all.filter((item) => !planned.has(key(item))),
	};
}

/** What a programme covers of a county: places, units, municipalities and audiences, planned and reached, and who is missing. */
export function coverageOf(sources: CoverageSources): Coverage {
	const planned = inPlan(sources.activities);
	const held = planned.filter(({ state }) => wasHeld(state));
	const covered = <T extends { confirmed?: boolean }>(
		all: readonly T[],
		key: (item: T) => string,
		of: (activity: CoveringActivity) => string | null,
	) => cover(all, key, new Set(planned.map(of)), new Set(held.map(of)));
	return {
		kinds: coveredKinds.map((kind) => ({
			kind,
			...covered(
				sources.places.filter((place) => place.kind === kind),
				({ id }) => id,
				({ placeId }) => placeId,
			),
		})),
		units: covered(
			sources.units,
			({ code }) => code,
			({ unitCode }) => unitCode,
		),
		municipalities: covered(
			sources.municipalities,
			({ code }) => code,
			({ municipalityCode }) => municipalityCode,
		),
		missingAudiences: audiences.filter(
			(audience) => !planned.some((activity) => activity.audiences.includes(audience)),
		),
		audiences: audiences.filter(
			(audience) =>
				planned.some((activity) => activity.audiences.includes(audience)) ||
				sources.targets.some((target) => target.audience === audience),
		),
		targets: targetLines(sources),
	};
}

const communities: readonly Audience[] = ['roma_community', 'egyptian_community'];

function targetLines({ targets, activities, counted }: CoverageSources): TargetLine[] {
	const groups = [
		...new Set(targets.map(({ audience }) => (communities.includes(audience) ? 'community_members' : audience))),
	];
	return groups.map((group) => {
		const named = group === 'community_members' ? communities : [group];
		const expecting = inPlan(activities).filter((activity) =>
			activity.audiences.some((audience) => named.includes(audience)),
		);
		return {
			audiences: targets.map(({ audience }) => audience).filter((audience) => named.includes(audience)),
			target: targets.filter(({ audience }) => named.includes(audience)).reduce((sum, { persons }) => sum + persons, 0),
			planned: expecting.reduce((sum, { plannedPersons }) => sum + (plannedPersons ?? 0), 0),
			counted: counted[group] ?? 0,
		};
	});
}
