import { type ActivityState, type ListedActivity, wasHeld } from '#activities/model.ts';
import type { Programme } from '#programmes/model.ts';

type Kept = Pick<
	ListedActivity,
	| 'number'
	| 'title'
	| 'setting'
	| 'visibility'
	| 'takesPlaceOn'
	| 'startsAt'
	| 'endsAt'
	| 'placeId'
	| 'placeName'
	| 'municipalityCode'
	| 'municipalityName'
	| 'unitCode'
	| 'national'
	| 'leadId'
	| 'leadName'
	| 'audiences'
	| 'methods'
	| 'plannedPersons'
>;
export type Supporter = { id: string; name: string };

/** One activity as a programme plans it: what a version keeps, and what the present is compared by. */
export type Line = Kept & {
	activityId: string;
	supporters: Supporter[];
	/** Does not take place on its day; null when it does. */
	off: 'postponed' | 'cancelled' | null;
	/** Nobody has agreed to it yet: the desk's own. */
	pencilled: boolean;
};

/** A version without its activities. */
export type Version = { id: string; number: number; approvedAt: Date; actor: string };
export type VersionText = Pick<
	Programme,
	'titleSq' | 'titleEn' | 'startsOn' | 'endsOn' | 'aimSq' | 'aimEn' | 'targets'
>;

const offOf = (state: ActivityState): Line['off'] => (state === 'postponed' || state === 'cancelled' ? state : null);

/** An activity as it stands now; `names` has those of the institutions. */
export const lineOf = (activity: ListedActivity, names: Readonly<Record<string, string>>): Line => ({
	...{ activityId: activity.id, number: activity.number, title: activity.title, setting: activity.setting },
	...{ off: offOf(activity.state), pencilled: activity.state === 'proposed', visibility: activity.visibility },
	...{ takesPlaceOn: activity.takesPlaceOn, startsAt: activity.startsAt, endsAt: activity.endsAt },
	...{ placeId: activity.placeId, placeName: activity.placeName, municipalityCode: activity.municipalityCode },
	...{ municipalityName: activity.municipalityName, unitCode: activity.unitCode, national: activity.national },
	...{ leadId: activity.leadId, leadName: activity.leadName },
	supporters: activity.supporterIds.toSorted().map((id) => ({ id, name: names[id] ?? '' })),
	...{ audiences: activity.audiences.toSorted(), methods: activity.methods.toSorted() },
	plannedPersons: activity.plannedPersons,
});

/** What can differ between two plans of an activity, and the fields that say so: names follow their ids and prove nothing. */
const proofs = {
	off: ['off'],
	day: ['takesPlaceOn'],
	hours: ['startsAt', 'endsAt'],
	place: ['placeId', 'municipalityCode', 'unitCode', 'national'],
	title: ['title'],
	audiences: ['audiences'],
	lead: ['leadId'],
	supporters: ['supporters'],
	visibility: ['visibility'],
	number: ['number'],
	setting: ['setting'],
	methods: ['methods'],
	plannedPersons: ['plannedPersons'],
} as const satisfies Record<string, readonly (keyof Line)[]>;
export type Facet = keyof typeof proofs;
export const facets = Object.keys(proofs) as Facet[];

/** What goes along with the proofs of a facet: the names. */
const carried: Partial<Record<Facet, readonly (keyof Line)[]>> = {
	place: ['placeName', 'municipalityName'],
	lead: ['leadName'],
};
export const fieldsOf = (facet: Facet): (keyof Line)[] => [...proofs[facet], ...(carried[facet] ?? [])];

/** The facets that the public and institutions read about. */
export const toldFacets: readonly Facet[] = [
	'off',
	'day',
	'hours',
	'place',
	'title',
	'audiences',
	'lead',
	'supporters',
];

