// @ts-check
// Finds the marks in the corners of a printed sheet in a picture. Pure: grey values in, places out (sheet-reading.js reads on from there).

/** @typedef {{ x: number, y: number }} Place */
/** A picture in grey values from 0 (black) to 255. @typedef {{ width: number, height: number, grey: Uint8Array }} Picture */
/** Something dark and square. @typedef {Place & { side: number, hollow: boolean }} Square */
/** From millimetres to pixels, eight numbers. @typedef {readonly number[]} Projection */

/** Grey values of a picture with four bytes a pixel. @param {Uint8ClampedArray | Uint8Array} rgba @param {number} width @param {number} height @returns {Picture} */
export function greyOf(rgba, width, height) {
	const grey = new Uint8Array(width * height);
	for (let at = 0, from = 0; at < grey.length; at += 1, from += 4)
		grey[at] = ((rgba[from] ?? 0) * 77 + (rgba[from + 1] ?? 0) * 150 + (rgba[from + 2] ?? 0) * 29) >> 8;
	return { width, height, grey };
}

/**
 * Where it is darker than a share of what lies around: 1, elsewhere 0.
 * @param {Picture} picture @param {number} share
 */
export function darkerThanAround({ width, height, grey }, share) {
	const sums = new Float64Array((width + 1) * (height + 1));
	for (let y = 0; y < height; y += 1) {
		let row = 0;
		for (let x = 0; x < width; x += 1) {
			row += grey[y * width + x] ?? 0;
			sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
		}
	}
	const reach = Math.round(Math.max(width, height) / 20);
	const dark = new Uint8Array(width * height);
	for (let y = 0; y < height; y += 1) {
		const [top, bottom] = [Math.max(0, y - reach) * (width + 1), Math.min(height, y + reach + 1) * (width + 1)];
		const rows = (bottom - top) / (width + 1);
		for (let x = 0; x < width; x += 1) {
			const left = Math.max(0, x - reach);
			const right = Math.min(width, x + reach + 1);
			const sum = (sums[bottom + right] ?? 0) - (sums[top + right] ?? 0) - (sums[bottom + left] ?? 0) + (sums[top + left] ?? 0);
			if ((grey[y * width + x] ?? 0) * rows * (right - left) < share * sum) dark[y * width + x] = 1;
		}
	}
	return dark;
}

/**
 * Dark squares of about the size that a mark can have, filled or hollow.
 * @param {Picture} picture @param {number} share how much darker than around
 * @returns {Square[]}
 */
export function findSquares(picture, share) {
	const { width, height } = picture;
	const dark = darkerThanAround(picture, share);
	const [least, most] = [Math.max(width, height) * 0.008, Math.max(width, height) * 0.1];
	const stack = new Int32Array(width * height);
	/** @type {Square[]} */
	const found = [];
	for (let start = 0; start < dark.length; start += 1) {
		if (dark[start] !== 1) continue;
		let [count, depth, left, right, top, bottom] = [0, 1, width, 0, height, 0];
		stack[0] = start;
		dark[start] = 2;
		// What was visited stays on the stack's floor: `count` of them, then those that wait.
		while (count < depth) {
			const at = stack[count] ?? 0;
			count += 1;
			const x = at % width;
			const y = (at - x) / width;
			if (x < left) left = x;
			if (x > right) right = x;
			if (y < top) top = y;
			if (y > bottom) bottom = y;
			if (x > 0 && dark[at - 1] === 1) { dark[at - 1] = 2; stack[depth] = at - 1; depth += 1; }
			if (x < width - 1 && dark[at + 1] === 1) { dark[at + 1] = 2; stack[depth] = at + 1; depth += 1; }
			if (y > 0 && dark[at - width] === 1) { dark[at - width] = 2; stack[depth] = at - width; depth += 1; }
			if (y < height - 1 && dark[at + width] === 1) { dark[at + width] = 2; stack[depth] = at + width; depth += 1; }
		}
		const [wide, high] = [right - left + 1, bottom - top + 1];
		if (wide < least || high < least || wide > most || high > most || wide > 2.2 * high || high > 2.2 * wide) continue;
		const square = squareOf(stack.subarray(0, count), width, picture);
		if (square) found.push(square);
	}
	return found;
}

/**
 * Whether pixels that hang together fill a square as it looks from aside.
 * @param {Int32Array} pixels @param {number} width @param {Picture} picture @returns {Square | null}
 */
