import type { Activity, ActivityState } from '#activities/model.ts';
import type { Partner } from '#partners/model.ts';
import type { Place } from '#places/model.ts';
import { addDays, weekday } from '#platform/dates.ts';
import type { Audience } from '#programmes/model.ts';
import { type CalendarPeriod, type Position, travelMinutes } from '#territory/model.ts';
import { type Violation, violationsOf } from './checking.ts';
import {
	type DraftDay,
	type DraftPlace,
	type DraftRequest,
	type DraftTeam,
	type Instance,
	vulnerable,
} from './draft.ts';
import type { Team } from './teams.ts';
import { askables, expectedPersons, settingOf, workdaysOf } from './wishes.ts';

export type PlannedActivity = Pick<
	Activity,
	'state' | 'placeId' | 'municipalityCode' | 'audiences' | 'takesPlaceOn' | 'leadId' | 'supporterIds' | 'plannedPersons'
>;

/** What is known when a draft is made. */
export type Known = {
	period: { from: string; to: string };
	today: string;
	places: readonly Pick<Place, 'id' | 'kind' | 'municipalityCode' | 'unitCode'>[];
	/** By code of unit or municipality. */
	positions: ReadonlyMap<string, Position>;
	teams: readonly Team[];
	/** How many activities a day an institution manages; null where it has not said. */
	partners: readonly Pick<Partner, 'id' | 'perDay'>[];
	activities: readonly PlannedActivity[];
	targets: readonly { audience: Audience; persons: number }[];
	calendar: readonly CalendarPeriod[];
};

/** Why there is nothing to draft; the message key is `draft.refused.<reason>`. */
export type DraftRefusal =
	| { reason: 'no_teams' | 'no_days' | 'no_places' | 'all_planned' }
	/** A line that was kept cannot stay: something changed since it was drafted. */
	| { reason: 'lock'; violation: Violation };

/** For a journey from or to where nobody knows the position. */
const unknownMinutes = 30;

/** What is cancelled happens nowhere; what is postponed has no day yet. */
const takesTime = (state: ActivityState): boolean => state !== 'cancelled' && state !== 'postponed';
const within = (day: string, { from, to }: { from: string; to: string }): boolean => from <= day && day <= to;
const weekOf = (day: string): string => addDays(day, 1 - weekday(day));

/** From records and what a person asks to an instance, or why there is none. */
export function instanceOf(
	known: Known,
	request: DraftRequest,
): { ok: true; instance: Instance } | ({ ok: false } & DraftRefusal) {
	const planned = known.activities.filter(({ state }) => state !== 'cancelled');
	const holidays = known.calendar.filter(({ kind }) => kind === 'public_holiday');
	const days = workdaysOf(known.period, known.today).filter(
		({ day }) => !request.daysOff.includes(day) && !holidays.some((one) => within(day, one)),
	);
	if (known.teams.length === 0) return { ok: false, reason: 'no_teams' };
	if (days.length === 0) return { ok: false, reason: 'no_days' };
	const there = known.places.filter(
		({ kind, municipalityCode }) =>
			request.asked.some((one) => one.kind === kind) &&
			(municipalityCode === null || request.municipalities.includes(municipalityCode)),
	);
	if (there.length === 0) return { ok: false, reason: 'no_places' };
	const wishes = there.flatMap(({ id, kind }) =>
		askables
			.filter(
				(one) =>
					one.kind === kind && request.asked.some((asked) => asked.kind === kind && asked.audience === one.audience),
			)
			.filter(({ audience }) => !planned.some((one) => one.placeId === id && one.audiences.includes(audience)))
			.map(({ audience, persons: usual }) => ({
				...{ place: id, audience },
				persons: expectedPersons(request, { kind, audience }) ?? usual,
			})),
	);
	if (wishes.length === 0) return { ok: false, reason: 'all_planned' };
	const wished = new Set(wishes.map(({ place }) => place));
	const instance: Instance = {
		days,
		places: there.filter(({ id }) => wished.has(id)).map((place) => draftPlace(place, known, days)),
		wishes,
		groups: groupsOf(planned, request),
		targets: targetsOf(known.targets, planned, request),
		teams: known.teams.map((team) => draftTeam(team, known, days)),
		busy: busyDays(known.activities),
		capacities: capacitiesOf(known),
		locks: request.locks,
	};
	const [violation] = violationsOf({ ...instance, locks: [] }, request.locks);
	return violation ? { ok: false, reason: 'lock', violation } : { ok: true, instance };
}

