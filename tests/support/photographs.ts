import { ColorSpace, Document, Matrix } from 'mupdf';
import type { Printed, Random } from './pens.ts';

/** A page of a PDF as it lies on a table, in linear light. */
export function printedPage(bytes: Uint8Array, index: number, scale = 6): Printed {
	const points = (scale * 25.4) / 72;
	const page = Document.openDocument(bytes, 'application/pdf').loadPage(index);
	const picture = page.toPixmap(Matrix.scale(points, points), ColorSpace.DeviceGray, false, true);
	const [width, height] = [picture.getWidth(), picture.getHeight()];
	const toLight = Float32Array.from({ length: 256 }, (_, grey) => 0.04 + 0.82 * (grey / 255) ** 2.2);
	return { width, height, scale, light: Float32Array.from(picture.getPixels(), (grey) => toLight[grey] ?? 0) };
}

/** What a telephone does to a picture: how wide it sees, how its lens bends, blurs and darkens the edge, how its sensor rustles, how hard it compresses. */
export type Telephone = {
	name: string;
	width: number;
	height: number;
	/** Focal length as a share of the longer side. */
	focal: number;
	bend: readonly [number, number];
	blur: number;
	noise: number;
	edge: number;
	quality: number;
};
const telephone = (
	name: string,
	[width, height]: readonly [number, number],
	lens: Omit<Telephone, 'name' | 'width' | 'height'>,
): Telephone => ({ name, width, height, ...lens });
const [small, large] = [
	[1280, 960],
	[1600, 1200],
] as const;
export const telephones: readonly Telephone[] = [
	telephone('good', large, { focal: 0.78, bend: [0.02, 0], blur: 0.6, noise: 1.5, edge: 0.15, quality: 85 }),
	telephone('middling', large, { focal: 0.74, bend: [-0.03, 0.01], blur: 0.8, noise: 2.5, edge: 0.25, quality: 80 }),
	telephone('wide', large, { focal: 0.62, bend: [0.06, -0.02], blur: 0.8, noise: 2.5, edge: 0.35, quality: 80 }),
	telephone('soft', large, { focal: 0.75, bend: [0.03, 0], blur: 1.3, noise: 2, edge: 0.2, quality: 75 }),
	telephone('old', small, { focal: 0.8, bend: [-0.05, 0.02], blur: 0.8, noise: 4, edge: 0.3, quality: 70 }),
	telephone('cheap', small, { focal: 0.7, bend: [0.05, 0], blur: 0.9, noise: 5, edge: 0.35, quality: 65 }),
	telephone('sharp', small, { focal: 0.82, bend: [0, 0], blur: 0.5, noise: 2, edge: 0.1, quality: 85 }),
	telephone('dim', small, { focal: 0.72, bend: [0.02, 0.01], blur: 0.9, noise: 7, edge: 0.3, quality: 70 }),
];

const between = (random: Random, least: number, most: number): number => least + (most - least) * random();
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The picture that a hand takes of a page: turned up to 25°, from aside, under a lamp, with the shadow of the hand across it. */
export function photographOf(page: Printed, phone: Telephone, random: Random) {
	const { width, height } = phone;
	const lit = new Float32Array(width * height);
	const { look, seen } = poseOf(page, phone, random);
	const lamp = lampOf(page, random);
	const table = { light: between(random, 0.08, 0.6), grain: between(random, 0.2, 1.5) };
	const [wide, high] = [page.width / page.scale, page.height / page.scale];
	const curl = between(random, -1.2, 1.2);
	for (let y = 0; y < height; y += 1)
		for (let x = 0; x < width; x += 1) {
			look(x + 0.5, y + 0.5);
			const { u, v, far } = seen;
			// A sheet that was carried in a bag lies not quite flat.
			const py = v + curl * Math.sin((u / wide) * Math.PI);
			const onPaper = u >= 0 && py >= 0 && u < wide && py < high;
			const light = onPaper
				? sampled(page, u * page.scale - 0.5, py * page.scale - 0.5)
				: table.light * (1 + 0.15 * Math.sin(u * table.grain) * Math.sin(v * 0.11));
			lit[y * width + x] = light * lamp(u, v) * (1 - phone.edge * far);
		}
	return developed(lit, phone, random);
}