function squareOf(pixels, width, picture) {
	let [x, y] = [0, 0];
	for (const at of pixels) {
		x += at % width;
		y += Math.floor(at / width);
	}
	x /= pixels.length;
	y /= pixels.length;
	/** The pixel that is farthest by a measure. @param {(x: number, y: number) => number} measure @returns {Place} */
	const farthest = (measure) => {
		let [best, at] = [-Infinity, 0];
		for (const pixel of pixels) {
			const value = measure(pixel % width, Math.floor(pixel / width));
			if (value > best) [best, at] = [value, pixel];
		}
		return { x: at % width, y: Math.floor(at / width) };
	};
	const one = farthest((px, py) => (px - x) ** 2 + (py - y) ** 2);
	const two = farthest((px, py) => (px - one.x) ** 2 + (py - one.y) ** 2);
	/** @param {number} px @param {number} py */
	const aside = (px, py) => (two.x - one.x) * (py - one.y) - (two.y - one.y) * (px - one.x);
	const three = farthest(aside);
	const four = farthest((px, py) => -aside(px, py));
	// Between the centres of pixels an area is smaller than what they cover.
	const area = (aside(three.x, three.y) - aside(four.x, four.y)) / 2 + (Math.hypot(one.x - three.x, one.y - three.y) + Math.hypot(one.x - four.x, one.y - four.y)) + 1;
	const sides = [Math.hypot(one.x - three.x, one.y - three.y), Math.hypot(three.x - two.x, three.y - two.y), Math.hypot(two.x - four.x, two.y - four.y), Math.hypot(four.x - one.x, four.y - one.y)];
	if (Math.max(...sides) > 2.2 * Math.min(...sides)) return null;
	const filled = pixels.length / area;
	const middle = average(picture, x, y, Math.max(1, Math.sqrt(area) * 0.12));
	let dark = 0;
	for (const at of pixels) dark += picture.grey[at] ?? 0;
	const hollow = middle > (dark / pixels.length) * 1.5 + 12;
	if (hollow ? filled < 0.5 || filled > 0.9 : filled < 0.82 || filled > 1.15) return null;
	return { x: x + 0.5, y: y + 0.5, side: Math.sqrt(area), hollow };
}

/** @param {Picture} picture @param {number} x @param {number} y @param {number} reach */
function average({ width, height, grey }, x, y, reach) {
	let [sum, count] = [0, 0];
	for (let py = Math.max(0, Math.round(y - reach)); py <= Math.min(height - 1, y + reach); py += 1)
		for (let px = Math.max(0, Math.round(x - reach)); px <= Math.min(width - 1, x + reach); px += 1) {
			sum += grey[py * width + px] ?? 0;
			count += 1;
		}
	return sum / Math.max(1, count);
}

/**
 * The projection that takes four places to four others: eight equations, solved by elimination.
 * @param {readonly Place[]} from @param {readonly Place[]} to @returns {Projection | null}
 */
export function projectionOf(from, to) {
	/** @type {number[][]} */
	const rows = [];
	for (const [at, { x, y }] of from.entries()) {
		const { x: u, y: v } = to[at] ?? { x: 0, y: 0 };
		rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
	}
	return solved(rows);
}

/** Solves linear equations; the last number of a row is its right side. @param {number[][]} rows @returns {number[] | null} */
export function solved(rows) {
	const size = rows.length;
	/** @param {number} row @param {number} column */
	const at = (row, column) => rows[row]?.[column] ?? 0;
	for (let column = 0; column < size; column += 1) {
		let best = column;
		for (let row = column + 1; row < size; row += 1) if (Math.abs(at(row, column)) > Math.abs(at(best, column))) best = row;
		if (Math.abs(at(best, column)) < 1e-12) return null;
		[rows[column], rows[best]] = [/** @type {number[]} */ (rows[best]), /** @type {number[]} */ (rows[column])];
		for (let row = 0; row < size; row += 1) {
			if (row === column) continue;
			const times = at(row, column) / at(column, column);
			if (times !== 0) rows[row] = (rows[row] ?? []).map((value, index) => value - times * at(column, index));
		}
	}
	return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}

/** @param {Projection} projection @param {number} x @param {number} y @returns {Place} */
export function project(projection, x, y) {
	const depth = (projection[6] ?? 0) * x + (projection[7] ?? 0) * y + 1;
	return {
		x: ((projection[0] ?? 0) * x + (projection[1] ?? 0) * y + (projection[2] ?? 0)) / depth,
		y: ((projection[3] ?? 0) * x + (projection[4] ?? 0) * y + (projection[5] ?? 0)) / depth,
	};
}

/** The grey value between pixels; beyond the edge that of the edge. @param {Picture} picture @param {Place} place */
export function greyAt({ width, height, grey }, { x, y }) {
	const u = Math.min(width - 1.001, Math.max(0, x - 0.5));
	const v = Math.min(height - 1.001, Math.max(0, y - 0.5));
	const left = Math.floor(u);
	const top = Math.floor(v);
	const right = u - left;
	const at = top * width + left;
	const upper = (grey[at] ?? 0) * (1 - right) + (grey[at + 1] ?? 0) * right;
	const lower = (grey[at + width] ?? 0) * (1 - right) + (grey[at + width + 1] ?? 0) * right;
	return upper + (lower - upper) * (v - top);
}
