import { describe, expect, test } from 'vitest';
import reference from '../../tests/support/statistics-reference.json' with { type: 'json' };
import {
	type ClassChange,
	classesChange,
	classesProportion,
	designEffect,
	intraclass,
	summedProportion,
} from './clusters.ts';
import { coinTail, studentPoint } from './distributions.ts';
import {
	groupChange,
	type Interval,
	jeffreys,
	mcnemar,
	newcombe,
	type Part,
	pairedChange,
	pairedInterval,
	pool,
	proportion,
	unpairedChange,
	wilson,
} from './statistics.ts';

type Said = (number | null)[];
const of = (count: number, n: number): Part => ({ count, n });
const ends = (interval: Interval | null): Said => (interval ? [interval.low, interval.high] : [null]);
const parts = (given: unknown): Part[] => (given as [number, number][]).map(([count, n]) => of(count, n));
const sides = (given: unknown): ClassChange[] =>
	(given as number[][]).map(([b = 0, m = 0, a = 0, n = 0]) => ({ before: of(b, m), after: of(a, n) }));

const sumsOf = (classes: readonly Part[]) => {
	const sum = (of: (part: Part) => number) => classes.reduce((total, part) => total + of(part), 0);
	return {
		...{
			classes: classes.length,
			c: sum(({ count }) => count),
			n: sum(({ n }) => n),
			cc: sum(({ count }) => count ** 2),
		},
		...{ cn: sum(({ count, n }) => count * n), nn: sum(({ n }) => n ** 2) },
	};
};

/** What our code says of a case of the recorded table (`tests/support/statistics-reference.py`). */
const asked: Record<string, (given: number[]) => Said> = {
	wilson: ([count = 0, n = 0]) => ends(wilson(of(count, n))),
	newcombe: ([b = 0, m = 0, a = 0, n = 0]) => ends(newcombe(of(b, m), of(a, n))),
	mcnemar: ([gained = 0, lost = 0]) => [mcnemar(gained, lost)],
	jeffreys: ([count = 0, n = 0]) => ends(jeffreys(of(count, n))),
	paired: ([both = 0, gained = 0, lost = 0, neither = 0]) => ends(pairedInterval({ both, gained, lost, neither })),
	bounds: ([before = 0, after = 0, n = 0]) => {
		const { bounds } = groupChange(of(before, n), of(after, n));
		return bounds ? [bounds.gained.least, bounds.gained.most, bounds.lost.least, bounds.lost.most] : [null];
	},
	student: ([degrees = 0]) => [studentPoint(degrees)],
	coin: ([most = 0, tosses = 0]) => [coinTail(most, tosses)],
	alikeness: (given) => [intraclass(parts(given))],
	classes: (given) => ends(classesProportion(parts(given)).interval),
	changes: (given) => ends(classesChange(sides(given)).interval),
	sums: (given) => ends(summedProportion(sumsOf(parts(given))).interval),
	pool: (given) => {
		const { count, n } = pool(parts(given));
		return [count / n];
	},
};

