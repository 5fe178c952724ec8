/** The same numbers for the same seed (mulberry32). */
export function chance(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** How many of `n` come true, each with the same probability. */
export function binomial(random: () => number, n: number, share: number): number {
	let count = 0;
	for (let turn = 0; turn < n; turn++) if (random() < share) count++;
	return count;
}

/** The share of one class, where classes are as much alike inside as `alikeness` (intraclass correlation) says: beta-distributed. */
export function classShare(random: () => number, share: number, alikeness: number): number {
	if (alikeness === 0 || share <= 0 || share >= 1) return share;
	const rest = (1 - alikeness) / alikeness;
	const [first, second] = [gamma(random, share * rest), gamma(random, (1 - share) * rest)];
	return first / (first + second);
}

/** Marsaglia and Tsang (2000). */
function gamma(random: () => number, shape: number): number {
	if (shape < 1) return gamma(random, shape + 1) * random() ** (1 / shape);
	const d = shape - 1 / 3;
	for (;;) {
		const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
		const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
		if (v > 0 && Math.log(1 - random()) < normal ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
	}
}
