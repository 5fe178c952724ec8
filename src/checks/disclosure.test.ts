import { describe, expect, test } from 'vitest';
import { attack, loadSolver, type Target, type Told } from '../../tests/support/attack.ts';
import { chance } from '../../tests/support/chance.ts';
import { thorough } from '../../tests/support/thorough.ts';
import { buildTable } from '../../tests/support/worlds.ts';
import { type Counters, groupsOf, type Node, setsOf, type Table, treeOf } from './crossing.ts';
import { type PublishedGroup, type PublishedTable, publish } from './disclosure.ts';

/** A thousand worlds when the run is thorough. */
const worlds = thorough ? 1_000 : 12;

const flat = (counters: readonly Counters[]): Table => ({
	by: [{ key: 'all', parts: counters.map((_, at) => ({ key: `${at}` })) }],
	cells: counters.map((one, at) => ({ at: [`${at}`], counters: one })),
});
/** Cells of so many people, all of whom gave the only answer. */
const ofSizes = (...sizes: number[]): Table => flat(sizes.map((n) => [[n]]));
const groupAt = ({ groups }: PublishedTable, ...at: string[]): PublishedGroup | undefined =>
	groups.find((group) => group.at.join() === at.join());
const hidden = ({ groups }: PublishedTable): string[] =>
	groups.filter(({ state }) => state === 'hidden').map(({ at }) => at.join());

/** What is true of a group: by question and answer. */
const truthOf = (table: Table, cells: readonly number[]): number[][] =>
	(table.cells[0]?.counters ?? []).map((counts, question) =>
		counts.map((_, answer) =>
			cells.reduce((sum, cell) => sum + (table.cells[cell]?.counters[question]?.[answer] ?? 0), 0),
		),
	);
const sumOf = (counts: readonly number[] = []): number => counts.reduce((sum, count) => sum + count, 0);

/** Every number below ten in a table; and, told to attackers, which groups were too small to be shown. */
function secretsOf(table: Table): { targets: Target[]; sizeOf: Told; small: number } {
	const groups = groupsOf(table).map(({ at, cells }) => ({ at, truth: truthOf(table, cells) }));
	const inTree = new Set<string>();
	const walk = ({ at, parts }: Node): void => {
		inTree.add(at.join());
		for (const part of parts) walk(part);
	};
	walk(treeOf(table));
	const sizes = new Map(groups.map(({ at, truth }) => [at.join(), sumOf(truth[0])]));
	const targets = groups.flatMap(({ at, truth }): Target[] => [
		...(sumOf(truth[0]) < 10 ? [{ at, question: 0, answer: null }] : []),
		...truth.flatMap((counts, question) =>
			counts.flatMap((count, answer) => (count < 10 ? [{ at, question, answer }] : [])),
		),
	]);
	const sizeOf: Told = (at) => {
		if (!inTree.has(at.join())) return null;
		return (sizes.get(at.join()) ?? 0) < 13 ? { from: 0, to: 12 } : { from: 13, to: Number.POSITIVE_INFINITY };
	};
	return { targets, sizeOf, small: [...sizes.values()].filter((n) => n < 10).length };
}

