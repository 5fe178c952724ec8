import type { Mode, Phase } from '#checks/model.ts';
import type { Level } from '#questions/model.ts';

/** Millimetres, from the upper left corner of a page of landscape A4. */
export type Place = { x: number; y: number };

/** What the sheet is made from: the texts of one language, "I do not know" the last option of each question. */
export type SheetTexts = {
	setId: string;
	mode: Mode;
	level: Level;
	locale: string;
	questions: readonly { prompt: string; options: readonly string[] }[];
};
/** How wide a text is in its own size, as the fonts on paper say. */
export type Measure = (text: string, bold: boolean) => number;

export type PlacedOption = { option: number; letter: string; box: Place; text: Place; lines: string[] };
export type PlacedQuestion = {
	question: number;
	number: number;
	prompt: Place & { lines: string[] };
	options: PlacedOption[];
};
/** What is before the hour, after it, or, of what people say of themselves afterwards, about now and about then. */
export type Side = 'before' | 'after' | 'now' | 'then';
export type Half = {
	side: Side;
	phase: Phase;
	/** Its left edge on the page. */
	x: number;
	/** Centres of its marks: upper left (the hollow one), upper right, lower right, lower left. */
	marks: Place[];
	/** Where its strip begins, and its cells from left to right; `1` is dark. */
	strip: Place & { bits: string };
	questions: PlacedQuestion[];
};
/** `number` of `of`: where the questions of one side go on to further pages. */
export type SheetPage = { number: number; of: number; halves: Half[] };
/**
 * - `folded`: landscape, both halves of one person beside each other
 * - `cut`: each half, or upright page, of another person
 * - `turned`: upright, each side of the paper holds what is a half elsewhere
 */
export type SheetKind = 'folded' | 'cut' | 'turned';
export type SheetLayout = {
	kind: SheetKind;
	width: number;
	height: number;
	/** Of letters, in points; and from line to line, in millimetres. */
	size: number;
	leading: number;
	/** How wide texts are. */
	measure: number;
	pages: SheetPage[];
};

/** What is the same on each sheet. */
export const shapes = {
	mark: { side: 8, hole: 4, inset: 11 },
	box: { side: 5.2, stroke: 0.35 },
	strip: { left: 24, cell: 2.8, height: 3.8 },
} as const;

/** What is read as a whole: half of a landscape page, or an upright page. */
type Frame = { width: number; height: number; left: number; measure: number; top: number; bottom: number };
const half: Frame = { width: 148.5, height: 210, left: 9, measure: 130.5, top: 27, bottom: 191 };
const upright: Frame = { width: 210, height: 297, left: 13, measure: 184, top: 30, bottom: 278 };

/** How an option is called, on paper and where somebody enters sheets; "I do not know", the last, has the letter that follows. */
export const letters = ['A', 'B', 'C', 'D', 'E', 'F'];

/** Another arrangement is another version: a sheet that was printed earlier is then told, not misread. */
const layoutVersion = 1;
/** In points: from the size that the readers of a level deserve down to what is still legible. */
const largest: Record<Level, number> = { '12_14': 12, '15_18': 11, adults: 11, health_staff: 10.5, employers: 10.5 };
const least = 9;
const millimetres = 25.4 / 72;
/** Between the lines of a text, the rows of boxes, the columns, and at least between two questions. */
const [lineHeight, rowHeight, gutter, gap] = [1.28, 6.8, 4, 3];
/** Most that is left over goes between the questions, but not so much that they fall apart. */
const mostAir = 9;
/** Between a box and its letter, and from there to the text. */
const [besideBox, letterWidth] = [2, 5];
/** Letters that Typst sets a hair wider than they say of themselves. */
const slack = 1.015;

/** Everything on the sheet. Of the same texts it is always the same, for the printer and for the reader. */
export function layoutOf(texts: SheetTexts, measure: Measure): SheetLayout {
	const sizes = stepsDown(largest[texts.level]);
	for (const [frame, parts] of [
		[half, 1],
		[upright, 1],
		[upright, 2],
		[upright, 3],
	] as const)
		for (const size of sizes)
			for (const beside of [1, 2, 3]) {
				const columns = columnsOf(texts, { size, frame, parts, beside, measure });
				if (columns.every((column) => fits(column, frame))) return laidOut(texts, columns, { size, frame });
			}
	// Ten questions, each a page of its own: no text that a form takes is as long.
	const alone = { size: least, frame: upright, beside: 3 };
	return laidOut(texts, columnsOf(texts, { ...alone, parts: texts.questions.length, measure }), alone);
}