/** From a pixel to the place on the table below it, in millimetres of the page; and how far it is from the middle of the picture. */
function poseOf({ width: pageWidth, height: pageHeight, scale }: Printed, phone: Telephone, random: Random) {
	const [wide, high] = [pageWidth / scale, pageHeight / scale];
	const turned = radians(
		between(random, -25, 25) + (wide > high === phone.width > phone.height ? 0 : 90) + (random() < 0.15 ? 180 : 0),
	);
	const [tilt, aside] = [radians(between(random, 0, 25)), radians(between(random, 0, 360))];
	const focal = phone.focal * Math.max(phone.width, phone.height);
	const [cos, sin] = [Math.cos(turned), Math.sin(turned)];
	// The axis in the plane of the table about which the telephone leans, by the formula of Rodrigues.
	const [ax, ay] = [Math.cos(aside), Math.sin(aside)];
	const [ct, st] = [Math.cos(tilt), Math.sin(tilt)];
	const lean = [
		[ct + ax * ax * (1 - ct), ax * ay * (1 - ct), ay * st],
		[ax * ay * (1 - ct), ct + ay * ay * (1 - ct), -ax * st],
		[-ay * st, ax * st, ct],
	] as const;
	const seen = (x: number, y: number, distance: number) => {
		const [px, py] = [cos * x - sin * y, sin * x + cos * y];
		const [cx, cy, cz] = lean.map(([a, b]) => a * px + b * py) as [number, number, number];
		return { x: (focal * cx) / (cz + distance), y: (focal * cy) / (cz + distance) };
	};
	// As near as everything is still in the picture, and a hand's breadth farther.
	let distance = 150;
	const corners = [-1, 1].flatMap((x) => [-1, 1].map((y) => [(x * wide) / 2, (y * high) / 2] as const));
	const room = between(random, 0.9, 0.98);
	while (
		corners.some(([x, y]) => {
			const at = seen(x, y, distance);
			return Math.abs(at.x) > (room * phone.width) / 2 || Math.abs(at.y) > (room * phone.height) / 2;
		})
	)
		distance *= 1.02;
	const [k1, k2] = phone.bend;
	const diagonal = Math.hypot(phone.width, phone.height) / 2;
	const [[a, b], [c, d], [e, f]] = lean;
	// One place for all: a new one for each of two million pixels would be most of the work.
	const place = { u: 0, v: 0, far: 0 };
	const look = (pixelX: number, pixelY: number): void => {
		const dx = pixelX - phone.width / 2;
		const dy = pixelY - phone.height / 2;
		const r2 = (dx * dx + dy * dy) / (diagonal * diagonal);
		const bent = 1 + k1 * r2 + k2 * r2 * r2;
		const rx = (dx * bent) / focal;
		const ry = (dy * bent) / focal;
		// The ray meets the table: lean · (px, py, 0) + (0, 0, distance) is along (rx, ry, 1).
		const m11 = a - rx * e;
		const m12 = b - rx * f;
		const m21 = c - ry * e;
		const m22 = d - ry * f;
		const determinant = m11 * m22 - m12 * m21;
		const px = (rx * distance * m22 - m12 * ry * distance) / determinant;
		const py = (m11 * ry * distance - rx * distance * m21) / determinant;
		place.u = cos * px + sin * py + wide / 2;
		place.v = -sin * px + cos * py + high / 2;
		place.far = r2;
	};
	return { look, seen: place };
}

/** Brighter on one side; and mostly the edge of a shadow, harder or softer. */
function lampOf({ width, height, scale }: Printed, random: Random) {
	const [wide, high] = [width / scale, height / scale];
	const [slope, to] = [between(random, 0, 0.35), between(random, 0, 2 * Math.PI)];
	const shadow = random() < 0.7 ? between(random, 0.4, 0.8) : 1;
	const [angle, soft] = [between(random, 0, 2 * Math.PI), between(random, 0.2, 4)];
	const offset = between(random, -0.35, 0.35) * Math.min(wide, high);
	return (u: number, v: number): number => {
		const x = u - wide / 2;
		const y = v - high / 2;
		const even = 1 + (slope * (x * Math.cos(to) + y * Math.sin(to))) / wide;
		const into = (x * Math.cos(angle) + y * Math.sin(angle) - offset + 6 * Math.sin(y / 60)) / soft;
		return even * (shadow + (1 - shadow) / (1 + Math.exp(Math.max(-30, Math.min(30, 4 * into)))));
	};
}

function sampled({ width, height, light }: Printed, x: number, y: number): number {
	const u = Math.min(width - 1.001, Math.max(0, x));
	const v = Math.min(height - 1.001, Math.max(0, y));
	const left = Math.floor(u);
	const top = Math.floor(v);
	const right = u - left;
	const at = top * width + left;
	const upper = (light[at] as number) * (1 - right) + (light[at + 1] as number) * right;
	const lower = (light[at + width] as number) * (1 - right) + (light[at + width + 1] as number) * right;
	return upper + (lower - upper) * (v - top);
}

