import { describe, expect, test } from 'vitest';
import { binomial, chance, classShare } from '../../tests/support/chance.ts';
import { isDaily, thorough } from '../../tests/support/thorough.ts';
import { type ClassChange, classesChange, classesProportion, summedProportion } from './clusters.ts';
import { type Interval, newcombe, type Pairs, type Part, pairedInterval, wilson } from './statistics.ts';

/**
 * How often an interval that says 95 % has the truth in it. Of each cell of a design so many worlds are made by chance, always the same ones; the
 * truth of each is drawn from the band that the cell names, for the coverage at one single share jumps with every answer more.
 */
const worlds = thorough ? 20_000 : 2_000;
type Cell = { name: string; world: (random: () => number) => { truth: number; interval: Interval | null } };

function coverage({ name, world }: Cell): number {
	let seed = 0;
	for (const letter of name) seed = (Math.imul(seed, 31) + letter.charCodeAt(0)) >>> 0;
	const random = chance(seed);
	let covered = 0;
	for (let turn = 0; turn < worlds; turn++) {
		const { truth, interval } = world(random);
		if (interval && interval.low <= truth && truth <= interval.high) covered++;
	}
	return covered / worlds;
}

/** The cells that are not covered between 93 and 97 times in a hundred. */
function outside(cells: readonly Cell[], [least, most] = [0.93, 0.97]): string[] {
	// The daily run takes one cell in four.
	const asked = cells.filter((_, turn) => isDaily(turn, 4));
	const found = asked.map((cell) => ({ name: cell.name, share: coverage(cell) }));
	const said = ({ name, share }: (typeof found)[number]) => `${name}: ${(100 * share).toFixed(1)} %`;
	if (thorough) console.info(found.map(said).join('\n'));
	return found.filter(({ share }) => share < least || share > most).map(said);
}

type Band = readonly [number, number];
const within = (random: () => number, [low, high]: Band): number => low + (high - low) * random();
const whole = (random: () => number, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));

const bands: readonly Band[] = [
	...([
		[0.05, 0.2],
		[0.2, 0.4],
		[0.4, 0.6],
	] as const),
	...([
		[0.6, 0.8],
		[0.8, 0.95],
	] as const),
];
/** What an hour does: a share that knew before, of the others those who learn, of those who knew those who no longer do. */
type Hour = { before: number; gain: number; loss: number };
const hours: Record<string, Hour> = {
	'40 % before, half learn': { before: 0.4, gain: 0.5, loss: 0.1 },
	'70 % before, half learn': { before: 0.7, gain: 0.5, loss: 0.05 },
	'85 % before, most learn': { before: 0.85, gain: 0.6, loss: 0.03 },
	'half before, as many gain as lose': { before: 0.5, gain: 0.1, loss: 0.1 },
	'30 % before, one in ten learns': { before: 0.3, gain: 0.1, loss: 0.05 },
};
/** So few learn that a chance of one class is most of what is found. */
const hardly: Record<string, Hour> = {
	'30 % before, one in twenty learns': { before: 0.3, gain: 0.05, loss: 0.01 },
};
const near = (random: () => number, hour: Hour): Hour => ({ ...hour, before: hour.before + 0.1 * (random() - 0.5) });
const truthOf = ({ before, gain, loss }: Hour): number => (1 - before) * gain - before * loss;

function pairs(random: () => number, n: number, { before, gain, loss }: Hour): Pairs {
	const knew = binomial(random, n, before);
	const [gained, lost] = [binomial(random, n - knew, gain), binomial(random, knew, loss)];
	return { both: knew - lost, gained, lost, neither: n - knew - gained };
}

/** The same hour in one class, which knows more or less, learns better or worse than others. */
const inClass = (random: () => number, { before, gain, loss }: Hour, alike: number): Hour => ({
	before: classShare(random, before, alike),
	gain: classShare(random, gain, alike),
	loss: classShare(random, loss, alike),
});