function laidOut(texts: SheetTexts, columns: Column[], { size, frame }: { size: number; frame: Frame }): SheetLayout {
	const sides = sidesOf(texts.mode);
	const whole = texts.mode === 'paired' || texts.mode === 'retrospective';
	const landscape = frame === half;
	const groups = !landscape ? sides.map((side) => [side]) : whole ? [sides] : sides.map((side) => [side, side]);
	const all = groups.flatMap((group) => columns.map((column, at) => ({ group, column, at })));
	const hash = hashOf([texts, size, columns.map((column) => column.map((block) => block.columns))]);
	return {
		kind: !whole ? 'cut' : landscape ? 'folded' : 'turned',
		...{ width: landscape ? 297 : 210, height: frame.height, measure: frame.measure },
		...{ size, leading: lineHeight * size * millimetres },
		pages: all.map(({ group, column, at }, page) => ({
			...{ number: at + 1, of: columns.length },
			halves: group.map(({ side, phase, again }, across) => {
				const x = across * frame.width;
				const from = again ? texts.questions.length : 0;
				const bits = bitsOf({ hash, page, half: across });
				return {
					...{ side, phase, x, marks: marksAt(x, frame) },
					strip: { x: x + shapes.strip.left, y: frame.height - 12.8, bits },
					questions: placed(column, { x, from, size, frame }),
				};
			}),
		})),
	};
}

type SideOf = { side: Side; phase: Phase; again?: true };
/** What a mode asks for; of what people say of themselves the questions come twice, first about now. */
function sidesOf(mode: Mode): SideOf[] {
	if (mode === 'retrospective')
		return [
			{ side: 'now', phase: 'after' },
			{ side: 'then', phase: 'after', again: true },
		];
	const after: SideOf = { side: 'after', phase: 'after' };
	return mode === 'after' ? [after] : [{ side: 'before', phase: 'before' }, after];
}

const stepsDown = (from: number): number[] =>
	Array.from({ length: Math.round((from - least) * 2) + 1 }, (_, step) => from - step / 2);

type Row = { lines: string[][]; height: number };
type Block = { question: number; prompt: string[]; columns: number; rows: Row[]; height: number };
type Column = Block[];

const fits = (column: Column, { top, bottom }: Frame): boolean =>
	column.reduce((sum, { height }) => sum + height, 0) + gap * (column.length - 1) <= bottom - top;

/** `beside`: how many options may stand in one row. */
type Setting = { size: number; frame: Frame; parts: number; beside: number; measure: Measure };
/** The questions in so many parts, each of about the same height and none empty. */
function columnsOf({ questions }: SheetTexts, { parts, ...setting }: Setting): Column[] {
	const blocks = questions.map((question, at) => blockOf(question, at, setting));
	const whole = blocks.reduce((sum, { height }) => sum + height, 0);
	const columns: Column[] = Array.from({ length: parts }, () => []);
	let reached = 0;
	for (const block of blocks) {
		columns[Math.min(parts - 1, Math.floor(((reached + block.height / 2) / whole) * parts))]?.push(block);
		reached += block.height;
	}
	return columns.filter((column) => column.length > 0);
}

/** A question in as many columns of options as makes it lowest; in fewer where it is the same. */
function blockOf(
	{ prompt, options }: SheetTexts['questions'][number],
	question: number,
	{ size, frame, beside, measure }: Omit<Setting, 'parts'>,
): Block {
	const line = lineHeight * size * millimetres;
	const promptLines = brokenLines(`${question + 1}. ${prompt}`, frame.measure, size, (text) => measure(text, true));
	const arranged = Array.from({ length: beside }, (_, more) => {
		const columns = more + 1;
		const width = (frame.measure - (columns - 1) * gutter) / columns - shapes.box.side - besideBox - letterWidth;
		const lines = options.map((text) => brokenLines(text, width, size, (part) => measure(part, false)));
		const rows: Row[] = [];
		for (let at = 0; at < lines.length; at += columns) {
			const row = lines.slice(at, at + columns);
			rows.push({ lines: row, height: Math.max(rowHeight, Math.max(...row.map((one) => one.length)) * line + 1.2) });
		}
		return { columns, rows, height: rows.reduce((sum, { height }) => sum + height, 0) };
	});
	const best = arranged.reduce((one, other) => (other.height < one.height - 0.1 ? other : one));
	return { ...best, question, prompt: promptLines, height: best.height + promptLines.length * line + 1.4 };
}

