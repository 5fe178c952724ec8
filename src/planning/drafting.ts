import type { Setting } from '#activities/model.ts';
import type { Audience } from '#programmes/model.ts';
import { type DraftPlace, type DraftTeam, type Instance, reserveMinutes, worth } from './draft.ts';

/**
 * An integer program in plain values: minimise or maximise a sum over columns within rows, each row between two limits. Rows
 * are kept one after the other (compressed sparse rows), as solvers take them.
 */
export type Program = {
	lower: number[];
	upper: number[];
	whole: boolean[];
	rows: { lower: number[]; upper: number[]; starts: number[]; columns: number[]; values: number[] };
};

export type Entry = readonly [column: number, value: number];

/** Collects columns and rows. */
export class Builder {
	readonly program: Program = {
		lower: [],
		upper: [],
		whole: [],
		rows: { lower: [], upper: [], starts: [0], columns: [], values: [] },
	};

	/** A decision: so many times; yes or no when `most` is 1. */
	choice(least = 0, most = 1): number {
		return this.#column(least, most, true);
	}

	/** A quantity that follows from decisions. */
	quantity(most: number): number {
		return this.#column(0, most, false);
	}

	#column(lower: number, upper: number, whole: boolean): number {
		this.program.lower.push(lower);
		this.program.upper.push(upper);
		return this.program.whole.push(whole) - 1;
	}

	row(lower: number, upper: number, entries: readonly Entry[]): void {
		const { rows } = this.program;
		for (const [column, value] of entries) {
			rows.columns.push(column);
			rows.values.push(value);
		}
		rows.lower.push(lower);
		rows.upper.push(upper);
		rows.starts.push(rows.columns.length);
	}

	atMost(most: number, columns: readonly number[]): void {
		const largest = columns.reduce((sum, column) => sum + (this.program.upper[column] ?? 0), 0);
		if (largest > most)
			this.row(
				Number.NEGATIVE_INFINITY,
				most,
				columns.map((column) => [column, 1]),
			);
	}
}

/** Places that lie together and are visited by the same teams, for one group: teams are sent to these, not to single places. */
export type Cell = { zone: string; municipality: string; setting: Setting; audience: Audience };
type Visit = { column: number; place: string; audience: Audience; slot: Slot };
type Trip = { column: number; team: string; cell: string; slot: Slot };

/** A week as a whole, or one day of it. */
export type Slot = { id: string; week: string; days: readonly string[] };

export type Drafting = {
	program: Program;
	/** What each column adds to what is reached; as much as possible. */
	reach: Entry[];
	/** What is reached before anything is decided: targets count from what is missing. */
	reachBase: number;
	/** What each column adds to travel and overload; as little as possible. */
	effort: Entry[];
	visits: Visit[];
	trips: Trip[];
};

export const cellKey = ({ zone, setting }: Pick<DraftPlace, 'zone' | 'setting'>, audience: Audience): string =>
	`${zone} ${setting} ${audience}`;
export const goesTo = (team: DraftTeam, { municipality, setting, audience }: Omit<Cell, 'zone'>): boolean =>
	team.municipalities.includes(municipality) && team.settings.includes(setting) && team.audiences.includes(audience);

/** Columns by a key made of several parts. */
export class Groups {
	readonly #columns = new Map<string, number[]>();

	add(key: string, column: number): void {
		const columns = this.#columns.get(key);
		if (columns) columns.push(column);
		else this.#columns.set(key, [column]);
	}

	get = (key: string): readonly number[] => this.#columns.get(key) ?? [];
	keys = (): Iterable<string> => this.#columns.keys();
}

/** A week and its Monday are two slots. */
export const weekSlot = (week: string): string => `week ${week}`;

/** The weeks of an instance; those named, day by day. */
export function slotsOf({ days }: Instance, byDay: ReadonlySet<string>): Slot[] {
	const slots = new Map<string, { id: string; week: string; days: string[] }>();
	for (const { day, week } of days) {
		const id = byDay.has(week) ? day : weekSlot(week);
		const slot = slots.get(id);
		if (slot) slot.days.push(day);
		else slots.set(id, { id, week, days: [day] });
	}
	return [...slots.values()];
}

