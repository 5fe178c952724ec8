import loadHighs, { type Highs, type Model } from 'highs';
import type { Table } from '#checks/crossing.ts';
import type { PublishedTable } from '#checks/disclosure.ts';

/** A number that somebody would like to know: how many were in a group, or (with an answer) how many of them gave it. */
export type Target = { at: readonly string[]; question: number; answer: number | null };
/** A number of which fewer than three possibilities are left. */
type GivenAway = { target: Target; least: number; most: number };
type Span = { from: number; to: number };
/** What an attacker knows besides: how large a group is at least, and at most; null where nobody can know it. */
export type Told = (at: readonly string[]) => Span | null;
/** Some cells, and what is known of their questions. */
type Piece = { cells: number[]; questions: { n: Span; answers: Span[] }[] };

type Row = { from: number; to: number; columns: number[] };

/**
 * What an attacker makes of a published table: an integer program in which every count of every cell is a variable and everything published
 * a row; of each number that is looked for, the least and the most it can be. It shares nothing with the code that publishes: it reads from
 * the declared partition what is in a group, subtracts parts from wholes, and knows that everybody answered every question and which groups were
 * too small. It answers what has fewer than three possibilities.
 */
export function attack(
	highs: Highs,
	{ table, published, sizeOf }: { table: Table; published: PublishedTable; sizeOf: Told },
	targets: readonly Target[],
): GivenAway[] {
	const leavesBelow = table.by.map((branch) => leavesOf(branch));
	const inside = (at: readonly string[]): number[] =>
		table.cells.flatMap((cell, index) =>
			at.every((key, way) => leavesBelow[way]?.get(key)?.has(cell.at[way] ?? '')) ? [index] : [],
		);
	const shape = table.cells[0]?.counters.map((answers) => answers.length) ?? [];
	const width = shape.reduce((sum, answers) => sum + answers, 0);
	const column = (cell: number, question: number, answer: number): number =>
		cell * width + shape.slice(0, question).reduce((sum, answers) => sum + answers, 0) + answer;
	const columnsIn = (cells: readonly number[], question: number, answer: number | null): number[] =>
		cells.flatMap((cell) =>
			answer === null
				? Array.from({ length: shape[question] ?? 0 }, (_, one) => column(cell, question, one))
				: [column(cell, question, answer)],
		);
	const columnsOf = ({ at, question, answer }: Target): number[] => columnsIn(inside(at), question, answer);
	const tell = ({ cells, questions }: Piece): Row[] =>
		questions.flatMap(({ n, answers }, question) => [
			{ ...n, columns: columnsIn(cells, question, null) },
			...answers.map((count, answer) => ({ ...count, columns: columnsIn(cells, question, answer) })),
		]);
	const sizes = published.groups.flatMap(({ at }): Row[] => {
		const size = sizeOf(at);
		return size ? shape.map((_, question) => ({ ...size, columns: columnsOf({ at, question, answer: null }) })) : [];
	});
	const rows = [...sizes, ...piecesOf(table, published, inside).flatMap(tell)];
	const model = load(highs, table.cells.length * width, rows, equalities(table.cells.length, shape, column));
	const columns = targets.map(columnsOf);
	const seen = columns.map(() => ({ least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY }));
	/** Every world that is found says something about all of what is looked for. */
	const learn = (world: ArrayLike<number>): void => {
		const add = (of: readonly number[]) => of.reduce((sum, one) => sum + (world[one] ?? 0), 0);
		for (const row of rows) {
			const sum = add(row.columns);
			if (sum < row.from || sum > row.to) throw new Error('the attack found a world that was not published');
		}
		for (const [index, range] of seen.entries()) {
			const value = add(columns[index] ?? []);
			range.least = Math.min(range.least, value);
			range.most = Math.max(range.most, value);
		}
	};
	const isOpen = (index: number): boolean => (seen[index]?.most ?? 0) - (seen[index]?.least ?? 0) >= 2;
	/** A world in which the sum of these counts, each with its sign, is as small as what is published allows. */
	const find = (signs: readonly (readonly [target: number, sign: number])[], enough?: number): void => {
		const costs = new Float64Array(table.cells.length * width);
		for (const [target, sign] of signs) for (const one of columns[target] ?? []) costs[one] = (costs[one] ?? 0) + sign;
		learn(smallest(highs, model, costs, enough));
	};
	learn(table.cells.flatMap(({ counters }) => counters.flat()));
	try {
		// First many at once, as far as that goes.
		for (let round = 0; round < 12; round++) {
			const left = columns.flatMap((_, index) => (isOpen(index) ? [] : [index]));
			if (left.length > 3)
				find(left.map((index, at) => [index, ((at >> Math.floor(round / 2)) + round) % 2 === 0 ? 1 : -1]));
		}
		for (const index of columns.keys())
			for (const sign of [1, -1]) {
				const range = seen[index];
				// The program may stop where three possibilities are certain.
				if (range && !isOpen(index)) find([[index, sign]], sign === 1 ? range.most - 2 : -range.least - 2);
			}
	} finally {
		model.dispose();
	}
	return targets.flatMap((target, index) => {
		const { least = 0, most = 0 } = seen[index] ?? {};
		return isOpen(index) ? [] : [{ target, least, most }];
	});
}

