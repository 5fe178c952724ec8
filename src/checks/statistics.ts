import { betaPoint, coinTail, normalPoint } from './distributions.ts';
import { ceilingShare, leastAnswers } from './model.ts';

/** How many of how many. */
export type Part = { count: number; n: number };
export type Interval = { low: number; high: number };
/** Below ten answers there are counts: share and interval are null. */
export type Proportion = Part & { share: number | null; interval: Interval | null };
/** The same people before and after, by whether they were right: what a paired check keeps of a question. Not to know is not to be right. */
export type Pairs = { both: number; gained: number; lost: number; neither: number };

export type Change = {
	before: Part;
	after: Part;
	/** After less before, in points (0.14 is 14 points). */
	points: number | null;
	interval: Interval | null;
	/** So many were right before that the question has no room to show a gain: it wants another one in its place. */
	isAtCeiling: boolean;
};
export type PairedChange = Change & { gained: number; lost: number /** Of the exact test of McNemar. */; p: number };
/** Totals alone do not say who changed their mind: between which numbers it must have been. */
export type Bounds = { gained: { least: number; most: number }; lost: { least: number; most: number } };
export type GroupChange = Change & {
	bounds: Bounds | null /** The interval is too wide, for it treats one class as two. */;
	asUnpaired: true;
};

/** Events of one mode put together: counts are added, so each answer weighs the same; percentages are never averaged. */
export function pool(parts: readonly Part[]): Part {
	let [count, n] = [0, 0];
	for (const part of parts) {
		count += part.count;
		n += part.n;
	}
	return { count, n };
}

/** So many were right already before that a question has no room to show what was learned. Of fewer than ten nothing is said. */
export const isAtCeiling = ({ count, n }: Part): boolean => n >= leastAnswers && count / n >= ceilingShare;

export function proportion({ count, n }: Part): Proportion {
	const isSaid = n >= leastAnswers;
	return { count, n, share: isSaid ? count / n : null, interval: isSaid ? wilson({ count, n }) : null };
}

/** Checks in which each person is compared with themselves: who gained, who lost, and whether that can be chance. */
export function pairedChange(pairs: Pairs): PairedChange {
	const { both, gained, lost, neither } = pairs;
	const n = both + gained + lost + neither;
	const change = changeOf({ count: both + lost, n }, { count: both + gained, n }, () => pairedInterval(pairs));
	return { ...change, gained, lost, p: mcnemar(gained, lost) };
}

/** Checks in which nobody knows who of those before are there after. */
export const unpairedChange = (before: Part, after: Part): Change =>
	changeOf(before, after, () => newcombe(before, after));

/** A show of hands: totals of one class, before and after. */
export const groupChange = (before: Part, after: Part): GroupChange => ({
	...unpairedChange(before, after),
	bounds: before.n === after.n ? boundsOf(before.count, after.count, before.n) : null,
	asUnpaired: true,
});

export function changeOf(before: Part, after: Part, interval: () => Interval | null): Change {
	const isSaid = Math.min(before.n, after.n) >= leastAnswers;
	const [first, second] = [before.count / before.n, after.count / after.n];
	return {
		...{ before, after },
		points: isSaid ? second - first : null,
		interval: isSaid ? interval() : null,
		isAtCeiling: isSaid && isAtCeiling(before),
	};
}

function boundsOf(before: number, after: number, n: number): Bounds {
	const risen = after - before;
	return {
		gained: { least: Math.max(0, risen), most: Math.min(after, n - before) },
		lost: { least: Math.max(0, -risen), most: Math.min(before, n - after) },
	};
}

/**
 * The score interval of one proportion: Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927). Other points than
 * the normal one are for classes (`clusters.ts`), a number of answers that is not whole for what is published.
 */
export function wilson({ count, n }: Part, point = normalPoint): Interval | null {
	if (n <= 0) return null;
	const [share, square] = [count / n, point ** 2];
	const middle = (share + square / (2 * n)) / (1 + square / n);
	const reach = (point / (1 + square / n)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
	// At 0 and n the ends are 0 and 1, not what rounding leaves of them.
	return { low: count === 0 ? 0 : Math.max(0, middle - reach), high: count === n ? 1 : Math.min(1, middle + reach) };
}

/**
 * The interval of one proportion as if half a person had been seen of either kind beforehand: the prior of Jeffreys, cut to 0 and 1
 * where nobody and everybody was right. Brown, Cai and DasGupta, Interval estimation for a binomial proportion, Statistical Science 16 (2001) 101–133.
 */
export function jeffreys({ count, n }: Part): Interval | null {
	if (n <= 0) return null;
	const end = (probability: number) => betaPoint(probability, count + 0.5, n - count + 0.5);
	return { low: count === 0 ? 0 : end(0.025), high: count === n ? 1 : end(0.975) };
}

/** A share or a difference as it was found, and its interval. */
export type Estimate = { found: number; interval: Interval };

/**
 * The interval of the difference of two estimates from the interval of each, and how far they go together (their correlation): the variance is
 * recovered from the end that matters (Zou and Donner, Construction of confidence limits about effect measures, Statistics in Medicine 27 (2008) 1693–1702).
 */
export function differenceOf(first: Estimate, second: Estimate, together = 0): Interval {
	const reach = (one: number, other: number) =>
		Math.sqrt(Math.max(0, one ** 2 + other ** 2 - 2 * together * one * other));
	const difference = second.found - first.found;
	return {
		low: difference - reach(second.found - second.interval.low, first.interval.high - first.found),
		high: difference + reach(second.interval.high - second.found, first.found - first.interval.low),
	};
}

/**
 * The hybrid score interval of the difference of two independent proportions: Newcombe, Interval estimation for the difference between independent
 * proportions, Statistics in Medicine 17 (1998) 873–890, method 10.
 */
export function newcombe(before: Part, after: Part): Interval | null {
	const [first, second] = [wilson(before), wilson(after)];
	if (!first || !second) return null;
	return differenceOf(
		{ found: before.count / before.n, interval: first },
		{ found: after.count / after.n, interval: second },
	);
}

/**
 * The interval of a change of the same people: the share that gained less the share that lost, each with the interval of Jeffreys. Who gained cannot have lost, so the
 * two go against each other, as shares of one multinomial do. What the exact test of McNemar refuses, it refuses too.
 */
export function pairedInterval({ both, gained, lost, neither }: Pairs): Interval | null {
	const n = both + gained + lost + neither;
	const [down, up] = [jeffreys({ count: lost, n }), jeffreys({ count: gained, n })];
	if (!down || !up) return null;
	const odds = (count: number) => (count === n ? 0 : count / (n - count));
	return differenceOf(
		{ found: lost / n, interval: down },
		{ found: gained / n, interval: up },
		-Math.sqrt(odds(gained) * odds(lost)),
	);
}

/**
 * The exact test of McNemar, two-sided: whether as many gained as lost could be a coin’s doing. Those who did not change say nothing about it.
 * McNemar, Psychometrika 12 (1947); the exact form is the sign test.
 */
export const mcnemar = (gained: number, lost: number): number =>
	Math.min(1, 2 * coinTail(Math.min(gained, lost), gained + lost));