const within = (days: readonly string[], slot: Slot): number => slot.days.filter((day) => days.includes(day)).length;

/**
 * The integer program of an instance, as README.md writes it down: who is visited when (place × group × slot) and which team goes
 * where how often (team × cell × slot), two tables linked cell by cell, never their product. Where slots are weeks it can do whatever
 * a plan by days can, and a little more: its bounds hold for days too.
 */
export function buildProgram(instance: Instance, slots: readonly Slot[]): Drafting {
	const builder = new Builder();
	const slotOf = new Map(slots.flatMap((slot) => slot.days.map((day) => [day, slot.id] as const)));
	const places = new Map(instance.places.map((place) => [place.id, place]));
	const locked = new Set(instance.locks.map(({ place, audience, day }) => `${place} ${audience} ${slotOf.get(day)}`));
	const visits: Visit[] = [];
	const by = {
		wish: new Groups(),
		placeSlot: new Groups(),
		place: new Groups(),
		group: new Groups(),
		visiting: new Groups(),
	};
	const cells = new Map<string, Cell>();
	for (const { place: id, audience } of instance.wishes) {
		const place = places.get(id);
		if (!place || place.municipality === null) continue;
		const cell: Cell = { zone: place.zone, municipality: place.municipality, setting: place.setting, audience };
		const key = cellKey(place, audience);
		const met = new Set(instance.teams.filter((team) => goesTo(team, cell)).flatMap(({ days }) => days));
		const possible = place.days.filter((day) => met.has(day));
		for (const slot of slots) {
			if (within(possible, slot) === 0) continue;
			const column = builder.choice(locked.has(`${id} ${audience} ${slot.id}`) ? 1 : 0);
			visits.push({ column, place: id, audience, slot });
			by.wish.add(`${id} ${audience}`, column);
			by.place.add(id, column);
			by.placeSlot.add(`${id} ${slot.id}`, column);
			by.group.add(`${cell.municipality} ${audience}`, column);
			by.visiting.add(`${key} ${slot.id}`, column);
			cells.set(key, cell);
		}
	}
	for (const key of by.wish.keys()) builder.atMost(1, by.wish.get(key));
	for (const { id, days } of instance.places)
		for (const slot of slots) builder.atMost(within(days, slot), by.placeSlot.get(`${id} ${slot.id}`));
	const { trips, effort } = sendTeams(builder, instance, { slots, slotOf, cells, visiting: by.visiting });
	const reach = valueReach(builder, instance, { visits, ...by });
	return { program: builder.program, reach, reachBase: instance.targets.length * worth.target, effort, visits, trips };
}

type Sending = {
	slots: readonly Slot[];
	slotOf: ReadonlyMap<string, string>;
	cells: ReadonlyMap<string, Cell>;
	visiting: Groups;
};

/** Teams to cells, slot by slot; what that costs. */
function sendTeams(
	builder: Builder,
	instance: Instance,
	{ slots, slotOf, cells, visiting }: Sending,
): Pick<Drafting, 'trips' | 'effort'> {
	const trips: Trip[] = [];
	const effort: Entry[] = [];
	const places = new Map(instance.places.map((place) => [place.id, place]));
	const locked = instance.locks.map(
		({ team, place, audience, day }) =>
			`${team} ${cellKey(places.get(place) as DraftPlace, audience)} ${slotOf.get(day)}`,
	);
	const by = { sent: new Groups(), team: new Groups(), partner: new Groups() };
	for (const team of instance.teams)
		for (const slot of slots) {
			const possible = Math.min(team.perWeek, within(team.days, slot));
			const columns: number[] = [];
			for (const [key, cell] of possible > 0 ? cells : []) {
				const most = Math.min(possible, visiting.get(`${key} ${slot.id}`).length);
				if (most === 0 || !goesTo(team, cell)) continue;
				const least = locked.filter((one) => one === `${team.id} ${key} ${slot.id}`).length;
				const column = builder.choice(least, most);
				columns.push(column);
				trips.push({ column, team: team.id, cell: key, slot });
				effort.push([column, 2 * (team.minutes[cell.zone] ?? 0)]);
				by.sent.add(`${key} ${slot.id}`, column);
				by.team.add(`${team.id} ${slot.week}`, column);
				for (const id of new Set([slot.id, weekSlot(slot.week)])) by.partner.add(`${team.partner} ${id}`, column);
			}
			builder.atMost(possible, columns);
		}
	for (const key of visiting.keys())
		builder.row(0, 0, [
			...visiting.get(key).map((column): Entry => [column, 1]),
			...by.sent.get(key).map((column): Entry => [column, -1]),
		]);
	for (const { id, perWeek } of instance.teams)
		for (const week of new Set(slots.map((slot) => slot.week))) {
			const columns = by.team.get(`${id} ${week}`);
			builder.atMost(perWeek, columns);
			if (perWeek < 2 || columns.length === 0) continue;
			const spent = builder.quantity(1);
			builder.row(Number.NEGATIVE_INFINITY, perWeek - 1, [...columns.map((column): Entry => [column, 1]), [spent, -1]]);
			effort.push([spent, reserveMinutes]);
		}
	for (const { partner, id, most } of partnerLimits(instance, slots))
		builder.atMost(most, by.partner.get(`${partner} ${id}`));
	return { trips, effort };
}