function pairedClass(random: () => number, hour: Hour, n = whole(random, 12, 31)): ClassChange {
	const { both, gained, lost } = pairs(random, n, hour);
	return { before: { count: both + lost, n }, after: { count: both + gained, n } };
}

/** A class of ten or a school of 160, and what lies between. */
const uneven = (random: () => number): number => Math.floor(10 * 16 ** random());
const unevenClass = (random: () => number, hour: Hour): ClassChange => pairedClass(random, hour, uneven(random));

/** Nobody is told apart, and not everybody who was there before is there after. */
function unpairedClass(random: () => number, { before, gain, loss }: Hour): ClassChange {
	const [m, n] = [whole(random, 12, 31), whole(random, 12, 31)];
	const after = (1 - before) * gain + before * (1 - loss);
	return { before: { count: binomial(random, m, before), n: m }, after: { count: binomial(random, n, after), n } };
}

const changeOfClasses = (
	{ classes, alike, hour: name }: { classes: number; alike: number; hour: string },
	oneClass: (random: () => number, hour: Hour) => ClassChange,
): Cell => ({
	name: `${classes} classes, alike by ${alike}, ${name}`,
	world: (random) => {
		const hour = near(random, { ...hours, ...hardly }[name] as Hour);
		const changes = Array.from({ length: classes }, () => oneClass(random, inClass(random, hour, alike)));
		return { truth: truthOf(hour), interval: classesChange(changes).interval };
	},
});
const design = (alikes: readonly number[], of = hours) =>
	[5, 8, 15, 40].flatMap((classes) =>
		alikes.flatMap((alike) => Object.keys(of).map((hour) => ({ classes, alike, hour }))),
	);
/** As many gain as lose, in few classes that are very much alike. */
const isEven = ({ classes, alike, hour }: ReturnType<typeof design>[number]): boolean =>
	classes < 15 && alike === 0.2 && hour === 'half before, as many gain as lose';

const twoSides = (
	[
		[10, 10],
		[25, 25],
		[30, 50],
		[243, 385],
	] as const
).flatMap(([m, n]) =>
	bands.map(
		(band): Cell => ({
			name: `${m} before and ${n} after, ${band.join('–')}`,
			world: (random) => {
				const p = within(random, band);
				const q = within(random, [p, 0.98]);
				const after = { count: binomial(random, n, q), n };
				return { truth: q - p, interval: newcombe({ count: binomial(random, m, p), n: m }, after) };
			},
		}),
	),
);
/** Up to 25 people before the hour of whom nearly all are right: hardly anybody is left to be counted. */
const fewWrong = ['10 before and 10 after, 0.8–0.95', '25 before and 25 after, 0.8–0.95'];

const samePeople = [10, 25, 50, 100, 200].flatMap((n) =>
	Object.entries(hours).map(([name, hour]) => ({
		name: `${n} people, ${name}`,
		/** How many change their answer, on average. */
		changing: n * ((1 - hour.before) * hour.gain + hour.before * hour.loss),
		world: (random: () => number) => {
			const here = { ...near(random, hour), gain: within(random, [hour.gain * 0.5, hour.gain * 1.5]) };
			return { truth: truthOf(here), interval: pairedInterval(pairs(random, n, here)) };
		},
	})),
);

const fewChanges = 2.5;

function ofSums(parts: readonly Part[]): Interval | null {
	const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
	const [c, n, cc] = [sum(({ count }) => count), sum((part) => part.n), sum(({ count }) => count ** 2)];
	const sums = {
		classes: parts.length,
		c,
		n,
		cc,
		cn: sum((part) => part.count * part.n),
		nn: sum((part) => part.n ** 2),
	};
	return summedProportion(sums).interval;
}

