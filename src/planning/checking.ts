import { type Instance, type Line, reserveMinutes, worth } from './draft.ts';

/** What a line of a draft may break. */
export type Rule =
	| 'unknown'
	| 'wish_twice'
	| 'place_twice'
	| 'place_closed'
	| 'team_elsewhere'
	| 'team_not_for'
	| 'team_off'
	| 'team_twice'
	| 'team_week'
	| 'institution_day'
	| 'institution_week'
	| 'institution_capacity'
	| 'lock_lost';
export type Violation = { rule: Rule; line: Line };

const count = (lines: readonly Line[], is: (line: Line) => boolean): number => lines.filter(is).length;

/**
 * Every rule that a draft breaks, looked at line by line as a person would. It shares no code with the program that is solved
 * (`drafting.ts`), so that a mistake there shows here.
 */
export function violationsOf(instance: Instance, lines: readonly Line[]): Violation[] {
	const found: Violation[] = [];
	for (const line of lines) for (const rule of rulesBroken(instance, lines, line)) found.push({ rule, line });
	for (const lock of instance.locks)
		if (!lines.some((line) => isSame(line, lock))) found.push({ rule: 'lock_lost', line: lock });
	return found;
}

const isSame = (one: Line, other: Line): boolean =>
	one.place === other.place && one.audience === other.audience && one.day === other.day && one.team === other.team;

function rulesBroken(instance: Instance, lines: readonly Line[], line: Line): Rule[] {
	const place = instance.places.find(({ id }) => id === line.place);
	const team = instance.teams.find(({ id }) => id === line.team);
	const date = instance.days.find(({ day }) => day === line.day);
	const wish = instance.wishes.find((one) => one.place === line.place && one.audience === line.audience);
	if (!place || !team || !date || !wish) return ['unknown'];
	const weekOf = new Map(instance.days.map(({ day, week }) => [day, week]));
	const inWeek = (other: Line) => weekOf.get(other.day) === date.week;
	const colleagues = instance.teams.filter(({ partner }) => partner === team.partner);
	const ofPartner = (other: Line) => colleagues.some(({ id }) => id === other.team);
	const led = instance.busy.filter(({ partner }) => partner === team.partner);
	const sum = (busy: Instance['busy']) => busy.reduce((all, { activities }) => all + activities, 0);
	const ledThatDay = sum(led.filter(({ day }) => day === line.day));
	const ledThatWeek = sum(led.filter(({ week }) => week === date.week));
	const free = colleagues.filter(({ days }) => days.includes(line.day)).length;
	const weekly = colleagues.reduce((all, { perWeek }) => all + perWeek, 0);
	const managed = instance.capacities.find(({ partner }) => partner === team.partner);
	const thatDay = count(lines, (other) => ofPartner(other) && other.day === line.day);
	const broken: [Rule, boolean][] = [
		['wish_twice', count(lines, (other) => other.place === line.place && other.audience === line.audience) > 1],
		['place_twice', count(lines, (other) => other.place === line.place && other.day === line.day) > 1],
		['place_closed', !place.days.includes(line.day)],
		['team_elsewhere', place.municipality === null || !team.municipalities.includes(place.municipality)],
		['team_not_for', !team.settings.includes(place.setting) || !team.audiences.includes(line.audience)],
		['team_off', !team.days.includes(line.day)],
		['team_twice', count(lines, (other) => other.team === line.team && other.day === line.day) > 1],
		['team_week', count(lines, (other) => other.team === line.team && inWeek(other)) > team.perWeek],
		['institution_day', ledThatDay > 0 && thatDay > free - ledThatDay],
		[
			'institution_week',
			ledThatWeek > 0 && count(lines, (other) => ofPartner(other) && inWeek(other)) > weekly - ledThatWeek,
		],
		['institution_capacity', managed !== undefined && thatDay + (managed.taken[line.day] ?? 0) > managed.perDay],
	];
	return broken.filter(([, is]) => is).map(([rule]) => rule);
}

/** What a draft reaches, counted from its lines. */
export type Reach = {
	places: number;
	groups: number;
	wishes: number;
	/** In the order of the targets: persons that the draft plans for. */
	persons: number[];
	/** The one number that drafts are compared by. */
	score: number;
};

export function reachOf(instance: Instance, lines: readonly Line[]): Reach {
	const visited = new Set(lines.map(({ place }) => place));
	const places = instance.places.filter(({ id, inPlan }) => !inPlan && visited.has(id)).length;
	const municipalityOf = new Map(instance.places.map(({ id, municipality }) => [id, municipality]));
	const groups = instance.groups.filter(({ municipality, audience }) =>
		lines.some((line) => line.audience === audience && municipalityOf.get(line.place) === municipality),
	).length;
	const taken = new Set(lines.map(({ place, audience }) => `${place} ${audience}`));
	const done = instance.wishes.filter(({ place, audience }) => taken.has(`${place} ${audience}`));
	const persons = instance.targets.map(({ audience }) =>
		done.filter((wish) => wish.audience === audience).reduce((sum, wish) => sum + wish.persons, 0),
	);
	const met = instance.targets.reduce(
		(sum, target, index) => sum + Math.min(1, (persons[index] ?? 0) / target.persons),
		0,
	);
	const score = places * worth.place + groups * worth.group + done.length * worth.wish + met * worth.target;
	return { places, groups, wishes: done.length, persons, score };
}

/** Minutes on the road there and back, and weeks in which a team keeps nothing in reserve. */
export function effortOf(
	instance: Instance,
	lines: readonly Line[],
): { travel: number; fullWeeks: number; minutes: number } {
	const zoneOf = new Map(instance.places.map(({ id, zone }) => [id, zone]));
	const weekOf = new Map(instance.days.map(({ day, week }) => [day, week]));
	let travel = 0;
	let fullWeeks = 0;
	for (const team of instance.teams) {
		const own = lines.filter((line) => line.team === team.id);
		for (const { place } of own) travel += 2 * (team.minutes[zoneOf.get(place) ?? ''] ?? 0);
		for (const week of new Set(weekOf.values()))
			if (team.perWeek > 1 && own.filter(({ day }) => weekOf.get(day) === week).length === team.perWeek) fullWeeks++;
	}
	return { travel, fullWeeks, minutes: travel + fullWeeks * reserveMinutes };
}
