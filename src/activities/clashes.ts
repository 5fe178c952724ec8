import { weekday } from '#platform/dates.ts';
import type { Audience } from '#programmes/model.ts';
import { type CalendarPeriod, travelMinutes } from '#territory/model.ts';
import { type ListedActivity, wasHeld } from './model.ts';

/** What can stand in the way of a plan, the hardest first; the message key is `clash.<kind>`. */
export const clashKinds = [
	'same_facilitator',
	'same_place',
	'same_lead',
	'travel',
	'over_capacity',
	'public_holiday',
	'school_holiday',
	'sunday',
	'same_class',
] as const;
export type ClashKind = (typeof clashKinds)[number];

/** Of an activity what a clash depends on; `slug` is the month it belongs to. */
export type Planned = Pick<
	ListedActivity,
	| ('id' | 'number' | 'title' | 'state' | 'setting' | 'takesPlaceOn' | 'startsAt' | 'endsAt')
	| ('placeId' | 'placeName' | 'leadId' | 'leadName' | 'supporterIds')
	| ('audiences' | 'national' | 'municipalityCode' | 'unitCode' | 'programmeId')
> & { slug: string };

type Point = { lat: number; lon: number };
type Named = { id: string; name: string };

/** What is known around the plan. */
export type Circumstances = {
	calendar: readonly CalendarPeriod[];
	/** Who runs an activity in the room, by its id. */
	facilitators: ReadonlyMap<string, readonly Named[]>;
	/** How many activities a day an institution says it manages, by its id. */
	capacities: ReadonlyMap<string, { name: string; perDay: number }>;
	/** Where units and municipalities lie, by their codes. */
	whereabouts: ReadonlyMap<string, Point>;
};

export type ClashingActivity = Pick<
	Planned,
	'id' | 'number' | 'title' | 'slug' | 'takesPlaceOn' | 'startsAt' | 'endsAt'
>;

/** Something to think over, never a refusal: of a day, or of two or more activities. */
export type Clash = {
	kind: ClashKind;
	/** Names the clash as planned: whatever moves makes it another one, so that what was accepted lapses. */
	key: string;
	day: string;
	/** In the order of the day. */
	activities: ClashingActivity[];
	/** The person, institution or place that is there twice. */
	who: string;
	/** The feast or holidays. */
	calendar: CalendarPeriod | null;
	/** Of a way: minutes there are, and minutes it takes. Of a capacity: activities of the day, and how many it manages. */
	have: number;
	need: number;
	/** Reached twice. */
	audiences: Audience[];
};

const minutes = (hour: string): number => Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3, 5));
type Hours = Pick<Planned, 'startsAt' | 'endsAt'>;
/** Where the end is not known an hour is assumed. */
const endOf = ({ startsAt, endsAt }: Hours): number => (endsAt ? minutes(endsAt) : minutes(startsAt ?? '00:00') + 60);

/** Where the start is not known nothing can be said. */
const overlap = (a: Hours, b: Hours): boolean =>
	a.startsAt !== null && b.startsAt !== null && minutes(a.startsAt) < endOf(b) && minutes(b.startsAt) < endOf(a);

const asPlanned = ({ id, takesPlaceOn, startsAt, endsAt }: Planned): string =>
	`${id}@${takesPlaceOn}T${startsAt ?? ''}-${endsAt ?? ''}`;

const told = ({ id, number, title, slug, takesPlaceOn, startsAt, endsAt }: Planned): ClashingActivity => ({
	...{ id, number, title, slug, takesPlaceOn, startsAt, endsAt },
});

type Facts = Partial<Omit<Clash, 'kind' | 'key' | 'day' | 'activities'>>;

/** @param about what the clash hangs on besides the activities: a person, a place, a feast */
function clash(kind: ClashKind, about: string, involved: readonly Dated[], facts: Facts = {}): Clash {
	return {
		...{ who: '', calendar: null, have: 0, need: 0, audiences: [], ...facts },
		kind,
		key: `${kind}|${about}|${involved.map(asPlanned).join('|')}`,
		day: involved[0]?.takesPlaceOn ?? '',
		activities: involved.map(told),
	};
}

type Dated = Planned & { takesPlaceOn: string };
const counts = (activity: Planned): activity is Dated =>
	activity.takesPlaceOn !== null && activity.state !== 'cancelled' && activity.state !== 'postponed';

/** Days, hours and keys are ASCII: no language has to be asked for their order, which is what takes time. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (a: Dated, b: Dated): number =>
	compare(a.takesPlaceOn, b.takesPlaceOn) || compare(a.startsAt ?? '', b.startsAt ?? '') || a.number - b.number;

/**
 * Every clash of a plan: of a month at once, or of any activities that are handed over. What has taken place clashes with
 * nothing any more, except that its class was reached.
 */
export function clashesOf(activities: readonly Planned[], around: Circumstances): Clash[] {
	const planned = activities.filter(counts).toSorted(inOrder);
	const days = Map.groupBy(planned, ({ takesPlaceOn }) => takesPlaceOn);
	const found = [...days].flatMap(([day, ofDay]) => [
		...onDay(ofDay, day, around),
		...ofDay.flatMap((one, at) => ofDay.slice(at + 1).flatMap((other) => between(one, other, around))),
		...overCapacity(ofDay, around),
	]);
	const rank = ({ kind }: Clash) => clashKinds.indexOf(kind);
	return [...found, ...sameClass(planned)].sort(
		(a, b) =>
			compare(a.day, b.day) ||
			rank(a) - rank(b) ||
			(a.activities[0]?.number ?? 0) - (b.activities[0]?.number ?? 0) ||
			compare(a.key, b.key),
	);
}

