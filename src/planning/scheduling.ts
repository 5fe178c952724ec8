import type { Audience } from '#programmes/model.ts';
import type { DraftPlace, Instance, Line } from './draft.ts';
import {
	Builder,
	type Cell,
	cellKey,
	type Drafting,
	type Entry,
	Groups,
	goesTo,
	type Program,
	partnerLimits,
	type Slot,
	weekSlot,
} from './drafting.ts';

/** What the program says of one slot: who is visited, and which team goes to which cell how often. */
export type SlotPlan = {
	slot: Slot;
	visits: { place: string; audience: Audience }[];
	sent: { team: string; cell: string; times: number }[];
};

export function readSlots(
	{ visits, trips }: Pick<Drafting, 'visits' | 'trips'>,
	values: ArrayLike<number>,
): SlotPlan[] {
	const times = ({ column }: { column: number }): number => Math.round(values[column] ?? 0);
	const plans = new Map<string, SlotPlan>();
	for (const visit of visits.filter(times)) {
		const { place, audience, slot } = visit;
		const plan = plans.get(slot.id) ?? { slot, visits: [], sent: [] };
		plans.set(slot.id, plan);
		plan.visits.push({ place, audience });
	}
	for (const trip of trips.filter(times))
		plans.get(trip.slot.id)?.sent.push({ team: trip.team, cell: trip.cell, times: times(trip) });
	return [...plans.values()];
}

type DayVisit = { column: number; place: string; audience: Audience; day: string };
type DayTrip = { column: number; team: string; cell: string; day: string };
export type Scheduling = { program: Program; kept: Entry[]; visits: DayVisit[]; trips: DayTrip[] };

/** A visit that finds its day counts more than any way saved. */
const visitWorth = 10_000;

/**
 * The days of one slot: who is visited when (place × group × day) and which team goes where when (team × cell × day), linked cell by
 * cell. Teams go where the program sent them, or, where that leaves visits without a day, any team that can.
 */
export function buildSchedule(instance: Instance, plan: SlotPlan, keepTeams: boolean): Scheduling {
	const builder = new Builder();
	const { days } = plan.slot;
	const places = new Map(instance.places.map((place) => [place.id, place]));
	const locks = new Set(instance.locks.map(({ place, audience, day }) => `${place} ${audience} ${day}`));
	const scheduling: Scheduling = { program: builder.program, kept: [], visits: [], trips: [] };
	const by = { wish: new Groups(), placeDay: new Groups(), visiting: new Groups() };
	const cells = new Map<string, Cell>();
	for (const { place: id, audience } of plan.visits) {
		const place = places.get(id) as DraftPlace;
		const cell = cellKey(place, audience);
		cells.set(cell, { ...place, municipality: place.municipality ?? '', audience });
		for (const day of days.filter((one) => place.days.includes(one))) {
			const column = builder.choice(locks.has(`${id} ${audience} ${day}`) ? 1 : 0);
			scheduling.visits.push({ column, place: id, audience, day });
			scheduling.kept.push([column, visitWorth]);
			by.wish.add(`${id} ${audience}`, column);
			by.placeDay.add(`${id} ${day}`, column);
			by.visiting.add(`${cell} ${day}`, column);
		}
	}
	for (const groups of [by.wish, by.placeDay]) for (const key of groups.keys()) builder.atMost(1, groups.get(key));
	const sent = keepTeams ? plan.sent : anyTeam(instance, cells);
	sendByDay(builder, instance, { plan, sent, days, cells, visiting: by.visiting, scheduling });
	return scheduling;
}

const anyTeam = ({ teams }: Instance, cells: ReadonlyMap<string, Cell>): SlotPlan['sent'] =>
	teams.flatMap((team) =>
		[...cells].filter(([, cell]) => goesTo(team, cell)).map(([cell]) => ({ team: team.id, cell, times: team.perWeek })),
	);

