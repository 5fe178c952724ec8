import { describe, expect, test } from 'vitest';
import { buildInstance } from '#tests/support/drafts.ts';
import { planGreedily } from '#tests/support/greedy.ts';
import { effortOf, reachOf, violationsOf } from './checking.ts';
import type { Instance, Line } from './draft.ts';
import { solveDraft } from './solving.server.ts';
import { unmetOf } from './unmet.ts';

const monday = '2027-03-01';
const week = ['2027-03-01', '2027-03-02', '2027-03-03', '2027-03-04', '2027-03-05'];

/** Three schools in one municipality, one in another, and a team that goes to the first. */
function county(more: Partial<Instance> = {}): Instance {
	const place = (id: string, municipality: string) => ({
		...{ id, zone: municipality, municipality, setting: 'school' as const, days: week, inPlan: false },
	});
	return {
		days: week.map((day) => ({ day, week: monday })),
		places: [place('a', 'M1'), place('b', 'M1'), place('c', 'M1'), place('far', 'M2')],
		wishes: ['a', 'b', 'c', 'far'].map((id) => ({ place: id, audience: 'pupils' as const, persons: 50 })),
		groups: [],
		targets: [],
		teams: [team('t1')],
		busy: [],
		capacities: [],
		locks: [],
		...more,
	};
}
const team = (id: string, more: Partial<Instance['teams'][number]> = {}): Instance['teams'][number] => ({
	...{ id, partner: 'i1', municipalities: ['M1'], settings: ['school'], audiences: ['pupils'], perWeek: 3, days: week },
	minutes: { M1: 10, M2: 40 },
	...more,
});
const solve = async (instance: Instance) => {
	const solved = await solveDraft(instance);
	expect(violationsOf(instance, solved.lines)).toEqual([]);
	return { ...solved, unmet: unmetOf(instance, solved.lines) };
};
const visited = (lines: readonly Line[]) => [...new Set(lines.map(({ place }) => place))].sort();

