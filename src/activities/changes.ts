import type { Activity } from './model.ts';

/** What a person plans of an activity: everything but its identity and state. */
export const planFields = [
	'number',
	'title',
	'setting',
	'leadId',
	'supporterIds',
	'placeId',
	'municipalityCode',
	'unitCode',
	'national',
	'audiences',
	'methods',
	'takesPlaceOn',
	'startsAt',
	'endsAt',
	'plannedPersons',
	'visibility',
] as const satisfies readonly (keyof Activity)[];
export type PlanField = (typeof planFields)[number];
export type Plan = Pick<Activity, PlanField>;

export type Changes = Record<string, { from: unknown; to: unknown }>;

// Lists are sets here: their order says nothing.
const comparable = (value: unknown): string =>
	JSON.stringify(Array.isArray(value) ? value.toSorted() : (value ?? null));

/** Field by field what differs between two plans, as `activity_events.changes` keeps it; empty when nothing does. */
export function changesBetween(before: Plan, after: Plan): Changes {
	const changed = planFields.filter((field) => comparable(before[field]) !== comparable(after[field]));
	return Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }]));
}

/** Ids and codes named in changes, so that a history can show names in their place. */
export function namedIn(changes: readonly Changes[]): string[] {
	const values = changes.flatMap((change) => Object.values(change).flatMap(({ from, to }) => [from, to].flat()));
	return [...new Set(values.filter((value): value is string => typeof value === 'string'))];
}
