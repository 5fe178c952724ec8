import { reachOf } from './checking.ts';
import type { DraftPlace, DraftTeam, Instance, Line, Obstacle, Shortfall, Unmet, UnmetGroup, Wish } from './draft.ts';

/** Whose time is free on which day, once the lines of a draft are taken off. */
class Diary {
	readonly #instance: Instance;
	readonly #lines: readonly Line[];
	readonly #week: ReadonlyMap<string, string>;

	constructor(instance: Instance, lines: readonly Line[]) {
		this.#instance = instance;
		this.#lines = lines;
		this.#week = new Map(instance.days.map(({ day, week }) => [day, week]));
	}

	isPlaceFree(place: string, day: string): boolean {
		return !this.#lines.some((line) => line.place === place && line.day === day);
	}

	isTeamFree({ id, perWeek }: DraftTeam, day: string): boolean {
		const own = this.#lines.filter(({ team }) => team === id);
		return (
			!own.some((line) => line.day === day) &&
			own.filter((line) => this.#week.get(line.day) === this.#week.get(day)).length < perWeek
		);
	}

	/** Whether the institution manages one more that day. */
	isWithinCapacity({ partner }: DraftTeam, day: string): boolean {
		const capacity = this.#instance.capacities.find((one) => one.partner === partner);
		if (!capacity) return true;
		const ids = new Set(this.#instance.teams.filter((team) => team.partner === partner).map(({ id }) => id));
		const drafted = this.#lines.filter((line) => ids.has(line.team) && line.day === day).length;
		return drafted + (capacity.taken[day] ?? 0) < capacity.perDay;
	}

	/** Whether the institution has a team to spare besides what it leads already. */
	isPartnerFree({ partner }: DraftTeam, day: string): boolean {
		const own = this.#instance.teams.filter((team) => team.partner === partner);
		const ids = new Set(own.map(({ id }) => id));
		const lines = this.#lines.filter(({ team }) => ids.has(team));
		const week = this.#week.get(day);
		const led = (is: (one: Instance['busy'][number]) => boolean) =>
			this.#instance.busy
				.filter((one) => one.partner === partner && is(one))
				.reduce((sum, { activities }) => sum + activities, 0);
		const [ledThatDay, ledThatWeek] = [led((one) => one.day === day), led((one) => one.week === week)];
		const there = own.filter(({ days }) => days.includes(day)).length;
		const weekly = own.reduce((sum, { perWeek }) => sum + perWeek, 0);
		return (
			(ledThatDay === 0 || lines.filter((line) => line.day === day).length < there - ledThatDay) &&
			(ledThatWeek === 0 || lines.filter((line) => this.#week.get(line.day) === week).length < weekly - ledThatWeek)
		);
	}
}

/** What a draft does not reach, each with what stands in its way: asked of the records, not of the solver. */
export function unmetOf(
	instance: Instance,
	lines: readonly Line[],
): { wishes: Unmet[]; groups: UnmetGroup[]; targets: Shortfall[] } {
	const diary = new Diary(instance, lines);
	const taken = new Set(lines.map(({ place, audience }) => `${place} ${audience}`));
	const places = new Map(instance.places.map((place) => [place.id, place]));
	const found = new Map<string, Unmet>();
	for (const wish of instance.wishes) {
		const place = places.get(wish.place);
		if (!place || taken.has(`${wish.place} ${wish.audience}`)) continue;
		const { obstacle, teams } = obstacleOf(instance, diary, place, wish);
		const { municipality, setting } = place;
		const key = [obstacle, municipality, setting, wish.audience].join(' ');
		const known = found.get(key);
		if (known) {
			known.places.push(place.id);
			known.teams = [...new Set([...known.teams, ...teams])];
		} else found.set(key, { obstacle, municipality, setting, audience: wish.audience, places: [place.id], teams });
	}
	const wishes = [...found.values()].map((one) =>
		one.obstacle === 'institution_full' ? { ...one, capacities: capacitiesOf(instance, one.teams) } : one,
	);
	return { wishes, groups: unmetGroups(instance, lines, wishes, places), targets: shortfalls(instance, lines) };
}

function obstacleOf(
	{ teams }: Instance,
	diary: Diary,
	place: DraftPlace,
	{ audience }: Wish,
): { obstacle: Obstacle; teams: string[] } {
	const { municipality } = place;
	if (municipality === null) return { obstacle: 'no_municipality', teams: [] };
	const there = teams.filter((team) => team.municipalities.includes(municipality));
	if (there.length === 0) return { obstacle: 'no_team_there', teams: [] };
	const able = there.filter((team) => team.settings.includes(place.setting) && team.audiences.includes(audience));
	if (able.length === 0) return { obstacle: 'no_team_for', teams: there.map(({ id }) => id) };
	const ids = able.map(({ id }) => id);
	const meetings = able.flatMap((team) =>
		place.days.filter((day) => team.days.includes(day)).map((day) => ({ team, day })),
	);
	if (meetings.length === 0) return { obstacle: 'no_common_day', teams: ids };
	const free = meetings.filter(({ team, day }) => diary.isTeamFree(team, day));
	if (free.length === 0) return { obstacle: 'teams_full', teams: ids };
	const spared = free.filter(({ team, day }) => diary.isPartnerFree(team, day));
	if (spared.length === 0) return { obstacle: 'institution_busy', teams: ids };
	const managed = spared.filter(({ team, day }) => diary.isWithinCapacity(team, day));
	if (managed.length === 0)
		return { obstacle: 'institution_full', teams: [...new Set(spared.map(({ team }) => team.id))] };
	const open = managed.some(({ day }) => diary.isPlaceFree(place.id, day));
	return { obstacle: open ? 'not_found' : 'place_full', teams: ids };
}

/** How much the institutions of teams manage a day. */
function capacitiesOf({ capacities, teams }: Instance, ids: readonly string[]): NonNullable<Unmet['capacities']> {
	const partners = new Set(teams.filter(({ id }) => ids.includes(id)).map(({ partner }) => partner));
	return capacities.filter(({ partner }) => partners.has(partner)).map(({ partner, perDay }) => ({ partner, perDay }));
}

function unmetGroups(
	{ groups }: Instance,
	lines: readonly Line[],
	unmet: readonly Unmet[],
	places: ReadonlyMap<string, DraftPlace>,
): UnmetGroup[] {
	const reached = new Set(lines.map(({ place, audience }) => `${places.get(place)?.municipality} ${audience}`));
	return groups
		.filter(({ municipality, audience }) => !reached.has(`${municipality} ${audience}`))
		.map(({ municipality, audience }) => ({
			...{ municipality, audience },
			obstacle:
				unmet.find((one) => one.municipality === municipality && one.audience === audience)?.obstacle ?? 'no_place',
		}));
}

function shortfalls(instance: Instance, lines: readonly Line[]): Shortfall[] {
	const { persons } = reachOf(instance, lines);
	return instance.targets
		.map(({ audience, persons: target }, index) => ({ audience, target, persons: persons[index] ?? 0 }))
		.filter((one) => one.persons < one.target);
}