/** The world that costs least; with `enough`, any that costs so little. */
function smallest(highs: Highs, model: Model, costs: Float64Array, enough?: number): number[] {
	model.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs);
	model.options.set({ objective_target: enough ?? -1e9, mip_rel_gap: enough === undefined ? 0.2 : 0 });
	const { modelStatus } = model.run();
	const { colValue } = model.getSolution();
	const { optimal, objectiveTarget } = highs.constants.modelStatus;
	if (!colValue || (modelStatus !== optimal && modelStatus !== objectiveTarget))
		throw new Error(`the attack found nothing: ${modelStatus}`);
	return [...colValue].map(Math.round);
}

export const loadSolver = (): Promise<Highs> => loadHighs();

/** What is told of groups, and by subtraction of what is missing among the parts of a whole. */
function piecesOf(table: Table, { groups }: PublishedTable, inside: (at: readonly string[]) => number[]): Piece[] {
	const find = (at: readonly string[]) => groups.find((group) => group.at.join() === at.join());
	const told = groups
		.filter(({ state }) => state === 'shown')
		.map(({ at, questions }) => ({ cells: inside(at), questions: spansOf(questions) }));
	const missing = groups
		.filter(({ state }) => state === 'shown')
		.flatMap(({ at, questions }) =>
			at.flatMap((key, way): Piece[] => {
				const keys = partsOf(table.by[way] as Table['by'][0], key);
				const parts = keys.flatMap((part) => find(at.with(way, part)) ?? []);
				const shown = parts.filter(({ state }) => state === 'shown');
				const gone = parts.filter(({ state }) => state === 'hidden');
				if (gone.length === 0 || shown.length + gone.length < parts.length) return [];
				const rest = shown.reduce((left, part) => less(left, spansOf(part.questions)), spansOf(questions));
				return [{ cells: gone.flatMap((part) => inside(part.at)), questions: rest }];
			}),
		);
	return [...told, ...missing];
}

const spansOf = (questions: PublishedTable['groups'][number]['questions']): Piece['questions'] =>
	questions.map(({ n, answers }) => ({ n, answers: answers.map(({ count }) => count) }));

/** Wholes are sums of what was rounded, so that the span of what is left is known as exactly as its own. */
const less = (whole: Piece['questions'], part: Piece['questions']): Piece['questions'] => {
	const minus = (one: Span, other: Span | undefined): Span => ({
		from: one.from - (other?.from ?? 0),
		to: one.to - (other?.to ?? 0),
	});
	return whole.map(({ n, answers }, question) => ({
		n: minus(n, part[question]?.n),
		answers: answers.map((one, answer) => minus(one, part[question]?.answers[answer])),
	}));
};

/** The keys of the parts of a part. */
const partsOf = (branch: Table['by'][0], key: string): string[] =>
	branch.key === key
		? (branch.parts ?? []).map((part) => part.key)
		: (branch.parts ?? []).flatMap((part) => partsOf(part, key));

/** By key, the parts without parts below it. */
function leavesOf(branch: Table['by'][0]): Map<string, Set<string>> {
	const below = (branch.parts ?? []).map(leavesOf);
	const own = branch.parts
		? below.flatMap((one, part) => [...(one.get(branch.parts?.[part]?.key ?? '') ?? [])])
		: [branch.key];
	return new Map([...below.flatMap((one) => [...one]), [branch.key, new Set(own)]]);
}

/** Everybody answered every question, if only with "I do not know". */
function equalities(
	cells: number,
	shape: readonly number[],
	column: (cell: number, question: number, answer: number) => number,
) {
	return Array.from({ length: cells }, (_, cell) =>
		shape.slice(1).map((answers, before) => ({
			plus: Array.from({ length: shape[0] ?? 0 }, (_, answer) => column(cell, 0, answer)),
			minus: Array.from({ length: answers }, (_, answer) => column(cell, before + 1, answer)),
		})),
	).flat();
}

function load(
	highs: Highs,
	columns: number,
	sums: readonly Row[],
	equal: readonly { plus: number[]; minus: number[] }[],
): Model {
	const rows = [
		...sums.map(({ from, to, columns }) => ({ from, to, entries: columns.map((one) => [one, 1] as const) })),
		...equal.map(({ plus, minus }) => ({
			...{ from: 0, to: 0 },
			entries: [...plus.map((one) => [one, 1] as const), ...minus.map((one) => [one, -1] as const)],
		})),
	];
	const starts = [0];
	for (const { entries } of rows) starts.push((starts.at(-1) ?? 0) + entries.length);
	const model = highs.createModel({
		...{ numCols: columns, numRows: rows.length, sense: highs.constants.objectiveSense.minimize },
		colCost: new Float64Array(columns),
		colLower: new Float64Array(columns),
		colUpper: new Float64Array(columns).fill(10_000),
		rowLower: rows.map(({ from }) => from),
		rowUpper: rows.map(({ to }) => (Number.isFinite(to) ? to : highs.infinity)),
		matrix: {
			...{ format: 'csr', numRows: rows.length, numCols: columns },
			starts: Int32Array.from(starts),
			indices: Int32Array.from(rows.flatMap(({ entries }) => entries.map(([one]) => one))),
			values: Float64Array.from(rows.flatMap(({ entries }) => entries.map(([, value]) => value))),
		},
		integrality: Array.from({ length: columns }, () => highs.constants.variableType.integer),
	});
	model.options.set({ output_flag: false });
	return model;
}