export const changeKinds = ['cancelled', 'postponed', 'moved', 'added', 'restored', 'changed', 'removed'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What became of one activity; `before` and `after` are null where it was not planned, or is no longer. */
export type Change = {
	activityId: string;
	kind: ChangeKind;
	facets: Facet[];
	before: Line | null;
	after: Line | null;
};

const proofOf = (line: Line, field: keyof Line): unknown =>
	field === 'supporters' ? line.supporters.map(({ id }) => id).toSorted() : line[field];
const comparable = (value: unknown): string => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
/** Nearly all fields are single values, and nearly all of them are as they were. */
const isSame = (one: unknown, other: unknown): boolean => one === other || comparable(one) === comparable(other);

/** The facets in which two plans of an activity differ, in the order of `facets`. */
export const differing = (before: Line, after: Line, among: readonly Facet[] = facets): Facet[] =>
	facets.filter(
		(facet) =>
			among.includes(facet) && proofs[facet].some((field) => !isSame(proofOf(before, field), proofOf(after, field))),
	);

/** What it is called, the gravest first: who reads "cancelled" needs no new hour. */
function kindOf(differ: readonly Facet[], after: Line): ChangeKind {
	if (differ.includes('off')) return after.off ?? 'restored';
	return differ.some((facet) => facet === 'day' || facet === 'hours' || facet === 'place') ? 'moved' : 'changed';
}

function changeOf(before: Line | undefined, after: Line | undefined, among: readonly Facet[]): Change | null {
	if (!before && after)
		return { activityId: after.activityId, kind: after.off ?? 'added', facets: [], before: null, after };
	if (before && !after) return { activityId: before.activityId, kind: 'removed', facets: [], before, after: null };
	if (!before || !after) return null;
	const differ = differing(before, after, among);
	if (differ.length === 0) return null;
	return { activityId: after.activityId, kind: kindOf(differ, after), facets: differ, before, after };
}

/**
 * What changed since a version: one line for each activity, the gravest kind first, then by number. The same for the chair, for the
 * public and for one institution: what differs is which lines they are shown (`openTo`, `withPartner`), and which facets.
 */
export function changesSince(
	version: readonly Line[],
	now: readonly Line[],
	among: readonly Facet[] = facets,
): Change[] {
	const [then, present] = [version, now].map((lines) => new Map(lines.map((line) => [line.activityId, line])));
	const ids = new Set([...(then?.keys() ?? []), ...(present?.keys() ?? [])]);
	const changes = [...ids].flatMap((id) => changeOf(then?.get(id), present?.get(id), among) ?? []);
	const number = ({ before, after }: Change) => (after ?? before)?.number ?? 0;
	const rank = ({ kind }: Change) => changeKinds.indexOf(kind);
	return changes.sort((a, b) => rank(a) - rank(b) || number(a) - number(b));
}

/** The public part of a plan. The database shows the public no other lines; said again, it does not depend on one fence. */
export const openTo = <L extends Pick<Line, 'visibility' | 'pencilled'>>(lines: readonly L[]): L[] =>
	lines.filter(({ visibility, pencilled }) => visibility === 'public' && !pencilled);

/** The part of a plan in which an institution leads or supports. */
export const withPartner = (lines: readonly Line[], partnerId: string): Line[] =>
	lines.filter(({ leadId, supporters }) => leadId === partnerId || supporters.some(({ id }) => id === partnerId));

/** Lines of a version with institutions and places by what they were merged into since. */
export function withMerged(lines: readonly Line[], merged: ReadonlyMap<string, string>): Line[] {
	if (merged.size === 0) return [...lines];
	const now = (id: string): string => merged.get(id) ?? id;
	return lines.map((line) => ({
		...line,
		leadId: now(line.leadId),
		placeId: line.placeId === null ? null : now(line.placeId),
		// Who was merged into the lead is no supporter any more, and two that became one are one.
		supporters: [...new Map(line.supporters.map(({ id, name }) => [now(id), name]))]
			.filter(([id]) => id !== now(line.leadId))
			.map(([id, name]) => ({ id, name })),
	}));
}

const lineKeys: readonly (keyof Line)[] = [
	...(['activityId', 'number', 'title', 'setting', 'off', 'pencilled', 'visibility'] as const),
	...(['takesPlaceOn', 'startsAt', 'endsAt', 'placeId', 'placeName', 'municipalityCode', 'municipalityName'] as const),
	...(['unitCode', 'national', 'leadId', 'leadName', 'supporters', 'audiences', 'methods', 'plannedPersons'] as const),
];

/** One text for what a version says, however its parts were ordered: what its digest is made of. */
export const canonical = (text: VersionText, lines: readonly Line[]): string =>
	JSON.stringify([
		[text.titleSq, text.titleEn, text.startsOn, text.endsOn, text.aimSq, text.aimEn],
		text.targets.map(({ audience, persons }) => [audience, persons]).sort(),
		[...lines]
			// Ids are hexadecimal digits: their codes are in the order in which languages have them.
			.sort((a, b) => (a.activityId < b.activityId ? -1 : 1))
			.map((line) =>
				lineKeys.map((key) => (key === 'supporters' ? line.supporters.map(({ id, name }) => [id, name]) : line[key])),
			),
	]);

/** Not yet past and not called off: what a decision is about. */
export const isAhead = ({ state }: Pick<ListedActivity, 'state'>): boolean => !wasHeld(state) && offOf(state) === null;
