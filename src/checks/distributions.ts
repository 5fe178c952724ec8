/**
 * The few distributions that intervals and tests need, to about twelve digits; `tests/support/statistics-reference.json` has them from SciPy.
 */

/** The 97.5 % point of the normal distribution: what "95 %" means on both sides. */
export const normalPoint = 1.959963984540054;

/** The point that Student's t with these degrees of freedom, whole or not, exceeds with probability 2.5 %. */
export function studentPoint(degrees: number): number {
	if (!(degrees > 0 && degrees < Number.POSITIVE_INFINITY)) throw new RangeError(`degrees of freedom: ${degrees}`);
	const known = points.get(degrees);
	if (known !== undefined) return known;
	// t² / (ν + t²) is of the beta distribution with 1/2 and ν/2.
	const part = betaPoint(0.95, 0.5, degrees / 2);
	const point = Math.sqrt((degrees * part) / (1 - part));
	if (points.size < 1000) points.set(degrees, point);
	return point;
}

/** A page asks for the same few points a hundred times. */
const points = new Map<number, number>();

/**
 * The probability of at most `most` heads in `tosses` of a fair coin. The largest term after Loader, Fast and Accurate Computation of
 * Binomial Probabilities (2000), the others from it by their ratios: exact for ten tosses, and no overflow for a million.
 */
export function coinTail(most: number, tosses: number): number {
	if (most < 0) return 0;
	if (most >= tosses) return 1;
	// Beyond the middle the other tail is the shorter sum.
	if (most > tosses / 2) return 1 - coinTail(tosses - most - 1, tosses);
	let [sum, term] = [0, 1];
	for (let heads = most; heads >= 0 && term > 1e-18 * sum; heads--) {
		sum += term;
		term *= heads / (tosses - heads + 1);
	}
	return sum * coinPart(most, tosses);
}

const coinPart = (heads: number, tosses: number): number =>
	heads === 0 || heads === tosses ? 2 ** -tosses : binomialPart(heads, tosses - heads, 0.5);

/** Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) pᵃ (1 − p)ᵇ: of whole numbers, how probable so many heads and tails are. */
function binomialPart(heads: number, tails: number, p: number): number {
	const tosses = heads + tails;
	const away = heads * Math.log(heads / (tosses * p)) + tails * Math.log(tails / (tosses * (1 - p)));
	const beyond = stirlingRest(tosses) - stirlingRest(heads) - stirlingRest(tails);
	return Math.exp(beyond - away) * Math.sqrt(tosses / (2 * Math.PI * heads * tails));
}

/** ln Γ(x + 1) less Stirling's formula: its series from 15 on, below that from the value at x + 1. */
function stirlingRest(x: number): number {
	let [at, more] = [x, 0];
	for (; at <= 15; at++) more += (at + 0.5) * Math.log1p(1 / at) - 1;
	return more + (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / at ** 2) / at ** 2) / at ** 2) / at;
}

/**
 * The point below which a variable of the beta distribution lies with this probability: Newton's method, and half the way
 * between what is too low and too high where it would leave them.
 */
export function betaPoint(probability: number, a: number, b: number): number {
	let [low, high, at] = [0, 1, a / (a + b)];
	for (let turn = 0; turn < 100; turn++) {
		const above = betaBelow(at, a, b) - probability;
		if (above < 0) low = at;
		else high = at;
		const density = (binomialPart(a, b, at) * a * b) / ((a + b) * at * (1 - at));
		const next = at - above / density;
		const from = at;
		at = next > low && next < high ? next : (low + high) / 2;
		if (Math.abs(at - from) <= 1e-15 * at) break;
	}
	return at;
}

/** The incomplete beta function Iₓ(a, b): the continued fraction of Abramowitz and Stegun, 26.5.8, on the side of the mean where it is short. */
function betaBelow(x: number, a: number, b: number): number {
	if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a);
	// From the front, as Lentz has it: ratios of one numerator, and of one denominator, to the last.
	let [fraction, numerator, denominator] = [1, 1, 0];
	for (let step = 1; step < 10_000; step++) {
		const m = step >> 1;
		const top = step % 2 === 0 ? m * (b - m) : -(a + m) * (a + b + m);
		const part = (top * x) / ((a + step - 1) * (a + step));
		denominator = 1 / (1 + part * denominator);
		numerator = 1 + part / numerator;
		fraction *= numerator * denominator;
		if (Math.abs(numerator * denominator - 1) < 1e-15) break;
	}
	return (binomialPart(a, b, x) * (b / (a + b))) / fraction;
}