const zoneOf = (
	{ municipalityCode, unitCode }: Pick<Place, 'municipalityCode' | 'unitCode'>,
	positions: Known['positions'],
): string => (unitCode !== null && positions.has(unitCode) ? unitCode : (municipalityCode ?? ''));

function draftPlace(
	place: Known['places'][number],
	{ positions, activities, calendar }: Known,
	days: readonly DraftDay[],
): DraftPlace {
	const setting = settingOf(place.kind);
	const here = activities.filter(({ placeId, state }) => placeId === place.id && takesTime(state));
	const closed = calendar.filter(({ kind }) => kind === 'school_holiday' && place.kind === 'school');
	return {
		...{ id: place.id, zone: zoneOf(place, positions), municipality: place.municipalityCode, setting },
		days: days
			.map(({ day }) => day)
			.filter(
				(day) => !here.some(({ takesPlaceOn }) => takesPlaceOn === day) && !closed.some((one) => within(day, one)),
			),
		inPlan: activities.some(({ placeId, state }) => placeId === place.id && state !== 'cancelled'),
	};
}

function draftTeam(team: Team, { places, positions }: Known, days: readonly DraftDay[]): DraftTeam {
	const home = positions.get(team.homeCode);
	const minutesTo = (zone: string): number => {
		const there = positions.get(zone);
		return home && there ? travelMinutes(home, there) : unknownMinutes;
	};
	const zones = new Set(places.map((place) => zoneOf(place, positions)));
	return {
		...{ id: team.id, partner: team.partnerId, municipalities: team.municipalityCodes },
		...{ settings: team.settings, audiences: team.audiences, perWeek: team.perWeek },
		days: days.map(({ day }) => day).filter((day) => team.weekdays.includes(weekday(day))),
		minutes: Object.fromEntries([...zones].map((zone) => [zone, minutesTo(zone)])),
	};
}

function groupsOf(planned: readonly PlannedActivity[], { asked, municipalities }: DraftRequest): Instance['groups'] {
	return vulnerable
		.filter((group) => asked.some(({ audience }) => audience === group))
		.flatMap((audience) =>
			municipalities
				.filter((code) => !planned.some((one) => one.municipalityCode === code && one.audiences.includes(audience)))
				.map((municipality) => ({ municipality, audience })),
		);
}

function targetsOf(
	targets: Known['targets'],
	planned: readonly PlannedActivity[],
	{ asked }: DraftRequest,
): Instance['targets'] {
	return targets
		.filter(({ audience }) => asked.some((one) => one.audience === audience))
		.map(({ audience, persons }) => ({
			audience,
			persons:
				persons -
				planned
					.filter(({ audiences }) => audiences.includes(audience))
					.reduce((sum, { plannedPersons }) => sum + (plannedPersons ?? 0), 0),
		}))
		.filter(({ persons }) => persons > 0);
}

function busyDays(activities: readonly PlannedActivity[]): Instance['busy'] {
	const led = new Map<string, Instance['busy'][number]>();
	for (const { state, leadId, takesPlaceOn: day } of activities) {
		if (day === null || !takesTime(state)) continue;
		const key = `${leadId} ${day}`;
		led.set(key, { partner: leadId, day, week: weekOf(day), activities: (led.get(key)?.activities ?? 0) + 1 });
	}
	return [...led.values()];
}

/** Only of institutions that have teams: nobody else is sent anywhere. What they support takes them a day as what they lead does. */
const capacitiesOf = ({ partners, teams, activities }: Known): Instance['capacities'] =>
	partners.flatMap(({ id, perDay }) => {
		if (perDay === null || !teams.some(({ partnerId }) => partnerId === id)) return [];
		const taken: Record<string, number> = {};
		for (const { state, leadId, supporterIds, takesPlaceOn: day } of activities)
			if (day !== null && takesTime(state) && (leadId === id || supporterIds.includes(id)))
				taken[day] = (taken[day] ?? 0) + 1;
		return [{ partner: id, perDay, taken }];
	});
