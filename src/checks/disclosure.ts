import { type Cells, groupsOf, setsOf, type Table, treeOf } from './crossing.ts';
import { type Rounded, type RoundedQuestion, roundedQuestions } from './rounding.ts';

declare const through: unique symbol;
/** What went through `publish`. Public pages, files and feeds take nothing else of answers, and nothing else can be made into it. */
export type Published<T> = T & { readonly [through]: true };

/** A share, from rounded counts: between which percentages it lies is certain; the one number is only said where it is near enough. */
export type PublishedShare =
	| { kind: 'about'; percent: number | null; from: number; to: number }
	/** "All" or "nobody" is said of no group, and rounded counts could not say it. */
	| { kind: 'under' | 'over'; percent: number };
export type PublishedAnswer = { count: Rounded; share: PublishedShare };
export type PublishedQuestion = { n: Rounded; answers: readonly PublishedAnswer[] };
export type PublishedGroup = {
	/** One key of each way of telling apart. */
	at: readonly string[];
	/**
	 * Hidden: too few, or it would tell of another one; its answers are in the wholes that contain it. Partial: without those of its parts that are
	 * hidden and came together with others than its own (a column of a table, where something in a row is hidden).
	 */
	state: 'shown' | 'partial' | 'hidden';
	questions: readonly PublishedQuestion[];
};
/** Groups that are not here were not asked: unknown, which is not 0. */
export type PublishedTable = Published<{ groups: readonly PublishedGroup[] }>;

/**
 * The one door from counters to whatever anybody may read. It divides people into sets that are large enough (`crossing.ts`), rounds what each
 * set answered (`rounding.ts`), and adds up nothing but these rounded numbers: however tables, rows and columns are subtracted from each other, what
 * comes out was told already. Percentages come from rounded numbers too. What is told is a function of rounded numbers alone, and frozen.
 *
 * Every answer belongs to one table: its partition is fixed, its period is over and its phases are closed when it is made, once, and kept as it is.
 */
export function publish(table: Table): PublishedTable {
	for (const { counters } of table.cells)
		if (new Set(counters.map(total)).size > 1)
			throw new RangeError('not as many answers to one question as to another');
	const add = (cells: Cells): number[][] => sumUp(cells.map((cell) => table.cells[cell]?.counters ?? []));
	const sets = setsOf(treeOf(table), (cells) => total(add(cells)[0] ?? [])).map(({ cells, most }) => ({
		cells: new Set(cells),
		questions: roundedQuestions(add(cells), most),
	}));
	const groups = groupsOf(table).map(({ at, cells }): PublishedGroup => {
		const own = new Set(cells);
		const inside = sets.filter((set) => set.cells.isSubsetOf(own));
		if (inside.length === 0) return { at, state: 'hidden', questions: [] };
		const covered = total(inside.map((set) => set.cells.size));
		const state = covered === cells.length ? 'shown' : 'partial';
		return { at, state, questions: publishedQuestions(inside.map(({ questions }) => questions)) };
	});
	return frozen({ groups }) as unknown as PublishedTable;
}

function publishedQuestions(sets: readonly (readonly RoundedQuestion[])[]): PublishedQuestion[] {
	return (sets[0] ?? []).map((first, question) => {
		const same = sets.map((set) => set[question] as RoundedQuestion);
		const n = together(same.map((one) => one.n));
		const answers = first.answers.map((_, answer) => {
			const count = together(same.map(({ answers }) => answers[answer] as Rounded));
			return { count, share: shareOf(count, n, sets.length) };
		});
		return { n, answers };
	});
}

const together = (numbers: readonly Rounded[]): Rounded => ({
	about: total(numbers.map(({ about }) => about)),
	from: total(numbers.map(({ from }) => from)),
	to: total(numbers.map(({ to }) => to)),
});

/** A share that is known to no fewer percentage points than this is not said in one number. */
const nearEnough = 20;

/** What is certain of a share of which only rounded numbers are known, summed up over sets. */
function shareOf(count: Rounded, n: Rounded, sets: number): PublishedShare {
	const least = Math.min(100, (100 * count.from) / n.to);
	const most = Math.min(100, (100 * count.to) / n.from);
	return toldShare({ least, about: (100 * count.about) / n.about, most }, sets);
}

/**
 * How a share is said, of a group of so many sets: in percent what it is at least, about and at most, all from rounded numbers. Nothing here looks at a count.
 */
export function toldShare(
	{ least, about, most }: { least: number; about: number; most: number },
	sets: number,
): PublishedShare {
	if (about === 0) return { kind: 'under', percent: Math.min(100, 5 * (Math.floor(most / 5) + 1)) };
	if (about >= 100) return { kind: 'over', percent: Math.max(0, 5 * (Math.ceil(least / 5) - 1)) };
	// Errors of rounding go up and down: those of many sets are hardly ever further from 0 than three times their standard deviation.
	const likely = (most - least) * Math.min(1, (1.5 * Math.SQRT2) / Math.sqrt(sets));
	return {
		kind: 'about',
		percent: likely > nearEnough ? null : Math.round(about),
		...{ from: Math.floor(least), to: Math.ceil(most) },
	};
}

const sumUp = (tables: readonly (readonly (readonly number[])[])[]): number[][] =>
	(tables[0] ?? []).map((counts, question) =>
		counts.map((_, answer) => total(tables.map((one) => one[question]?.[answer] ?? 0))),
	);

function frozen<T extends object>(value: T): T {
	for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) frozen(inner);
	return Object.freeze(value);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