describe('a draft', () => {
	test('reaches at least what a careful person would on counties by chance, and breaks no rule', async () => {
		for (let seed = 1; seed <= 10; seed++) {
			const instance = buildInstance(seed, {
				places: 6 + seed,
				teams: 2 + (seed % 3),
				days: 10,
				audiences: 2 + (seed % 4),
			});
			const { lines, reach, effort } = await solve(instance);
			const greedy = planGreedily(instance);
			expect(violationsOf(instance, greedy)).toEqual([]);
			expect(reach.found).toBeGreaterThanOrEqual(reachOf(instance, greedy).score - 1e-6);
			expect(reach).toMatchObject({ found: reachOf(instance, lines).score, gap: 0 });
			expect(effort.found).toBe(effortOf(instance, lines).minutes);
			expect(effort.gap).toBeLessThanOrEqual(0.01);
			expect(effort.bound).toBeLessThanOrEqual(effort.found + 1e-6);
		}
	});

	test('says which municipality no team goes to, and which teams are full', async () => {
		const { lines, unmet } = await solve(county({ teams: [team('t1', { perWeek: 2 })] }));
		expect(lines).toHaveLength(2);
		expect(unmet.wishes).toMatchObject([
			{ obstacle: 'teams_full', municipality: 'M1', teams: ['t1'], places: [expect.any(String)] },
			{ obstacle: 'no_team_there', municipality: 'M2', teams: [], places: ['far'] },
		]);
	});

	test('tells apart what stands in the way', async () => {
		const obstacle = async (more: Partial<Instance>) =>
			(await solve(county(more))).unmet.wishes.map((one) => one.obstacle);
		const one = county();
		const only = (id: string, more: Partial<Instance['places'][number]> = {}): Partial<Instance> => ({
			places: one.places.filter((place) => place.id === id).map((place) => ({ ...place, ...more })),
			wishes: one.wishes.filter((wish) => wish.place === id),
		});
		expect(await obstacle(only('a'))).toEqual([]);
		expect(await obstacle(only('a', { municipality: null }))).toEqual(['no_municipality']);
		expect(await obstacle({ ...only('a'), teams: [team('t1', { audiences: ['parents'] })] })).toEqual(['no_team_for']);
		expect(await obstacle({ ...only('a', { days: [monday] }), teams: [team('t1', { days: week.slice(1) })] })).toEqual([
			'no_common_day',
		]);
		const led = week.map((day) => ({ day, week: monday, partner: 'i1', activities: 1 }));
		expect(await obstacle({ ...only('a'), busy: led })).toEqual(['institution_busy']);
		const both = {
			wishes: ['pupils', 'teachers'].map((audience) => ({ place: 'a', audience: audience as 'pupils', persons: 5 })),
		};
		const able = [team('t1', { audiences: ['pupils', 'teachers'] }), team('t2', { audiences: ['pupils', 'teachers'] })];
		expect(await obstacle({ ...only('a', { days: [monday] }), ...both, teams: able })).toEqual(['place_full']);
	});

	test('keeps to what an institution says it manages a day, with what it leads or supports already, and names it', async () => {
		const teams = [team('t1'), team('t2'), team('t3')];
		const { places, wishes } = county();
		// Three schools that are open on Monday only, three teams, two activities a day.
		const monday_only = {
			places: places.filter(({ municipality }) => municipality === 'M1').map((place) => ({ ...place, days: [monday] })),
			wishes: wishes.slice(0, 3),
		};
		const drafted = (taken: Record<string, number>) =>
			solve(county({ ...monday_only, teams, capacities: [{ partner: 'i1', perDay: 2, taken }] }));
		const free = await drafted({});
		expect(free.lines).toHaveLength(2);
		expect(free.unmet.wishes).toMatchObject([
			{ obstacle: 'institution_full', teams: [expect.any(String)], capacities: [{ partner: 'i1', perDay: 2 }] },
		]);
		expect((await drafted({ [monday]: 1 })).lines).toHaveLength(1);
		expect((await drafted({ [monday]: 3 })).lines).toEqual([]);
		expect((await drafted({ [week[1] ?? '']: 2 })).lines).toHaveLength(2);
		// With the other days open, the same three are visited on two of them.
		const capacities = [{ partner: 'i1', perDay: 2, taken: {} }];
		const { lines } = await solve(county({ teams, capacities }));
		expect(visited(lines)).toEqual(['a', 'b', 'c']);
		for (const day of week) expect(lines.filter((line) => line.day === day).length).toBeLessThanOrEqual(2);
	});

	test('prefers the nearer team, and leaves a team something in reserve', async () => {
		const near = team('near', { minutes: { M1: 5 } });
		const far = team('far', { partner: 'i2', minutes: { M1: 30 } });
		const { lines, effort } = await solve(county({ teams: [near, far] }));
		const of = (id: string) => lines.filter((line) => line.team === id).length;
		// A third journey of the near team costs its reserve too: 10 + 60 minutes against 60 of the far one.
		expect([of('near'), of('far')]).toEqual([2, 1]);
		expect(effort.found).toBe(2 * 2 * 5 + 2 * 30);
	});

	test('keeps locked lines exactly as they are', async () => {
		const locks: Line[] = [{ place: 'b', audience: 'pupils', day: week[3] ?? '', team: 't2' }];
		const { lines } = await solve(county({ teams: [team('t1'), team('t2', { minutes: { M1: 90 } })], locks }));
		expect(lines).toContainEqual(locks[0]);
		expect(visited(lines)).toEqual(['a', 'b', 'c']);
	});

	test('visits a vulnerable group in each municipality before a place more, and says where there is no place for it', async () => {
		const groups = ['M1', 'M2', 'M3'].map((municipality) => ({ municipality, audience: 'roma_community' as const }));
		const goes = { municipalities: ['M1', 'M2'], audiences: ['pupils', 'roma_community'] as const, perWeek: 2 };
		const { wishes, ...rest } = county({ groups, teams: [team('t1', goes)] });
		const roma = ['a', 'far'].map((place) => ({ place, audience: 'roma_community' as const, persons: 20 }));
		const { lines, unmet } = await solve({ ...rest, wishes: [...wishes, ...roma] });
		expect(visited(lines.filter(({ audience }) => audience === 'roma_community'))).toEqual(['a', 'far']);
		expect(unmet.groups).toEqual([{ municipality: 'M3', audience: 'roma_community', obstacle: 'no_place' }]);
	});

	test('fills a target first with those who count most towards it, and says how much is missing', async () => {
		const { wishes, ...rest } = county({
			targets: [{ audience: 'pupils', persons: 200 }],
			teams: [team('t1', { perWeek: 1 })],
		});
		const large = wishes.map((wish) => (wish.place === 'c' ? { ...wish, persons: 120 } : wish));
		const { lines, unmet } = await solve({ ...rest, wishes: large });
		expect(visited(lines)).toEqual(['c']);
		expect(unmet.targets).toEqual([{ audience: 'pupils', target: 200, persons: 120 }]);
	});

	test('is empty where nobody can go anywhere', async () => {
		const { lines, reach } = await solve(county({ teams: [team('t1', { municipalities: ['M9'] })] }));
		expect([lines, reach.found, reach.gap]).toEqual([[], 0, 0]);
	});
});