describe('an interval of 95 % has the truth in it 93 to 97 times in a hundred', { timeout: 600_000 }, () => {
	test('one proportion of 10 to 385 answers, from 5 to 95 % right', () => {
		const cells = [10, 25, 50, 100, 385].flatMap((n) =>
			bands.map(
				(band): Cell => ({
					name: `${n} answers, ${band.join('–')}`,
					world: (random) => {
						const truth = within(random, band);
						return { truth, interval: wilson({ count: binomial(random, n, truth), n }) };
					},
				}),
			),
		);
		expect(outside(cells)).toEqual([]);
	});

	test('two unconnected proportions', () => {
		expect(outside(twoSides.filter(({ name }) => !fewWrong.includes(name)))).toEqual([]);
	});

	test('the same people before and after, where three or more change their answer', () => {
		expect(outside(samePeople.filter(({ changing }) => changing >= fewChanges))).toEqual([]);
	});

	const shareOfClasses = (classes: number, alike: number, band: Band, { summed = false, size = usual } = {}): Cell => ({
		name: `${summed ? 'sums of ' : ''}${classes} classes, alike by ${alike}, ${band.join('–')}`,
		world: (random) => {
			const truth = within(random, band);
			const parts = Array.from({ length: classes }, () => {
				const n = size(random);
				return { count: binomial(random, n, classShare(random, truth, alike)), n };
			});
			return { truth, interval: summed ? ofSums(parts) : classesProportion(parts).interval };
		},
	});
	const usual = (random: () => number) => whole(random, 8, 32);

	test('a proportion of 5 to 40 classes of 8 to 32, not alike, somewhat and much', () => {
		const cells = [5, 8, 15, 40].flatMap((classes) => [
			...[0, 0.05, 0.1, 0.2].flatMap((alike) => bands.map((band) => shareOfClasses(classes, alike, band))),
		]);
		expect(outside(cells)).toEqual([]);
	});

	test('the same of which only sums are kept', () => {
		const cells = [5, 8, 15, 40].flatMap((classes) =>
			[0, 0.05, 0.1].flatMap((alike) => bands.map((band) => shareOfClasses(classes, alike, band, { summed: true }))),
		);
		expect(outside(cells)).toEqual([]);
	});

	test('a change of 5 to 40 classes of 12 to 31: the same people, or not told apart', () => {
		const cells = design([0, 0.05, 0.1, 0.2]).filter((cell) => !isEven(cell));
		for (const oneClass of [pairedClass, unpairedClass])
			expect(outside(cells.map((cell) => changeOfClasses(cell, oneClass)))).toEqual([]);
	});

	test('classes of ten beside schools of 160: a little too wide where there are five', () => {
		const cells = [5, 8, 15, 40].flatMap((classes) => [0, 0.05, 0.1].map((alike) => ({ classes, alike })));
		for (const summed of [false, true]) {
			const shares = cells.flatMap(({ classes, alike }) =>
				bands.map((band) => shareOfClasses(classes, alike, band, { summed, size: uneven })),
			);
			expect(outside(shares, [0.93, 0.98])).toEqual([]);
		}
		const changes = design([0, 0.05, 0.1]).map((cell) => changeOfClasses(cell, unevenClass));
		expect(outside(changes, [0.93, 0.98])).toEqual([]);
	});

	test('it is wider than need be where hardly anybody changes or is wrong: so few answers know no finer steps', () => {
		const wide = [
			...samePeople.filter(({ changing }) => changing < fewChanges),
			...twoSides.filter(({ name }) => fewWrong.includes(name)),
		];
		expect(outside(wide, [0.95, 1])).toEqual([]);
		const even = design([0.2]).filter(isEven);
		expect(
			outside(
				even.map((cell) => changeOfClasses(cell, pairedClass)),
				[0.93, 0.98],
			),
		).toEqual([]);
	});

	test('where one in twenty learns it is too wide with few classes, and too narrow with many that are alike', () => {
		const cells = design([0, 0.05, 0.1], hardly).map((cell) => changeOfClasses(cell, pairedClass));
		expect(outside(cells, [0.92, 0.99])).toEqual([]);
	});
});
