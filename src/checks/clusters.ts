import { studentPoint } from './distributions.ts';
import { leastAnswers } from './model.ts';
import {
	type Change,
	changeOf,
	differenceOf,
	type Interval,
	type Part,
	type Proportion,
	pool,
	proportion,
	wilson,
} from './statistics.ts';

/** Pupils of one class learn together: with fewer classes than this nothing says how much classes differ, and there is no interval. */
export const leastClasses = 5;

/** What lies between the class with the least and the class with the greatest value: said where no interval can be. */
export type Range = Interval | null;
export type Classes = {
	classes: number;
	range: Range;
	/** How much alike answers of one class are: 0 not at all, 1 entirely; below 0 by chance. */
	alikeness: number | null;
	/** So many answers say as much as one of persons who have nothing to do with each other. */
	designEffect: number | null;
};
export type ClassesProportion = Proportion & Classes;
export type ClassesChange = Change & Pick<Classes, 'classes' | 'range'>;
/** One class before and after: who changed does not matter here, so paired checks, hands and two unconnected counts are read alike. */
export type ClassChange = { before: Part; after: Part };

/**
 * The share of several classes. The interval is that of a logit with the jackknife over classes as variance and Student’s t, as survey statistics has it
 * (Korn and Graubard, Confidence intervals for proportions with small expected number of positive counts, Survey Methodology 24, 1998): of the methods tried it alone
 * covers 95 % with five classes and near 0 and 1 too.
 */
export function classesProportion(parts: readonly Part[]): ClassesProportion {
	const asked = parts.filter(({ n }) => n > 0);
	const whole = proportion(pool(asked));
	const alikeness = intraclass(asked);
	const effect = alikeness === null ? null : designEffect(sizeOf(asked), Math.max(0, alikeness));
	const interval = asked.length < leastClasses || whole.share === null ? null : logitInterval(asked);
	return { ...whole, interval, classes: asked.length, range: rangeOf(asked), alikeness, designEffect: effect };
}

/**
 * What is kept of classes that are too many to be read one by one: how many, and the sums over them of c (who was right), n (who answered), c², cn and
 * n². Sums of two months are added.
 */
export type ClassSums = { classes: number; c: number; n: number; cc: number; cn: number; nn: number };
export type SummedProportion = Proportion & { classes: number };

/**
 * The share of several classes from their sums. The variance is that of linearised residuals (Liang and Zeger, Biometrika 73, 1986, with k / (k − 1)): of
 * classes of one size it is that of the jackknife, and close to it of others. The rest is as in `classesProportion`.
 */
export function summedProportion({ classes, c, n, cc, cn, nn }: ClassSums): SummedProportion {
	const whole = proportion({ count: c, n });
	if (classes < leastClasses || whole.share === null) return { ...whole, interval: null, classes };
	const { share } = whole;
	const squares = cc - 2 * share * cn + share * share * nn;
	const variance = ((classes / (classes - 1)) * squares) / (n * n);
	// What is left of equal numbers by rounding is nothing.
	return { ...whole, interval: onLogit(whole, classes, variance < 1e-24 ? 0 : variance), classes };
}

/**
 * What changed over several classes: the difference of the pooled shares. Each has the interval of `classesProportion`, and the jackknife tells how far the
 * two go together, so it does not matter whether they are of the same people. Unlike one of the difference by itself it holds where few people change, and in few classes.
 */
export function classesChange(changes: readonly ClassChange[]): ClassesChange {
	const asked = changes.filter(({ before, after }) => before.n + after.n > 0);
	const [before, after] = [asked.map((one) => one.before), asked.map((one) => one.after)];
	const classes = Math.min(...[before, after].map((side) => side.filter(({ n }) => n > 0).length));
	const interval = () => (classes < leastClasses ? null : changeInterval(before, after, classes));
	const points = asked
		.filter((one) => Math.min(one.before.n, one.after.n) >= leastAnswers)
		.map((one) => shareOf(one.after) - shareOf(one.before));
	return { ...changeOf(pool(before), pool(after), interval), classes, range: extent(points) };
}

