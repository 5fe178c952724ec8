import { cpus, totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';

/** One line of the table: what, ours, the baseline measured in the same run, and how much spread there was. */
export type Line = {
	what: string;
	ours: string;
	baseline: string;
	ratio: string;
	n: number;
	spread: string;
	must?: string;
	met?: boolean;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** From the smallest to the largest, as a share of the median. */
export const spread = (values: readonly number[]): string =>
	`±${Math.round(((Math.max(...values) - Math.min(...values)) / 2 / median(values)) * 100)} %`;

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

/** Ours and the baseline in turn, so that whatever else the machine does falls on both. */
export async function paired(
	rounds: number,
	ours: () => Promise<number>,
	baseline: () => Promise<number>,
): Promise<{ ours: number[]; baseline: number[] }> {
	const both = { ours: [] as number[], baseline: [] as number[] };
	for (let round = 0; round < rounds; round++) {
		const order = round % 2 === 0 ? (['ours', 'baseline'] as const) : (['baseline', 'ours'] as const);
		for (const side of order) both[side].push(await (side === 'ours' ? ours : baseline)());
	}
	return both;
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export function table(lines: readonly Line[]): string {
	const rows = lines.map(({ what, ours, baseline, ratio, n, spread: wide, must, met }) => [
		what,
		ours,
		baseline,
		ratio,
		String(n),
		wide,
		must ? `${must}: ${met ? 'yes' : 'NO'}` : '',
	]);
	return [
		['what', 'ours', 'baseline', 'ratio', 'n', 'spread', 'must'],
		['---', '--:', '--:', '--:', '--:', '--:', '---'],
		...rows,
	]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}

export const machine = (): string =>
	`${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC · ${cpus().length} × ${cpus()[0]?.model.trim()} · ${Math.round(totalmem() / 2 ** 30)} GB · Node ${process.versions.node} · medians`;
