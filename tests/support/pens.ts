import type { Reading } from '#sheets/layout.ts';

/** A page as printed, in linear light: what each point sends back, so many points to a millimetre. */
export type Printed = { width: number; height: number; scale: number; light: Float32Array };
export type Random = () => number;

const between = (random: Random, least: number, most: number): number => least + (most - least) * random();

type Pen = { width: number; ink: number };
/** Ball pens, felt pens, pencils: how wide their line is in millimetres, and what it leaves of the light. */
const pens: readonly Pen[] = [
	{ width: 0.45, ink: 0.16 },
	{ width: 0.55, ink: 0.1 },
	{ width: 0.5, ink: 0.22 },
	{ width: 1.1, ink: 0.08 },
	{ width: 0.6, ink: 0.3 },
];

type Point = [x: number, y: number];

/** A line of a hand: it trembles, and its ink is uneven. */
function stroke(page: Printed, random: Random, { width, ink }: Pen, points: readonly Point[]): void {
	for (let index = 1; index < points.length; index += 1) {
		const [[x0, y0], [x1, y1]] = [points[index - 1] as Point, points[index] as Point];
		const steps = Math.max(1, Math.ceil((Math.hypot(x1 - x0, y1 - y0) * page.scale) / 1.5));
		const bow = between(random, -0.25, 0.25);
		for (let step = 0; step <= steps; step += 1) {
			const share = step / steps;
			const off = bow * Math.sin(share * Math.PI);
			const along = Math.hypot(x1 - x0, y1 - y0) || 1;
			const x = x0 + (x1 - x0) * share - ((y1 - y0) / along) * off;
			const y = y0 + (y1 - y0) * share + ((x1 - x0) / along) * off;
			dab(page, x, y, (width / 2) * between(random, 0.85, 1.1), Math.min(1, ink * between(random, 0.9, 1.25)));
		}
	}
}

function dab({ width, height, scale, light }: Printed, x: number, y: number, radius: number, ink: number): void {
	const [cx, cy, reach] = [x * scale, y * scale, radius * scale];
	for (let py = Math.max(0, Math.floor(cy - reach)); py <= Math.min(height - 1, cy + reach); py += 1)
		for (let px = Math.max(0, Math.floor(cx - reach)); px <= Math.min(width - 1, cx + reach); px += 1) {
			const inside = Math.min(1, Math.max(0, reach + 0.5 - Math.hypot(px + 0.5 - cx, py + 0.5 - cy)));
			const at = py * width + px;
			const paper = light[at] ?? 0;
			light[at] = Math.min(paper, paper * (1 - inside) + Math.min(paper, ink) * inside);
		}
}

type Box = { x: number; y: number };
const side = 5.2;

function cross(page: Printed, random: Random, pen: Pen, { x, y }: Box): void {
	const out = () => between(random, -0.5, 1.2);
	stroke(page, random, pen, [
		[x - out(), y - out()],
		[x + side + out(), y + side + out()],
	]);
	stroke(page, random, pen, [
		[x + side + out(), y - out()],
		[x - out(), y + side + out()],
	]);
}
function tick(page: Printed, random: Random, pen: Pen, { x, y }: Box): void {
	stroke(page, random, pen, [
		[x + between(random, 0.4, 1), y + between(random, 2, 3)],
		[x + between(random, 1.8, 2.4), y + between(random, 4, 4.8)],
		[x + between(random, 4.4, 6.4), y + between(random, -1.4, 0.6)],
	]);
}
function fill(page: Printed, random: Random, pen: Pen, { x, y }: Box): void {
	const rows = 9 + Math.floor(random() * 6);
	stroke(
		page,
		random,
		pen,
		Array.from(
			{ length: rows },
			(_, row): Point => [
				x + (row % 2 ? side - between(random, 0.1, 0.8) : between(random, 0.1, 0.8)),
				y + 0.5 + (row / (rows - 1)) * (side - 1),
			],
		),
	);
}
function slash(page: Printed, random: Random, pen: Pen, { x, y }: Box): void {
	stroke(page, random, pen, [
		[x - between(random, -0.3, 1), y + side + between(random, -0.3, 1)],
		[x + side + between(random, -0.3, 1), y - between(random, -0.3, 1)],
	]);
}
/** What rubber leaves: a grey cloud, and a trace of the line. */
function erased(page: Printed, random: Random, box: Box): void {
	cross(page, random, { width: 0.5, ink: between(random, 0.6, 0.75) }, box);
	for (let cloud = 0; cloud < 25; cloud += 1)
		dab(page, box.x + random() * side, box.y + random() * side, 0.8, between(random, 0.72, 0.8));
}

/** What a pupil did with a question, and what of it a reader may say without asking. */
export type Filled = { question: number; how: string; truth: number | null; clear: boolean };

const clearly = [cross, cross, cross, tick, tick, fill, slash];

/** A half as somebody fills it in: mostly clear marks, and everything that happens besides. */
export function fillIn(page: Printed, half: Reading['halves'][number], random: Random): Filled[] {
	const pen = pens[Math.floor(random() * pens.length)] as Pen;
	const questions = [...Map.groupBy(half.boxes, ({ question }) => question)];
	return questions.map(([question, boxes]): Filled => {
		const chosen = Math.floor(random() * boxes.length);
		const other = (chosen + 1 + Math.floor(random() * (boxes.length - 1))) % boxes.length;
		const [box, second] = [boxes[chosen] as Box, boxes[other] as Box];
		const mark = clearly[Math.floor(random() * clearly.length)] as typeof cross;
		const kind = random();
		const is = (how: string, truth: number | null, clear: boolean): Filled => ({ question, how, truth, clear });
		if (kind < 0.03) return is('blank', null, false);
		if (kind < 0.05) {
			cross(page, random, { width: 0.5, ink: between(random, 0.55, 0.75) }, box);
			return is('faint', chosen, false);
		}
		if (kind < 0.06) {
			erased(page, random, box);
			return is('only erased', null, false);
		}
		mark(page, random, pen, box);
		if (kind < 0.07) {
			mark(page, random, pen, second);
			return is('two', null, false);
		}
		if (kind < 0.09) {
			fill(page, random, pen, second);
			cross(page, random, pen, second);
			return is('corrected', chosen, false);
		}
		if (kind < 0.11) {
			erased(page, random, second);
			return is('erased', chosen, false);
		}
		if (kind < 0.13) {
			stroke(page, random, pen, [
				[second.x - 3, second.y + between(random, -1, 6)],
				[second.x + 9, second.y + between(random, -1, 6)],
			]);
			return is('stray', chosen, false);
		}
		return is(mark.name, chosen, true);
	});
}
/** One cross with a good pen. */
export const crossed = (page: Printed, box: Box, random: Random): void =>
	cross(page, random, { width: 0.55, ink: 0.1 }, box);