type Sending = {
	plan: SlotPlan;
	sent: SlotPlan['sent'];
	days: readonly string[];
	cells: ReadonlyMap<string, Cell>;
	visiting: Groups;
	scheduling: Scheduling;
};

function sendByDay(
	builder: Builder,
	instance: Instance,
	{ plan, sent, days, cells, visiting, scheduling }: Sending,
): void {
	const teams = new Map(instance.teams.map((team) => [team.id, team]));
	const places = new Map(instance.places.map((place) => [place.id, place]));
	const locks = new Set(
		instance.locks.map(
			({ team, place, audience, day }) => `${team} ${cellKey(places.get(place) as DraftPlace, audience)} ${day}`,
		),
	);
	const by = { sent: new Groups(), teamDay: new Groups(), team: new Groups(), partner: new Groups() };
	for (const { team: id, cell, times } of sent) {
		const team = teams.get(id);
		if (!team) continue;
		const columns: number[] = [];
		for (const day of days) {
			if (!team.days.includes(day) || visiting.get(`${cell} ${day}`).length === 0) continue;
			const column = builder.choice(locks.has(`${id} ${cell} ${day}`) ? 1 : 0);
			columns.push(column);
			scheduling.trips.push({ column, team: id, cell, day });
			scheduling.kept.push([column, -(team.minutes[cells.get(cell)?.zone ?? ''] ?? 0)]);
			by.sent.add(`${cell} ${day}`, column);
			by.teamDay.add(`${id} ${day}`, column);
			by.team.add(id, column);
			for (const id of [day, weekSlot(plan.slot.week)]) by.partner.add(`${team.partner} ${id}`, column);
		}
		builder.atMost(times, columns);
	}
	for (const key of visiting.keys())
		builder.row(0, 0, [
			...visiting.get(key).map((column): Entry => [column, 1]),
			...by.sent.get(key).map((column): Entry => [column, -1]),
		]);
	for (const key of by.teamDay.keys()) builder.atMost(1, by.teamDay.get(key));
	for (const { id, perWeek } of instance.teams) builder.atMost(perWeek, by.team.get(id));
	const single = days.map((day): Slot => ({ id: day, week: plan.slot.week, days: [day] }));
	for (const { partner, id, most } of partnerLimits(instance, single))
		builder.atMost(most, by.partner.get(`${partner} ${id}`));
}

/** The lines of a slot that a solution says; within a cell and day teams and places are matched, locked pairs first. */
export function readLines(instance: Instance, { visits, trips }: Scheduling, values: ArrayLike<number>): Line[] {
	const isChosen = ({ column }: { column: number }) => (values[column] ?? 0) > 0.5;
	const places = new Map(instance.places.map((place) => [place.id, place]));
	const teams = new Map<string, string[]>();
	for (const { team, cell, day } of trips.filter(isChosen)) {
		const key = `${cell} ${day}`;
		teams.set(key, [...(teams.get(key) ?? []), team]);
	}
	const keyOf = ({ place, audience, day }: Omit<Line, 'team'>) =>
		`${cellKey(places.get(place) as DraftPlace, audience)} ${day}`;
	const lockOf = ({ place, audience, day }: Omit<Line, 'team'>) =>
		instance.locks.find((one) => one.place === place && one.audience === audience && one.day === day);
	const chosen = visits.filter(isChosen).map(({ place, audience, day }) => ({ place, audience, day }));
	const kept = chosen.flatMap((visit) => lockOf(visit) ?? []);
	for (const lock of kept)
		teams.set(
			keyOf(lock),
			(teams.get(keyOf(lock)) ?? []).filter((team) => team !== lock.team),
		);
	const others = chosen
		.filter((visit) => !lockOf(visit))
		.map((visit): Line => {
			const team = teams.get(keyOf(visit))?.pop();
			if (team === undefined) throw new Error(`no team was sent to ${visit.place} on ${visit.day}`);
			return { ...visit, team };
		});
	return [...kept, ...others];
}
