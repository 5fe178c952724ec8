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

type Sense = 'minimize' | 'maximize';
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
		for (const [index, range] of seen.entries()) {
			const value = (columns[index] ?? []).reduce((sum, one) => sum + (world[one] ?? 0), 0);
			range.least = Math.min(range.least, value);
			range.most = Math.max(range.most, value);
		}
	};
	/** The program may stop where three possibilities are certain. */
	const enough = (index: number, sense: Sense): number =>
		sense === 'maximize' ? (seen[index]?.least ?? 0) + 2 : (seen[index]?.most ?? 0) - 2;
	const isOpen = (index: number): boolean => (seen[index]?.most ?? 0) - (seen[index]?.least ?? 0) >= 2;
	learn(table.cells.flatMap(({ counters }) => counters.flat()));
	try {
		for (const [index, wanted] of columns.entries())
			for (const sense of ['maximize', 'minimize'] as const)
				if (!isOpen(index))
					learn(
						extreme(highs, model, {
							of: wanted,
							among: table.cells.length * width,
							sense,
							enough: enough(index, sense),
						}),
					);
	} finally {
		model.dispose();
	}
	return targets.flatMap((target, index) => {
		const { least = 0, most = 0 } = seen[index] ?? {};
		return isOpen(index) ? [] : [{ target, least, most }];
	});
}

/** The world in which the sum of these counts is as large, or as small, as what is published allows. */
function extreme(
	highs: Highs,
	model: Model,
	{ of, among, sense, enough }: { of: readonly number[]; among: number; sense: Sense; enough: number },
): number[] {
	const costs = new Float64Array(among);
	for (const one of of) costs[one] = 1;
	model.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs);
	model.changeObjectiveSense(highs.constants.objectiveSense[sense]);
	model.options.set({ objective_target: enough });
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
