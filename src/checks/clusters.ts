import { studentPoint } from './distributions.ts';
import { leastAnswers } from './model.ts';
import {
	type Change,
	changeOf,
	differenceOf,
	type Interval,
	newcombe,
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
export type ClassesChange = Change & Pick<Classes, 'classes'>;
/** One class before and after: who changed does not matter here, so paired checks, hands and two unconnected counts are read alike. */
export type ClassChange = { before: Part; after: Part };

/**
 * The share of several classes. The interval is that of its logit (as survey statistics has it: `xlogit` of R’s svyciprop), with the jackknife over classes as variance and
 * Student’s t: of the methods tried it alone covers 95 % with five classes and near 0 and 1 too.
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
	// What is left of equal numbers by rounding is nothing.
	const variance = squares < 1e-12 * cc ? 0 : ((classes / (classes - 1)) * squares) / (n * n);
	return { ...whole, interval: onLogit(whole, evenly(n, nn), variance), classes };
}

/**
 * What changed over several classes: the difference of the pooled shares. Each has the interval of `classesProportion`, and the jackknife tells how far the
 * two go together, so it does not matter whether they are of the same people. Unlike one of the difference by itself it holds where few people change, and in few classes.
 * Classes that all changed alike do so by chance; then it is as if there were none.
 */
export function classesChange(changes: readonly ClassChange[]): ClassesChange {
	const asked = changes.filter(({ before, after }) => before.n + after.n > 0);
	const [before, after] = [asked.map((one) => one.before), asked.map((one) => one.after)];
	const classes = Math.min(...[before, after].map((side) => side.filter(({ n }) => n > 0).length));
	const interval = () => (classes < leastClasses ? null : changeInterval(before, after));
	return { ...changeOf(pool(before), pool(after), interval), classes };
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
	onLogit(pool(parts), evenlyOf(parts), covariance(deviations(parts), deviations(parts)));

/** Of a share with this variance over so many classes of one size. */
function onLogit(whole: Part, classes: number, variance: number): Interval | null {
	const point = studentPoint(Math.max(1, classes - 1));
	const share = shareOf(whole);
	const spread = share * (1 - share);
	if (spread === 0) return wilson(whole, point);
	// Classes that agree to the last pupil do so by chance; then it is as if there were none.
	const reach = (point * Math.sqrt(variance || spread / whole.n)) / spread;
	const middle = Math.log(share / (1 - share));
	return { low: unlogit(middle - reach), high: unlogit(middle + reach) };
}

function changeInterval(before: readonly Part[], after: readonly Part[]): Interval | null {
	const [first, second] = [pool(before), pool(after)];
	const [one, other] = [deviations(before), deviations(after)];
	const [once, since, both] = [covariance(one, one), covariance(other, other), covariance(one, other)];
	if (once + since - 2 * both < nothing) return newcombe(first, second);
	const [down, up] = [onLogit(first, evenlyOf(before), once), onLogit(second, evenlyOf(after), since)];
	if (!down || !up) return null;
	const together = once && since ? both / Math.sqrt(once * since) : 0;
	return differenceOf({ found: shareOf(first), interval: down }, { found: shareOf(second), interval: up }, together);
}

/**
 * So many classes of one size tell as much of how classes differ as these do: one school of two hundred beside four classes is hardly more than one. Carter,
 * Schnepel and Steigerwald, Asymptotic behavior of a t-test robust to cluster heterogeneity, Review of Economics and Statistics 99 (2017), of answers that are not alike.
 */
const evenly = (n: number, squares: number): number => (n * n) / squares;
const evenlyOf = (parts: readonly Part[]): number => evenly(pool(parts).n, total(parts.map(({ n }) => n * n)));

/** By how much the share would differ without each class in turn: of the jackknife (Efron and Stein, Annals of Statistics 9, 1981). None where it was not asked. */
function deviations(parts: readonly Part[]): Float64Array {
	const whole = pool(parts);
	const without = Float64Array.from(parts, ({ count, n }) => (whole.count - count) / (whole.n - n));
	const asked = parts.filter(({ n }) => n > 0).length;
	const middle = without.reduce((sum, value, at) => sum + (parts[at]?.n ? value : 0), 0) / asked;
	const weight = Math.sqrt((asked - 1) / asked);
	return without.map((value, at) => (parts[at]?.n ? weight * (value - middle) : 0));
}

/** Of two shares over the same classes, or the variance of one. What is left of equal numbers by rounding is nothing. */
function covariance(one: Float64Array, other: Float64Array): number {
	const found = one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
	return Math.abs(found) < nothing ? 0 : found;
}
const nothing = 1e-24;

/** From the class with the least to that with the greatest share, of those with ten answers and more. */
export const rangeOf = (parts: readonly Part[]): Range =>
	rangeIn(parts.filter(({ n }) => n >= leastAnswers).map(shareOf));
const rangeIn = (values: readonly number[]): Range =>
	values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
const unlogit = (value: number): number => 1 / (1 + Math.exp(-value));
const shareOf = ({ count, n }: Part): number => count / n;
const added = (sum: number, value: number): number => sum + value;
const total = (values: readonly number[]): number => values.reduce(added, 0);