describe('what is published of counters', () => {
	test('groups below ten are hidden and count in their whole, and never one alone', () => {
		const published = publish(ofSizes(40, 9, 30, 50));
		// The next in the declared order joins: from the whole less the other three the nine could be had.
		expect(hidden(published)).toEqual(['1', '2']);
		expect(groupAt(published, 'all')?.questions[0]?.n).toEqual({ about: 130, from: 124, to: 136 });
		expect(hidden(publish(ofSizes(40, 30, 50)))).toEqual([]);
		// Small ones hide each other, unless there are too few in them or nearly as many as small ones can be.
		expect(hidden(publish(ofSizes(40, 8, 50, 9)))).toEqual(['1', '3']);
		expect(hidden(publish(ofSizes(40, 2, 50, 3)))).toEqual(['1', '2', '3']);
		expect(hidden(publish(ofSizes(40, 12, 50, 12)))).toEqual(['1', '2', '3']);
		expect(hidden(publish(ofSizes(8, 9)))).toEqual(['0', '1']);
		// What would leave one part alone is not divided.
		expect(hidden(publish(ofSizes(9, 40)))).toEqual(['0', '1']);
		expect(hidden(publish(ofSizes(4, 5)))).toEqual(['all', '0', '1']);
		expect(hidden(publish(ofSizes(9)))).toEqual(['all', '0']);
		// Shown are groups from thirteen on: there one more or less is a border of rounding anyway.
		expect([12, 13].map((n) => hidden(publish(ofSizes(n))).length)).toEqual([2, 0]);
	});

	test('in two crossings rows have everybody, and columns what can be told apart', () => {
		const [rows, columns] = [
			['a', 'b', 'c'],
			['x', 'y', 'z'],
		];
		const cells = rows.flatMap((row, r) =>
			columns.map((column, c) => ({ at: [row, column], counters: [[r === 0 && c === 0 ? 3 : 20 + r + c]] })),
		);
		const parts = (keys: string[]) => keys.map((key) => ({ key }));
		const by: Table['by'] = [
			{ key: 'all', parts: parts(rows) },
			{ key: 'any', parts: parts(columns) },
		];
		expect(hidden(publish({ by, cells }))).toEqual(['a,x', 'a,y']);
		const state = (...at: string[]) => groupAt(publish({ by, cells }), ...at)?.state;
		// Of the columns is told what can be told apart; the row has everybody.
		expect([state('all', 'x'), state('all', 'z'), state('a', 'any'), state('all', 'any')]).toEqual([
			'partial',
			'shown',
			'shown',
			'shown',
		]);
	});

	test('what was not asked is unknown, which is not hidden and not 0', () => {
		const table = ofSizes(40, 30, 50);
		const published = publish({ ...table, cells: table.cells.slice(0, 2) });
		expect(groupAt(published, '2')).toBeUndefined();
		expect(hidden(published)).toEqual([]);
		expect(hidden(publish(ofSizes(40, 0, 50)))).toContain('1');
	});

	test('counts are rounded to five, and wholes are sums of what was rounded: nothing can be had by subtraction', () => {
		const published = publish(flat([[[12, 12, 13]], [[22, 12, 18]]]));
		const said = published.groups.map(({ questions: [one] }) => [
			one?.n.about,
			one?.answers.map(({ count }) => count.about),
		]);
		expect(said).toEqual([
			[85, [30, 20, 35]],
			...[
				[35, [10, 10, 15]],
				[50, [20, 10, 20]],
			],
		]);
	});

	test('nobody and all are never said; what rounding leaves open is said', () => {
		const shares = (counts: number[]) =>
			groupAt(publish(flat([[counts]])), 'all')?.questions[0]?.answers.map(({ share }) => share);
		expect(shares([0, 30, 170])?.[0]).toEqual({ kind: 'under', percent: 5 });
		expect(shares([200, 0, 0])).toEqual([
			{ kind: 'over', percent: 95 },
			{ kind: 'under', percent: 5 },
			{ kind: 'under', percent: 5 },
		]);
		// Two of twelve are rounded to 0 of 10, and are more than five percent.
		// Two of thirteen are rounded to 0 of 15, and are more than five percent.
		expect(shares([2, 4, 7])?.[0]).toEqual({ kind: 'under', percent: 20 });
		expect(shares([60, 25, 35])?.[0]).toEqual({ kind: 'about', percent: 50, from: 47, to: 53 });
		expect(shares([6, 3, 5])?.[0]).toMatchObject({ kind: 'about', percent: null });
	});

	test('what rounding alone would give away is said more coarsely', () => {
		// Rounded to five, 8, 3, 3 and 3 of 17 are 10, 5, 5 and 5 of 15: that is possible in one way only.
		expect(groupAt(publish(flat([[[8, 3, 3, 3]]])), 'all')?.questions[0]?.n).toEqual({ about: 15, from: 13, to: 22 });
	});

	test('is frozen, and looks the same whatever order the cells come in', () => {
		const table = buildTable(chance(3));
		const published = publish(table);
		expect(() => Object.assign(published.groups[0] ?? {}, { state: 'shown' })).toThrow(TypeError);
		expect(publish({ ...table, cells: table.cells.toReversed() })).toEqual(published);
		// What did not go through is refused by the compiler.
		// @ts-expect-error
		const forged: PublishedTable = { groups: published.groups };
		expect(forged.groups).toBe(published.groups);
	});

	test('takes as many answers to one question as to another: left out is an answer too', () => {
		expect(() =>
			publish(
				flat([
					[
						[20, 3],
						[20, 2],
					],
				]),
			),
		).toThrow(RangeError);
	});

	test('says true things: every count and share lies between what is said of it', () => {
		for (let seed = 1; seed <= 200; seed++) {
			const table = buildTable(chance(seed));
			const groups = groupsOf(table);
			for (const [at, { state, questions }] of publish(table).groups.entries())
				for (const [question, { answers }] of (state === 'shown' ? questions : []).entries())
					for (const [answer, { count, share }] of answers.entries()) {
						const truth = truthOf(table, groups[at]?.cells ?? []);
						const [real, n] = [truth[question]?.[answer] ?? 0, sumOf(truth[question])];
						const percent = (100 * real) / n;
						expect(count.from <= real && real <= count.to).toBe(true);
						if (share.kind === 'about') expect(share.from <= percent && percent <= share.to).toBe(true);
						else expect(share.kind === 'under' ? percent < share.percent : percent > share.percent).toBe(true);
					}
		}
	});
});