const film = Float32Array.from({ length: 4096 }, (_, light) => 255 * (light / 4095) ** (1 / 2.2));

/** Blurred, exposed, rustling, compressed. */
function developed(lit: Float32Array, phone: Telephone, random: Random) {
	const { width, height } = phone;
	const soft = blurred(lit, width, phone.blur * between(random, 0.8, 1.3));
	const sorted = Float32Array.from({ length: 2000 }, () => soft[Math.floor(random() * soft.length)] ?? 0).sort();
	const exposure = between(random, 0.75, 1.02) / (sorted[1900] ?? 1);
	// A table of noise, begun anew somewhere for each row, is as good as so many drawn numbers and takes a tenth of the time.
	const rustle = Float32Array.from({ length: 16_384 }, () => (random() + random() + random() + random() - 2) * 1.7);
	const values = new Float32Array(soft.length);
	for (let y = 0; y < height; y += 1) {
		const from = Math.floor(random() * rustle.length);
		for (let x = 0; x < width; x += 1) {
			const at = y * width + x;
			// Light that strays in the lens makes black grey.
			const light = Math.min(1, ((soft[at] as number) * exposure + 0.015) / 1.015);
			values[at] = (film[(light * 4095) | 0] as number) + phone.noise * (rustle[(from + x) & 16_383] as number);
		}
	}
	compress(values, width, height, phone.quality);
	return { width, height, grey: new Uint8Array(new Uint8ClampedArray(values).buffer) };
}

function blurred(from: Float32Array, width: number, sigma: number): Float32Array {
	const reach = Math.ceil(sigma * 2.5);
	const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, at) =>
		Math.exp(-((at - reach) ** 2) / (2 * sigma * sigma)),
	);
	const sum = weights.reduce((all, weight) => all + weight, 0);
	const [across, down] = [new Float32Array(from.length), new Float32Array(from.length)];
	// The rim stays as it is: nobody lays a sheet there.
	for (const [source, into, step] of [
		[from, across, 1],
		[across, down, width],
	] as const) {
		into.set(source);
		for (let at = reach * step; at < from.length - reach * step; at += 1) {
			let value = 0;
			for (let off = -reach; off <= reach; off += 1)
				value += (source[at + off * step] ?? 0) * (weights[off + reach] ?? 0);
			into[at] = value / sum;
		}
	}
	return down;
}

/** The brightness part of JPEG: blocks of eight by eight, their waves rounded. */
const rough = [
	16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
	87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
	72, 92, 95, 98, 112, 100, 103, 99,
];
const waves = Float64Array.from({ length: 64 }, (_, at) => {
	const [wave, place] = [Math.floor(at / 8), at % 8];
	return Math.cos(((2 * place + 1) * wave * Math.PI) / 16) * (wave === 0 ? Math.sqrt(1 / 8) : 0.5);
});

const back = Float64Array.from({ length: 64 }, (_, at) => waves[(at % 8) * 8 + Math.floor(at / 8)] ?? 0);

function compress(values: Float32Array, width: number, height: number, quality: number): void {
	const scale = (quality < 50 ? 5000 / quality : 200 - 2 * quality) / 100;
	const steps = Float64Array.from(rough, (step) => Math.max(1, step * scale));
	const [block, half] = [new Float64Array(64), new Float64Array(64)];
	/** Rows into columns, and those into rows; the way back is the same with the table turned. */
	const turned = (from: Float64Array, into: Float64Array, table: Float64Array) => {
		for (let row = 0; row < 8; row += 1)
			for (let wave = 0; wave < 8; wave += 1) {
				let sum = 0;
				for (let at = 0; at < 8; at += 1) sum += (from[row * 8 + at] as number) * (table[wave * 8 + at] as number);
				into[wave * 8 + row] = sum;
			}
	};
	for (let top = 0; top + 8 <= height; top += 8)
		for (let left = 0; left + 8 <= width; left += 8) {
			for (let at = 0; at < 64; at += 1)
				block[at] = (values[(top + (at >> 3)) * width + left + (at & 7)] as number) - 128;
			turned(block, half, waves);
			turned(half, block, waves);
			for (let at = 0; at < 64; at += 1) {
				const step = steps[at] as number;
				block[at] = Math.round((block[at] as number) / step) * step;
			}
			turned(block, half, back);
			turned(half, block, back);
			for (let at = 0; at < 64; at += 1)
				values[(top + (at >> 3)) * width + left + (at & 7)] = (block[at] as number) + 128;
		}
}
