import { effortOf, reachOf, violationsOf } from '#planning/checking.ts';
import type { Solved } from '#planning/draft.ts';
import { solveDraft } from '#planning/solving.server.ts';
import { OffloadError, offload } from '#platform/offload.server.ts';
import { buildInstance } from '../tests/support/drafts.ts';
import { planGreedily } from '../tests/support/greedy.ts';
import { type Line, median, spread } from './measure.ts';

const full = { places: 60, teams: 15, days: 22, audiences: 6 };
const limits = { timeoutMs: 120_000, memoryMb: 1024 };

/** The drafting assistant against a greedy planner; how long it takes, how good it is proven to be, how soon it stops. */
export async function benchDrafts(): Promise<Line[]> {
	return [...(await large()), ...(await compared()), await cancelled()];
}

/** 60 places × 15 teams × 22 days × 6 groups: as counties are, and with every group wished at every place. */
async function large(): Promise<Line[]> {
	const lines: Line[] = [];
	for (const dense of [false, true]) {
		const seconds: number[] = [];
		let worst = 0;
		for (let seed = 1; seed <= 5; seed++) {
			const solved = await solveDraft(buildInstance(seed, full, { dense }));
			seconds.push(solved.seconds);
			worst = Math.max(worst, solved.reach.gap, solved.effort.gap);
		}
		const longest = Math.max(...seconds);
		lines.push({
			what: `a draft for 60 places × 15 teams × 22 days × 6 groups${dense ? ', every group at every place' : ''}: seconds of one core (longest)`,
			ours: `${median(seconds).toFixed(1)} s (${longest.toFixed(1)} s)`,
			...{ baseline: '', ratio: '', n: seconds.length, spread: spread(seconds) },
			must: '≤ 20 s, proven gap ≤ 1 %',
			met: longest <= 20 && worst <= 0.01,
		});
	}
	return lines;
}

/** 200 counties by chance: what is reached, what is broken, and what the same reach costs. */
async function compared(): Promise<Line[]> {
	let atLeast = 0;
	let better = 0;
	let broken = 0;
	const shares: number[] = [];
	const n = 200;
	for (let seed = 1; seed <= n; seed++) {
		const size = { places: 5 + (seed % 30), teams: 2 + (seed % 7), days: 5 + (seed % 18), audiences: 2 + (seed % 5) };
		const instance = buildInstance(1000 + seed, size);
		const { lines } = await solveDraft(instance);
		const greedy = planGreedily(instance);
		const [ours, theirs] = [reachOf(instance, lines).score, reachOf(instance, greedy).score];
		if (ours >= theirs - 1e-6) atLeast++;
		if (ours > theirs + 1e-6) better++;
		broken += violationsOf(instance, lines).length;
		const minutes = effortOf(instance, greedy).minutes;
		if (Math.abs(ours - theirs) < 1e-6 && minutes > 0) shares.push(effortOf(instance, lines).minutes / minutes);
	}
	return [
		{
			what: 'what is reached, against a greedy planner: at least as much (more)',
			...{ ours: `${atLeast} of ${n} (${better})`, baseline: 'greedy', ratio: '', n, spread: '' },
			...{ must: '100 %', met: atLeast === n },
		},
		{
			what: 'rules broken, as an independent checker finds them',
			...{ ours: String(broken), baseline: '', ratio: '', n, spread: '', must: '0', met: broken === 0 },
		},
		{
			what: 'travel and load where both reach the same',
			...{
				ours: `${Math.round(median(shares) * 100)} %`,
				baseline: '100 %',
				ratio: '',
				n: shares.length,
				spread: spread(shares),
			},
		},
	];
}

/** How long a draft goes on after it was told to stop. */
async function cancelled(): Promise<Line> {
	const times: number[] = [];
	for (let seed = 1; seed <= 5; seed++) {
		const over = new AbortController();
		const asked = offload<Solved>(
			'#planning/solving.server.ts',
			'solveDraft',
			buildInstance(seed, full, { dense: true }),
			limits,
			{
				signal: over.signal,
			},
		);
		await new Promise((resolve) => setTimeout(resolve, 1_500));
		const from = performance.now();
		over.abort();
		const fault = await asked.catch((thrown: unknown) => thrown);
		if (fault instanceof OffloadError) times.push(performance.now() - from);
	}
	// The job looks every 400 ms whether somebody still wants the draft.
	const longest = Math.max(...times) + 400;
	return {
		what: 'a draft that is stopped: until nothing of it runs any more, longest, with the beat of the job',
		...{ ours: `${Math.round(longest)} ms`, baseline: '', ratio: '', n: times.length, spread: '' },
		...{ must: '≤ 1 s', met: times.length > 0 && longest <= 1_000 },
	};
}