/** A text in lines of a width, as a typesetter breaks it that does not justify. A word that is wider stands alone. */
function brokenLines(text: string, width: number, size: number, measure: (text: string) => number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/\s+/)) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (line !== '' && measure(longer) * size * millimetres * slack > width) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	return [...lines, line];
}

function placed(
	column: Column,
	{ x, from, size, frame }: { x: number; from: number; size: number; frame: Frame },
): PlacedQuestion[] {
	const { left, top, bottom, measure: width } = frame;
	const line = lineHeight * size * millimetres;
	const used = column.reduce((sum, { height }) => sum + height, 0);
	const air = Math.min(mostAir, (bottom - top - used) / Math.max(1, column.length - 1));
	let y = top;
	return column.map(({ question, prompt, columns, rows, height }) => {
		const start = y;
		y += height + air;
		let row = start + prompt.length * line + 1.4;
		const step = (width - (columns - 1) * gutter) / columns + gutter;
		return {
			...{ question: from + question, number: question + 1, prompt: { x: x + left, y: start, lines: prompt } },
			options: rows.flatMap(({ lines, height: high }, at) => {
				const upper = row;
				row += high;
				return lines.map((own, across) => {
					const box = { x: x + left + across * step, y: upper + 0.4 };
					// The first line stands level with its box.
					const text = { x: box.x + shapes.box.side + besideBox, y: box.y + (shapes.box.side - line) / 2 + 0.5 };
					const option = at * columns + across;
					return {
						option,
						letter: letters[option] ?? '',
						box: rounded(box),
						text: rounded(text),
						lines: own,
					};
				});
			}),
		};
	});
}

const rounded = ({ x, y }: Place): Place => ({ x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 });

function marksAt(x: number, { width, height }: Frame): Place[] {
	const { inset } = shapes.mark;
	const [left, right, top, bottom] = [x + inset, x + width - inset, inset, height - inset];
	return [
		{ x: left, y: top },
		{ x: right, y: top },
		{ x: right, y: bottom },
		{ x: left, y: bottom },
	];
}

/** Twenty bits of everything that decides where a box stands and what it means. */
function hashOf(deciding: unknown): number {
	let hash = 0x811c9dc5;
	for (const character of JSON.stringify(deciding)) {
		hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
	}
	return (hash ^ (hash >>> 20)) & 0xfffff;
}

/** Version of the layout (3), questions and language (20), page (3), half (1), checksum (10). */
function bitsOf({ hash, page, half }: { hash: number; page: number; half: number }): string {
	const said = [
		[layoutVersion, 3],
		[hash, 20],
		[page, 3],
		[half, 1],
	]
		.map(([value = 0, length = 0]) => value.toString(2).padStart(length, '0'))
		.join('');
	return said + checksum(said);
}

/** CRC-10 (ATM); the reader computes the same. */
function checksum(bits: string): string {
	let rest = 0;
	for (const bit of bits) {
		const out = ((rest >>> 9) & 1) ^ Number(bit);
		rest = ((rest << 1) & 0x3ff) ^ (out ? 0x233 : 0);
	}
	return rest.toString(2).padStart(10, '0');
}

/** Of a layout, what somebody needs who looks for marks in a picture. */
export const readingOf = ({ kind, pages }: SheetLayout) => ({
	...{ kind, shapes },
	halves: pages.flatMap(({ number, of, halves }) =>
		halves.map(({ questions, ...one }) => ({
			...{ ...one, page: number, of },
			boxes: questions.flatMap(({ question, options }) =>
				options.map(({ option, box }) => ({ question, option, ...box })),
			),
		})),
	),
});
export type Reading = ReturnType<typeof readingOf>;