describe('attacked', { timeout: 7_200_000 }, () => {
	test('with an integer program, no number below ten is left with fewer than three possibilities', async () => {
		const highs = await loadSolver();
		const found = { worlds: 0, numbers: 0, groups: 0, small: 0, hidden: 0, away: [] as unknown[] };
		for (let seed = 1; found.worlds < worlds; seed++) {
			const table = buildTable(chance(seed));
			if (table.cells.length === 0) continue;
			const published = publish(table);
			const { targets, sizeOf, small } = secretsOf(table);
			const away = attack(highs, { table, published, sizeOf }, targets);
			found.worlds += 1;
			found.numbers += targets.length;
			found.groups += published.groups.length;
			found.small += small;
			found.hidden += hidden(published).length;
			found.away.push(...away.map((one) => ({ seed, ...one })));
		}
		if (thorough) console.info(found);
		expect(found.away).toEqual([]);
		expect(found.small).toBeGreaterThan(0);
	});

	test('the same attack finds what is merely left out, and what is merely rounded', async () => {
		const highs = await loadSolver();
		const span = (n: number, reach: number) => ({ about: n, from: n - reach, to: n + reach });
		/** As somebody might publish who only leaves out what is small, or only rounds. */
		const told = (
			table: Table,
			tell: (n: number) => { about: number; from: number; to: number } | null,
		): PublishedTable => {
			const groups = groupsOf(table).map(({ at, cells }) => {
				const truth = truthOf(table, cells);
				const isShown = tell(sumOf(truth[0])) !== null;
				const questions = truth.map((counts) => ({
					n: tell(sumOf(counts)),
					answers: counts.map((count) => ({ count: tell(count) })),
				}));
				return { at, state: isShown ? 'shown' : 'hidden', questions: isShown ? questions : [] };
			});
			return { groups } as unknown as PublishedTable;
		};
		const found = (table: Table, published: PublishedTable) => {
			const { targets, sizeOf } = secretsOf(table);
			return attack(highs, { table, published, sizeOf }, targets);
		};
		const one = ofSizes(40, 7, 30, 50);
		const [leftOut] = found(
			one,
			told(one, (n) => (n < 10 ? null : span(n, 0))),
		);
		expect(leftOut).toMatchObject({ target: { at: ['1'] }, least: 7, most: 7 });
		// Every whole rounded by itself: twelve times two are 25 together and 0 each.
		const twelve = flat(Array.from({ length: 12 }, () => [[2, 18, 20]]));
		const rounded = found(
			twelve,
			told(twelve, (n) => span(5 * Math.round(n / 5), 2)),
		);
		expect(rounded.filter(({ least, most }) => least === 1 && most === 2)).toHaveLength(12);
		expect(found(twelve, publish(twelve))).toEqual([]);
	});

	test('by somebody who knows the rules and tries every world: each small group has three possible sizes', () => {
		const most = thorough ? 26 : 20;
		const same = new Map<string, number[][]>();
		for (let world = 0; world < (most + 1) ** 3; world++) {
			const sizes = [world, Math.floor(world / (most + 1)), Math.floor(world / (most + 1) ** 2)].map(
				(n) => n % (most + 1),
			);
			const key = JSON.stringify(publish(ofSizes(...sizes)));
			same.set(key, [...(same.get(key) ?? []), sizes]);
		}
		// Near the largest sizes that were tried some worlds are missing.
		const away = [...same.values()].flatMap((alike) =>
			alike
				.filter((sizes) => Math.max(...sizes) <= most - 6)
				.filter((sizes) => sizes.some((n, at) => n < 10 && new Set(alike.map((other) => other[at])).size < 3)),
		);
		expect(away).toEqual([]);
	});

	test('by difference: one person less hardly ever changes anything, other than at a border of rounding', () => {
		let [compared, changed] = [0, 0];
		for (let seed = 1; compared < (thorough ? 10_000 : 300); seed++) {
			const random = chance(seed);
			const table = buildTable(random);
			const less = withoutOne(random, table);
			if (!less) continue;
			compared += 1;
			if (JSON.stringify(publish(table)) !== JSON.stringify(publish(less))) changed += 1;
		}
		if (thorough) console.info({ compared, changed });
		expect(changed / compared).toBeLessThan(0.01);
	});
});

