import { leastAnswers } from './model.ts';

/** One way of telling answers apart: parts divide their whole and stand beside their neighbours, for a small one joins the next. */
export type Branch = { key: string; parts?: readonly Branch[] };
/** What was counted in one place of a table: by question, by answer; as many of each question, for left out counts as an answer too. */
export type Counters = readonly (readonly number[])[];
export type Table = {
	/** One way or two, never three: each more makes groups smaller and their differences more telling. */
	by: readonly [Branch] | readonly [Branch, Branch];
	/** By the keys of parts that have no parts. What is not here was not asked: that is unknown, and not 0. */
	cells: readonly { at: readonly string[]; counters: Counters }[];
};

/** Cells by their position in the table. */
export type Cells = readonly number[];
/** A group of a table as anybody may ask for it: a part of the first way, crossed with one of the second. */
export type Group = { at: readonly string[]; cells: Cells };
/** The same as a tree: the first way, and below each of its last parts the second. */
export type Node = Group & { parts: readonly Node[] };

/** Counts are published as the nearest multiple of this. */
export const roundingUnit = 5;
export const nearest = (count: number, unit = roundingUnit): number => unit * Math.round(count / unit);
/**
 * A group is shown from this rounded number on, and small below it: beyond ten, at a border of rounding, so that one person more or less never
 * shows otherwise than by rounding.
 */
const leastShown = leastAnswers + roundingUnit;
export const mostSmall = leastShown - Math.ceil(roundingUnit / 2);
const isSmall = (n: number): boolean => nearest(n) < leastShown;

/** Every group in which something was asked. */
export function groupsOf({ by, cells }: Table): Group[] {
	const [rows, columns] = by.map((way) => branchesOf(way));
	return (rows ?? []).flatMap((row) =>
		(columns ?? [null]).flatMap((column): Group[] => {
			const inside = cells.flatMap(({ at: [first = '', second = ''] }, cell) =>
				row.leaves.has(first) && (column?.leaves.has(second) ?? true) ? [cell] : [],
			);
			return inside.length === 0 ? [] : [{ at: column ? [row.key, column.key] : [row.key], cells: inside }];
		}),
	);
}

function branchesOf({ key, parts }: Branch): { key: string; leaves: Set<string> }[] {
	const below = (parts ?? []).map(branchesOf);
	const leaves = parts ? below.flatMap(([first]) => [...(first?.leaves ?? [])]) : [key];
	return [{ key, leaves: new Set(leaves) }, ...below.flat()];
}

export function treeOf(table: Table): Node {
	const [rows, columns] = table.by;
	const groups = groupsOf(table);
	const node = (at: string[], parts: readonly Node[]): Node => {
		const cells = groups.find((group) => group.at.join('\n') === at.join('\n'))?.cells ?? [];
		return { at, cells, parts: parts.filter((part) => part.cells.length > 0) };
	};
	const below = (row: Branch, column: Branch): Node =>
		node(
			[row.key, column.key],
			(column.parts ?? []).map((part) => below(row, part)),
		);
	const tree = (row: Branch): Node => {
		if (row.parts) return node(columns ? [row.key, columns.key] : [row.key], row.parts.map(tree));
		return columns ? below(row, columns) : node([row.key], []);
	};
	return tree(rows);
}

/** People of whom is told together; at most so many, where that is known because all parts are small that came together. */
export type Together = { cells: Cells; most: number };

/**
 * Divides everybody into sets that may be told of by themselves: each person is in one, and nothing else is ever counted. Small parts of a whole
 * come together; where they are one only, too few, or nearly as many as small parts can be, the next in the declared order joins them; where that
 * leaves nothing, the whole is not divided. Of a whole that is small itself nothing is told.
 */
export function setsOf(tree: Node, sizeOf: (cells: Cells) => number): Together[] {
	return isSmall(sizeOf(tree.cells)) ? [] : divided(tree, sizeOf);
}

function divided(whole: Node, sizeOf: (cells: Cells) => number): Together[] {
	const small = whole.parts.filter(({ cells }) => isSmall(sizeOf(cells)));
	if (whole.parts.length === 0) return [{ cells: whole.cells, most: Number.POSITIVE_INFINITY }];
	if (small.length === 0) return whole.parts.flatMap((part) => divided(part, sizeOf));
	const first = whole.parts.indexOf(small[0] as Node);
	const waiting = [...whole.parts.slice(first), ...whole.parts.slice(0, first)].filter((part) => !small.includes(part));
	const joined = [...small];
	for (;;) {
		const cells = joined.flatMap((part) => part.cells).sort((a, b) => a - b);
		const n = sizeOf(cells);
		const most = joined.length === small.length ? mostSmall * small.length : Number.POSITIVE_INFINITY;
		const isEnough = !isSmall(n) && nearest(n) + Math.floor(roundingUnit / 2) <= most;
		if (waiting.length === 0) return [{ cells: whole.cells, most }];
		if (isEnough) return [{ cells, most }, ...waiting.flatMap((part) => divided(part, sizeOf))];
		joined.push(waiting.shift() as Node);
	}
}