/** What speaks against a day, whatever else happens on it. A national activity has the day it has, and squares are fullest on Sundays. */
function onDay(ofDay: readonly Dated[], day: string, { calendar }: Circumstances): Clash[] {
	const closed = (kind: CalendarPeriod['kind']) =>
		calendar.find((period) => period.kind === kind && period.from <= day && day <= period.to);
	const feast = closed('public_holiday');
	const holidays = closed('school_holiday');
	const sunday = weekday(day) === 7;
	return ofDay.flatMap((activity) => {
		if (wasHeld(activity.state) || activity.national) return [];
		if (feast) return [clash('public_holiday', feast.from, [activity], { calendar: feast })];
		if (holidays && activity.setting === 'school')
			return [clash('school_holiday', holidays.from, [activity], { calendar: holidays })];
		return sunday && activity.setting !== 'public' ? [clash('sunday', '', [activity])] : [];
	});
}

/** Two activities of one day. */
function between(one: Dated, other: Dated, around: Circumstances): Clash[] {
	if (wasHeld(one.state) && wasHeld(other.state)) return [];
	const pair = [one, other];
	const both = (around.facilitators.get(one.id) ?? []).filter(({ id }) =>
		around.facilitators.get(other.id)?.some((facilitator) => facilitator.id === id),
	);
	if (overlap(one, other)) {
		const people = both.map(({ id, name }) => clash('same_facilitator', id, pair, { who: name }));
		if (one.placeId !== null && one.placeId === other.placeId)
			people.push(clash('same_place', one.placeId, pair, { who: one.placeName ?? '' }));
		// In one place the institution is there once, for both.
		else if (one.leadId === other.leadId) people.push(clash('same_lead', one.leadId, pair, { who: one.leadName }));
		return people;
	}
	const traveller = both[0] ?? (one.leadId === other.leadId ? { id: one.leadId, name: one.leadName } : undefined);
	const way = traveller && wayBetween(one, other, around);
	return way ? [clash('travel', traveller.id, pair, { who: traveller.name, ...way })] : [];
}

/** The time between two activities where it is shorter than the way. */
function wayBetween(one: Dated, other: Dated, { whereabouts }: Circumstances): { have: number; need: number } | null {
	if (one.startsAt === null || other.startsAt === null) return null;
	const where = ({ unitCode, municipalityCode }: Dated) =>
		whereabouts.get(unitCode ?? '') ?? whereabouts.get(municipalityCode ?? '');
	const [from, to] = [where(one), where(other)];
	const together = one.placeId !== null && one.placeId === other.placeId;
	if (!from || !to || together) return null;
	const have = minutes(other.startsAt) - endOf(one);
	const need = travelMinutes(from, to);
	return have < need ? { have, need } : null;
}

/** Institutions that are to be in more places on a day than they say they manage, as lead or as supporter. */
function overCapacity(ofDay: readonly Dated[], { capacities }: Circumstances): Clash[] {
	return [...capacities].flatMap(([id, { name, perDay }]) => {
		const theirs = ofDay.filter(({ leadId, supporterIds }) => leadId === id || supporterIds.includes(id));
		if (theirs.length <= perDay || theirs.every(({ state }) => wasHeld(state))) return [];
		const whole = clash('over_capacity', id, theirs, { who: name, have: theirs.length, need: perDay });
		// The numbers name the activities in fewer letters than their ids.
		const numbers = theirs.map(({ slug, number }) => `${slug}/${number}`).join(',');
		return [{ ...whole, key: `over_capacity|${id}|${whole.day}|${perDay}|${numbers}`.slice(0, 2000) }];
	});
}

/** The same school with the same audience more than once in a programme: each time with the time before. */
function sameClass(planned: readonly Dated[]): Clash[] {
	const schools = Map.groupBy(
		planned.filter(({ setting, placeId }) => setting === 'school' && placeId !== null),
		({ programmeId, placeId }) => `${programmeId} ${placeId}`,
	);
	return [...schools.values()].flatMap((visits) =>
		visits.flatMap((visit, at) => {
			const shared = ({ audiences }: Dated) => visit.audiences.filter((audience) => audiences.includes(audience));
			const before = visits.slice(0, at).findLast((earlier) => shared(earlier).length > 0);
			if (!before || wasHeld(visit.state)) return [];
			const facts = { who: visit.placeName ?? '', audiences: shared(before) };
			return [{ ...clash('same_class', visit.placeId ?? '', [before, visit], facts), day: visit.takesPlaceOn }];
		}),
	);
}

/** The clashes that nobody has accepted; an acceptance names a clash by its key. */
export const openClashes = (clashes: readonly Clash[], accepted: ReadonlyMap<string, unknown>): Clash[] =>
	clashes.filter(({ key }) => !accepted.has(key));

/** The clashes in which an activity has a part. */
export const clashesWith = (clashes: readonly Clash[], activityId: string): Clash[] =>
	clashes.filter(({ activities }) => activities.some(({ id }) => id === activityId));

/** How many clashes are open and how many accepted, for each activity that has any. */
export type ClashMarks = { open: number; accepted: number };
export function marksOf(
	clashes: readonly Clash[],
	accepted: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, ClashMarks> {
	const marks = new Map<string, ClashMarks>();
	for (const { key, activities } of clashes)
		for (const { id } of activities) {
			const mark = marks.get(id) ?? { open: 0, accepted: 0 };
			marks.set(id, accepted.has(key) ? { ...mark, accepted: mark.accepted + 1 } : { ...mark, open: mark.open + 1 });
		}
	return marks;
}

/** What a person accepted, and why. */
export type AcceptedClash = { key: string; reason: string; actor: string; at: Date };