/**
 * How many more activities institutions can carry that lead some already, or that have said how much they manage a day: on each of the
 * days of a slot a team less, and no more than they manage; in its week so many fewer. Named by slot, and by week where that is no slot.
 */
export function partnerLimits(
	{ teams, busy, capacities }: Instance,
	slots: readonly Slot[],
): { partner: string; id: string; most: number }[] {
	const sum = (some: Instance['busy']) => some.reduce((all, { activities }) => all + activities, 0);
	return [...new Set([...busy, ...capacities].map(({ partner }) => partner))].flatMap((partner) => {
		const capacity = capacities.find((one) => one.partner === partner);
		const spare = (day: string): number =>
			capacity ? capacity.perDay - (capacity.taken[day] ?? 0) : Number.POSITIVE_INFINITY;
		const led = busy.filter((one) => one.partner === partner);
		const own = teams.filter((team) => team.partner === partner);
		const weekly = own.reduce((all, { perWeek }) => all + perWeek, 0);
		const onDay = (day: string): number =>
			Math.max(
				0,
				Math.min(
					own.filter((team) => team.days.includes(day)).length - sum(led.filter((one) => one.day === day)),
					spare(day),
				),
			);
		const bySlot = slots.map(({ id, days }) => ({ id, most: days.reduce((all, day) => all + onDay(day), 0) }));
		const byWeek = [...new Set(slots.map(({ week }) => week))].map((week) => ({
			week,
			taken: sum(led.filter((one) => one.week === week)),
		}));
		return [
			...bySlot,
			...byWeek
				.filter(({ taken }) => taken > 0)
				.map(({ week, taken }) => ({
					id: weekSlot(week),
					most: Math.max(0, weekly - taken),
				})),
		].map((limit) => ({ partner, ...limit }));
	});
}

/** What is reached: groups, places, wishes, targets. */
function valueReach(
	builder: Builder,
	{ wishes, places, groups, targets }: Instance,
	by: { visits: readonly Visit[]; wish: Groups; place: Groups; group: Groups },
): Entry[] {
	const reach: Entry[] = by.visits.map(({ column }) => [column, worth.wish]);
	/** A quantity of at most one that is there only with one of the columns. */
	const reached = (columns: readonly number[], value: number) => {
		if (columns.length === 0) return;
		const column = builder.quantity(1);
		builder.row(Number.NEGATIVE_INFINITY, 0, [[column, 1], ...columns.map((one): Entry => [one, -1])]);
		reach.push([column, value]);
	};
	for (const { id, inPlan } of places) if (!inPlan) reached(by.place.get(id), worth.place);
	for (const { municipality, audience } of groups) reached(by.group.get(`${municipality} ${audience}`), worth.group);
	for (const { audience, persons: target } of targets) {
		const missing = builder.quantity(target);
		const counted = wishes
			.filter((wish) => wish.audience === audience)
			.flatMap(({ place, persons }) => by.wish.get(`${place} ${audience}`).map((column): Entry => [column, persons]));
		builder.row(target, Number.POSITIVE_INFINITY, [[missing, 1], ...counted]);
		reach.push([missing, -worth.target / target]);
	}
	return reach;
}
