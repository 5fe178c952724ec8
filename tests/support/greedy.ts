import { type DraftPlace, type Instance, type Line, worth } from '#planning/draft.ts';

/**
 * A programme as a careful person makes it without the assistant: again and again the visit that is worth most at this moment,
 * on the first day and with the nearest team that can.
 */
export function planGreedily({
	days,
	places,
	wishes,
	groups,
	targets,
	teams,
	busy,
	capacities,
	locks,
}: Instance): Line[] {
	const lines: Line[] = [...locks];
	const placeOf = new Map(places.map((place) => [place.id, place]));
	const weekOf = new Map(days.map(({ day, week }) => [day, week]));
	const takenPlaceDays = new Set(lines.map(({ place, day }) => `${place} ${day}`));
	const takenTeamDays = new Set(lines.map(({ team, day }) => `${team} ${day}`));
	const loads = new Map<string, number>();
	const partnerOf = new Map(teams.map(({ id, partner }) => [id, partner]));
	const add = (key: string, by = 1) => loads.set(key, (loads.get(key) ?? 0) + by);
	const load = (key: string) => loads.get(key) ?? 0;
	const enter = ({ team, day }: Pick<Line, 'team' | 'day'>) => {
		add(`${team} ${weekOf.get(day)}`);
		add(`${partnerOf.get(team)} ${day}`);
		add(`${partnerOf.get(team)} ${weekOf.get(day)}`);
	};
	for (const line of lines) enter(line);
	for (const { partner, day, week, activities } of busy) {
		add(`led ${partner} ${day}`, activities);
		add(`led ${partner} ${week}`, activities);
	}
	const visited = new Set(lines.map(({ place }) => place));
	const met = new Set(lines.map(({ place, audience }) => `${placeOf.get(place)?.municipality} ${audience}`));
	const persons = new Map(targets.map(({ audience, persons: wanted }) => [audience, wanted]));
	const left = wishes.filter(
		({ place, audience }) => !lines.some((line) => line.place === place && line.audience === audience),
	);
	const value = (wish: (typeof wishes)[number]): number => {
		const place = placeOf.get(wish.place) as DraftPlace;
		const target = targets.find(({ audience }) => audience === wish.audience);
		const missing = persons.get(wish.audience) ?? 0;
		const isGroup = groups.some(
			({ municipality, audience }) => municipality === place.municipality && audience === wish.audience,
		);
		return (
			worth.wish +
			(place.inPlan || visited.has(place.id) ? 0 : worth.place) +
			(isGroup && !met.has(`${place.municipality} ${wish.audience}`) ? worth.group : 0) +
			(target ? (worth.target * Math.min(missing, wish.persons)) / target.persons : 0)
		);
	};
	while (left.length > 0) {
		left.sort((a, b) => value(b) - value(a));
		const wish = left.shift() as (typeof wishes)[number];
		const place = placeOf.get(wish.place) as DraftPlace;
		const able = teams
			.filter(
				(team) =>
					place.municipality !== null &&
					team.municipalities.includes(place.municipality) &&
					team.settings.includes(place.setting) &&
					team.audiences.includes(wish.audience),
			)
			.sort((a, b) => (a.minutes[place.zone] ?? 0) - (b.minutes[place.zone] ?? 0));
		const found = place.days
			.filter((day) => !takenPlaceDays.has(`${place.id} ${day}`))
			.flatMap((day) => able.map((team) => ({ team, day })))
			.find(({ team, day }) => {
				const week = weekOf.get(day);
				const colleagues = teams.filter(({ partner }) => partner === team.partner);
				const there = colleagues.filter((one) => one.days.includes(day)).length;
				const weekly = colleagues.reduce((sum, { perWeek }) => sum + perWeek, 0);
				const [ledDay, ledWeek] = [load(`led ${team.partner} ${day}`), load(`led ${team.partner} ${week}`)];
				const capacity = capacities.find(({ partner }) => partner === team.partner);
				const taken = capacity?.taken[day] ?? 0;
				return (
					(!capacity || load(`${team.partner} ${day}`) + taken < capacity.perDay) &&
					team.days.includes(day) &&
					!takenTeamDays.has(`${team.id} ${day}`) &&
					load(`${team.id} ${week}`) < team.perWeek &&
					(ledDay === 0 || load(`${team.partner} ${day}`) < there - ledDay) &&
					(ledWeek === 0 || load(`${team.partner} ${week}`) < weekly - ledWeek)
				);
			});
		if (!found) continue;
		const line = { place: place.id, audience: wish.audience, day: found.day, team: found.team.id };
		lines.push(line);
		enter(line);
		takenPlaceDays.add(`${line.place} ${line.day}`);
		takenTeamDays.add(`${line.team} ${line.day}`);
		visited.add(place.id);
		met.add(`${place.municipality} ${wish.audience}`);
		persons.set(wish.audience, Math.max(0, (persons.get(wish.audience) ?? 0) - wish.persons));
	}
	return lines;
}
