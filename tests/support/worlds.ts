import type { Branch, Table } from '#checks/crossing.ts';
import { binomial } from './chance.ts';

/**
 * What a country might have counted: some counties (now and then with municipalities), often told apart by audience too, some questions with three
 * to five answers, cells from nobody to a hundred and more, many of them small; some cells were never asked.
 */
export function buildTable(random: () => number): Table {
	const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
	const rows: Branch = {
		key: 'all',
		parts: Array.from({ length: whole(2, 5) }, (_, row) => ({
			key: `row ${row}`,
			...(random() < 0.3 && {
				parts: Array.from({ length: whole(2, 3) }, (_, part) => ({ key: `row ${row}.${part}` })),
			}),
		})),
	};
	const columns: Branch | null =
		random() < 0.6
			? { key: 'everybody', parts: Array.from({ length: whole(2, 4) }, (_, column) => ({ key: `column ${column}` })) }
			: null;
	const shape = Array.from({ length: whole(1, 3) }, () => whole(3, 5));
	// A world of its own: how many of its cells are small, and how one-sided its answers are.
	const [smallness, tilt] = [random() * 0.6, 1 + 3 * random()];
	const size = (): number => (random() < smallness ? whole(0, 12) : whole(10, random() < 0.5 ? 40 : 160));
	const cells = leaves(rows).flatMap((row) =>
		(columns ? leaves(columns) : [null]).flatMap((column) => {
			if (random() < 0.08) return [];
			const n = size();
			const counters = shape.map((answers) => divide(random, n, answers, tilt));
			return [{ at: column === null ? [row] : [row, column], counters }];
		}),
	);
	return { by: columns ? [rows, columns] : [rows], cells };
}

const leaves = ({ key, parts }: Branch): string[] => (parts ? parts.flatMap(leaves) : [key]);

/** The answers of `n` people to one question. */
function divide(random: () => number, n: number, answers: number, tilt: number): number[] {
	const weights = Array.from({ length: answers }, () => random() ** tilt);
	let [left, weight] = [n, weights.reduce((sum, one) => sum + one, 0)];
	return weights.map((one, answer) => {
		const count = answer === answers - 1 ? left : binomial(random, left, Math.min(1, one / weight));
		left -= count;
		weight -= one;
		return count;
	});
}