describe('the checker', () => {
	const line: Line = { place: 'a', audience: 'pupils', day: monday, team: 't1' };
	const rules = (lines: Line[], more: Partial<Instance> = {}) => [
		...new Set(violationsOf(county(more), lines).map(({ rule }) => rule)),
	];

	test('finds every kind of rule broken', () => {
		expect(rules([line])).toEqual([]);
		expect(rules([{ ...line, place: 'nowhere' }])).toEqual(['unknown']);
		expect(rules([{ ...line, day: '2027-03-06' }])).toEqual(['unknown']);
		expect(rules([line, { ...line, day: week[1] ?? '' }])).toEqual(['wish_twice']);
		expect(rules([line, { ...line, place: 'b' }])).toEqual(['team_twice']);
		expect(rules([{ ...line, place: 'far' }])).toEqual(['team_elsewhere']);
		expect(rules([line], { teams: [team('t1', { settings: ['health'] })] })).toEqual(['team_not_for']);
		expect(rules([line], { teams: [team('t1', { days: week.slice(1) })] })).toEqual(['team_off']);
		expect(rules([line], { places: county().places.map((place) => ({ ...place, days: week.slice(1) })) })).toEqual([
			'place_closed',
		]);
		const both = [team('t1'), team('t2', { partner: 'i2' })];
		const twoGroups = [...county().wishes, { place: 'a', audience: 'teachers' as const, persons: 5 }];
		const teachers = { ...line, audience: 'teachers' as const, team: 't2' };
		const able = both.map((one) => ({ ...one, audiences: ['pupils', 'teachers'] as const }));
		expect(rules([line, teachers], { teams: able, wishes: twoGroups })).toEqual(['place_twice']);
		const each = ['a', 'b', 'c'].map((place, index) => ({ ...line, place, day: week[index] ?? '' }));
		expect(rules(each, { teams: [team('t1', { perWeek: 2 })] })).toEqual(['team_week']);
		expect(rules([line], { busy: [{ day: monday, week: monday, partner: 'i1', activities: 1 }] })).toEqual([
			'institution_day',
		]);
		const elsewhere = [{ day: week[4] ?? '', week: monday, partner: 'i1', activities: 1 }];
		expect(rules(each, { busy: elsewhere })).toEqual(['institution_week']);
		const colleagues = [team('t1'), team('t2')];
		const together = [line, { ...line, place: 'b', team: 't2' }];
		const manages = (perDay: number, taken: Record<string, number> = {}) => [{ partner: 'i1', perDay, taken }];
		expect(rules(together, { teams: colleagues, capacities: manages(2) })).toEqual([]);
		expect(rules(together, { teams: colleagues, capacities: manages(1) })).toEqual(['institution_capacity']);
		expect(rules([line], { capacities: manages(2, { [monday]: 2 }) })).toEqual(['institution_capacity']);
		expect(rules([line], { capacities: manages(2, { [week[1] ?? '']: 2 }) })).toEqual([]);
		expect(rules([], { locks: [line] })).toEqual(['lock_lost']);
	});
});