/** The same world without one person, whose going crosses no border of rounding in anything that is told; null if twenty tries find none. */
function withoutOne(random: () => number, table: Table): Table | null {
	const pick = (n: number): number => Math.floor(random() * n);
	const five = (n: number): number => Math.round(n / 5);
	const sets = setsOf(treeOf(table), (cells) => sumOf(truthOf(table, cells)[0]));
	const told = [...groupsOf(table).map(({ cells }) => cells), ...sets.map(({ cells }) => cells)].map((cells) => ({
		cells,
		truth: truthOf(table, cells),
	}));
	for (let attempt = 0; attempt < 20; attempt++) {
		const gone = pick(table.cells.length);
		const answers = (table.cells[gone]?.counters ?? []).map((counts) => {
			const given = counts.flatMap((count, answer) => (count > 0 ? [answer] : []));
			return given[pick(given.length)] ?? -1;
		});
		if (answers.length === 0 || answers.includes(-1)) continue;
		const crosses = told.some(
			({ cells, truth }) =>
				cells.includes(gone) &&
				answers.some((answer, question) =>
					[sumOf(truth[question]), truth[question]?.[answer] ?? 0].some((count) => five(count) !== five(count - 1)),
				),
		);
		if (crosses) continue;
		const cells = table.cells.map((cell, at) =>
			at === gone
				? {
						...cell,
						counters: cell.counters.map((counts, question) =>
							counts.map((count, answer) => count - Number(answers[question] === answer)),
						),
					}
				: cell,
		);
		return { ...table, cells };
	}
	return null;
}