describe('statistics', () => {
	test('say what SciPy and statsmodels say, in every case of the recorded table, to a millionth', () => {
		expect(reference.length).toBeGreaterThan(500);
		const wrong = reference.filter(({ of: name, given, said }) => {
			const ours = asked[name]?.(given as number[]) ?? [];
			return (
				ours.length !== said.length ||
				// Probabilities near 0 are held to their size: a millionth of them, not of 1.
				said.some((value, at) => {
					const our = ours[at] ?? null;
					if (value === null || our === null) return value !== our;
					return !(Math.abs(our - value) <= 1e-6 * Math.min(1, Math.abs(value)) + 1e-12);
				})
			);
		});
		expect(wrong).toEqual([]);
	});

	test('say what is written down of the examples of the trade', () => {
		const rounded = (interval: Interval | null) => ends(interval).map((end) => Math.round(100 * (end ?? 0)));
		expect([10, 25, 50, 100, 200, 385].map((n) => rounded(wilson(of(n / 2, n))))).toEqual([
			...[
				[24, 76],
				[32, 68],
				[37, 63],
			],
			...[
				[40, 60],
				[43, 57],
				[45, 55],
			],
		]);
		expect(mcnemar(9, 1)).toBeCloseTo(0.021, 3);
		expect(mcnemar(5, 1)).toBeCloseTo(0.22, 2);
		expect(rounded(newcombe(of(10, 25), of(17.5, 25)))).toEqual([3, 52]);
		const fatima = unpairedChange(of(175, 243), of(331, 385));
		expect(ends(fatima.interval).map((end) => (100 * (end ?? 0)).toFixed(1))).toEqual(['7.4', '20.7']);
		expect(Math.round(100 * (fatima.points ?? 0))).toBe(14);
		expect(designEffect(25, 0.05)).toBeCloseTo(2.2, 12);
		expect(Math.round(100 / designEffect(25, 0.05))).toBe(45);
		// Six of eight "true or false" by guessing alone.
		expect(1 - coinTail(5, 8)).toBeCloseTo(0.14, 2);
	});

	test('below ten there are counts and no percentages; nothing at all is nothing', () => {
		expect(proportion(of(9, 9))).toEqual({ count: 9, n: 9, share: null, interval: null });
		expect(proportion(of(5, 10))).toMatchObject({ share: 0.5, interval: expect.anything() });
		expect(proportion(of(0, 0))).toMatchObject({ share: null, interval: null });
		expect([wilson(of(0, 0)), newcombe(of(0, 0), of(1, 2))]).toEqual([null, null]);
		expect(pairedInterval({ both: 0, gained: 0, lost: 0, neither: 0 })).toBeNull();
		expect(unpairedChange(of(3, 9), of(20, 30))).toMatchObject({ points: null, interval: null });
		expect(pairedChange({ both: 1, gained: 1, lost: 0, neither: 0 })).toMatchObject({ points: null, gained: 1, p: 1 });
		expect(classesProportion([])).toMatchObject({ n: 0, share: null, interval: null, classes: 0, range: null });
		expect(classesChange([])).toMatchObject({ points: null, interval: null, classes: 0 });
		expect(intraclass([of(1, 1), of(0, 1)])).toBeNull();
	});

	test('a pair shows who gained and who lost, a show of hands only between which numbers', () => {
		const paired = pairedChange({ both: 9, gained: 9, lost: 1, neither: 6 });
		expect(paired).toMatchObject({ before: of(10, 25), after: of(18, 25), gained: 9, lost: 1, isAtCeiling: false });
		expect(paired.points).toBeCloseTo(0.32, 12);
		const hands = groupChange(of(10, 25), of(18, 25));
		expect(hands).toMatchObject({
			...{ points: paired.points, asUnpaired: true },
			bounds: { gained: { least: 8, most: 15 }, lost: { least: 0, most: 7 } },
		});
		const width = ({ low, high }: Interval) => high - low;
		expect(width(hands.interval as Interval)).toBeGreaterThan(width(paired.interval as Interval));
		// Somebody left the room: then totals say nothing about persons.
		expect(groupChange(of(10, 25), of(18, 24)).bounds).toBeNull();
	});

	test('a question that nearly everybody could answer before shows no gain, and says so', () => {
		expect(unpairedChange(of(17, 20), of(20, 20)).isAtCeiling).toBe(true);
		expect(unpairedChange(of(16, 20), of(20, 20)).isAtCeiling).toBe(false);
		// Of nine nothing is said.
		expect(unpairedChange(of(9, 9), of(9, 9)).isAtCeiling).toBe(false);
	});

	test('events are added up by their answers: a small class does not weigh like a school', () => {
		expect(pool([of(10, 10), of(0, 90)])).toEqual(of(10, 100));
	});

	test('below five classes there is a range and no interval', () => {
		const four = [of(5, 20), of(10, 20), of(15, 20), of(4, 9)];
		expect(classesProportion(four)).toMatchObject({ interval: null, classes: 4, range: { low: 0.25, high: 0.75 } });
		expect(classesProportion([...four, of(9, 20)]).interval).not.toBeNull();
		// A class in which nobody answered is none.
		expect(classesProportion([...four, of(0, 0)])).toMatchObject({ interval: null, classes: 4 });
		const changes = four.map((before) => ({ before, after: of(before.n, before.n) }));
		expect(classesChange(changes)).toMatchObject({ interval: null, classes: 4 });
	});

	test('classes that all changed alike say as much as if there were none, and no less', () => {
		const alike = (more: number) =>
			[5, 15, 8, 12, 10].map((count) => ({ before: of(count, 20), after: of(count + more, 20) }));
		expect(classesChange(alike(0)).interval).toEqual(newcombe(of(50, 100), of(50, 100)));
		expect(classesChange(alike(2)).interval).toEqual(newcombe(of(50, 100), of(60, 100)));
		const equal = [1, 8].map((count) => Array.from({ length: 5 }, () => of(count, 20)));
		for (const classes of equal)
			expect(summedProportion(sumsOf(classes)).interval).toEqual(classesProportion(classes).interval);
	});

	test('one school beside small classes tells little of how classes differ, and the interval is as wide as that', () => {
		const width = (classes: readonly Part[]): number => {
			const { low, high } = classesProportion(classes).interval as Interval;
			return high - low;
		};
		const small = [9, 5, 8, 7, 6].map((count) => of(count, 15));
		expect(width([...small, of(94, 200)])).toBeGreaterThan(width([...small, of(7, 15)]));
	});

	test('a class that was asked once only counts where it was asked', () => {
		const both = [5, 9, 12, 8, 10].map((count) => ({ before: of(count, 20), after: of(count + (count % 4), 20) }));
		const once = { before: of(0, 0), after: of(15, 20) };
		const { interval, classes } = classesChange([...both, once]);
		expect(classes).toBe(5);
		expect(interval).not.toEqual(classesChange(both).interval);
		// Nobody is in a class of nobody.
		const empty = { before: of(0, 0), after: of(0, 0) };
		expect(classesChange([...both, empty])).toEqual(classesChange(both));
	});

	test('of sums say the same as of classes where those are of one size, and no interval below five', () => {
		const classes = [3, 9, 12, 15, 8, 11].map((count) => of(count, 20));
		const [whole, summed] = [classesProportion(classes), summedProportion(sumsOf(classes))];
		expect(summed).toMatchObject({ count: 58, n: 120, share: whole.share, classes: 6 });
		expect(summed.interval?.low).toBeCloseTo(whole.interval?.low ?? 0, 12);
		expect(summed.interval?.high).toBeCloseTo(whole.interval?.high ?? 0, 12);
		const alike = Array.from({ length: 5 }, () => of(10, 20));
		expect(summedProportion(sumsOf(alike)).interval).toEqual(classesProportion(alike).interval);
		expect(summedProportion(sumsOf(classes.slice(0, 4)))).toMatchObject({ interval: null });
		expect(summedProportion(sumsOf([of(2, 3), of(1, 2)]))).toMatchObject({ share: null, interval: null });
	});
});