/**
 * How much alike answers of one class are (the intraclass correlation), by analysis of variance of answers that are 1 or 0: Fleiss, Levin and Paik,
 * Statistical Methods for Rates and Proportions, 3rd ed. (2003), chapter 15. Null where nothing tells.
 */
export function intraclass(parts: readonly Part[]): number | null {
	const { count, n } = pool(parts);
	const k = parts.length;
	if (k < 2 || n <= k) return null;
	// One walk: a month asks for this of thousands of classes.
	let [apart, alike, squares] = [0, 0, 0];
	for (const part of parts) {
		const share = shareOf(part);
		apart += part.n * (share - count / n) ** 2;
		alike += part.count * (1 - share);
		squares += part.n ** 2;
	}
	const [between, within, size] = [apart / (k - 1), alike / (n - k), (n - squares / n) / (k - 1)];
	const whole = between + (size - 1) * within;
	return whole > 0 ? (between - within) / whole : null;
}

/** Kish, Survey Sampling (1965): 1 + (m − 1) ρ for classes of m. */
export const designEffect = (size: number, alikeness: number): number => 1 + (size - 1) * alikeness;

/** The size of the class that the average answer comes from: where classes differ in size, the large ones count. */
const sizeOf = (parts: readonly Part[]): number => total(parts.map(({ n }) => n * n)) / pool(parts).n;

const logitInterval = (parts: readonly Part[]): Interval | null =>
	onLogit(pool(parts), parts.length, spreadOf(leftOut(parts)));

function onLogit(whole: Part, classes: number, found: number): Interval | null {
	const point = studentPoint(classes - 1);
	const share = shareOf(whole);
	const spread = share * (1 - share);
	if (spread === 0) return wilson(whole, point);
	// Classes that agree to the last pupil do so by chance; then it is as if there were none.
	const variance = found || spread / whole.n;
	const reach = (point * Math.sqrt(variance)) / spread;
	const middle = Math.log(share / (1 - share));
	return { low: unlogit(middle - reach), high: unlogit(middle + reach) };
}

function changeInterval(before: readonly Part[], after: readonly Part[], classes: number): Interval | null {
	const [first, second] = [pool(before), pool(after)];
	const [one, other] = [leftOut(before), leftOut(after)];
	const [low, high] = [spreadOf(one), spreadOf(other)];
	const [down, up] = [onLogit(first, classes, low), onLogit(second, classes, high)];
	if (!down || !up) return null;
	const together = low && high ? jointly(one, other) / Math.sqrt(low * high) : 0;
	return differenceOf({ found: shareOf(first), interval: down }, { found: shareOf(second), interval: up }, together);
}

/** By how much the share would differ without each class in turn: of the jackknife (Efron and Stein, Annals of Statistics 9, 1981). */
function leftOut(parts: readonly Part[]): Float64Array {
	const whole = pool(parts);
	const values = Float64Array.from(parts, ({ count, n }) => (whole.count - count) / (whole.n - n));
	const middle = values.reduce(added, 0) / values.length;
	return values.map((value) => value - middle);
}

/** The covariance of two shares, by the jackknife. */
const jointly = (one: Float64Array, other: Float64Array): number =>
	((one.length - 1) / one.length) * one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

/** The variance of a share. What is left of equal numbers by rounding is nothing. */
function spreadOf(values: Float64Array): number {
	const variance = jointly(values, values);
	return variance < 1e-24 ? 0 : variance;
}

/** From the class with the least to that with the greatest share, of those with ten answers and more. */
export const rangeOf = (parts: readonly Part[]): Range =>
	extent(parts.filter(({ n }) => n >= leastAnswers).map(shareOf));
const extent = (values: readonly number[]): Range =>
	values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
const unlogit = (value: number): number => 1 / (1 + Math.exp(-value));
const shareOf = ({ count, n }: Part): number => count / n;
const added = (sum: number, value: number): number => sum + value;
const total = (values: readonly number[]): number => values.reduce(added, 0);
