// @ts-check
// Reads which boxes of a printed sheet are marked in a picture of it. Pure: grey values and the layout in, answers and doubts out. What is not
// clearly one mark is a doubt, and a person is asked: a mark that is read wrongly without anybody noticing is worse than ten questions.
import { findSquares, greyAt, project, projectionOf, solved } from './sheet-marks.js';

/** @typedef {import('./sheet-marks.js').Place} Place */
/** @typedef {import('./sheet-marks.js').Picture} Picture */
/** @typedef {import('./sheet-marks.js').Projection} Projection */
/** @typedef {import('./sheet-marks.js').Square} Square */
/** @typedef {import('../src/sheets/layout.ts').Reading} Reading */
/** @typedef {Reading['halves'][number]} Half */
/** A box as it was seen: where its corners lie in the picture, how much ink is in it, and what that means. @typedef {{ option: number, corners: Place[], ink: number, peak: number, seen: 'empty' | 'marked' | 'doubtful' }} SeenBox */
/** Why a person is asked. @typedef {'two' | 'faint' | 'none' | 'unseen'} Doubt */
/** @typedef {{ question: number, option: number | null, doubt: Doubt | null, boxes: SeenBox[] }} SeenQuestion */
/** @typedef {{ half: Half, questions: SeenQuestion[], projection: Projection }} SeenHalf */
/** Why nothing was read. @typedef {'marks' | 'other' | 'blurred'} Trouble */

/**
 * Ink inside a box as a share of its area, and its darkest part beside the printed outline. A mark is enough ink, and dark; what rubber left is wide
 * but pale; the edge of a shadow leaves little and light. Between empty and marked is asked.
 */
const limits = { empty: 0.018, pale: 0.06, marked: 0.03, light: 0.3, dark: 0.46 };

/**
 * @param {Picture} picture @param {readonly Reading[]} readings the sheets that may be in it: one for each language
 * @returns {{ halves: SeenHalf[], trouble: Trouble | null }}
 */
export function readSheet(picture, readings) {
	/** @type {Trouble} */
	let trouble = 'marks';
	/** @type {SeenHalf[]} */
	let best = [];
	for (const share of [0.6, 0.45, 0.72]) {
		const { found, others } = findHalves(picture, readings, findSquares(picture, share));
		if (others > 0) trouble = 'other';
		const read = found.flatMap(({ half, shapes, projection }) => {
			const questions = readHalf(picture, half, shapes, projection);
			if (questions) return [{ half, questions, projection }];
			trouble = 'blurred';
			return [];
		});
		if (read.length > best.length) best = read;
		// Where one half lies, the other does: of a sheet that was cut it does not.
		const whole = best[0] && readings.find(({ halves }) => halves.some((one) => one === best[0]?.half));
		if (best.length > 0 && (whole?.kind !== 'folded' || best.length === 2)) break;
	}
	return { halves: best.toSorted((one, other) => one.half.x - other.half.x), trouble: best.length > 0 ? null : trouble };
}

/**
 * The halves whose four marks and strip are in the picture.
 * @param {Picture} picture @param {readonly Reading[]} readings @param {Square[]} squares
 */
function findHalves(picture, readings, squares) {
	/** @type {{ half: Half, shapes: Reading['shapes'], projection: Projection }[]} */
	const found = [];
	let others = 0;
	for (const first of squares.filter(({ hollow }) => hollow)) {
		const near = squares.filter(({ hollow, side }) => !hollow && side > first.side * 0.5 && side < first.side * 2).slice(0, 40);
		const read = fourthsOf(first, near, picture, readings);
		if (read && 'half' in read) {
			if (found.every(({ half }) => half !== read.half || read.half.x !== half.x)) found.push(read);
		} else if (read) others += 1;
	}
	return { found, others };
}

/**
 * Three more marks that make a half with the hollow one: tried until the strip between them says what it should.
 * @param {Square} first @param {Square[]} near @param {Picture} picture @param {readonly Reading[]} readings
 */
function fourthsOf(first, near, picture, readings) {
	let others = 0;
	/** @type {{ half: Half, shapes: Reading['shapes'], projection: Projection, skew: number } | null} */
	let best = null;
	for (const across of near)
		for (const down of near) {
			const [width, height] = [distance(first, across), distance(first, down)];
			if (across === down || turn(first, across, down) <= 0 || width > height || width < 0.4 * height) continue;
			// The marks are 8 mm wide; the half is about sixteen to twenty-four times as wide as they are.
			if (width < 9 * first.side || width > 32 * first.side) continue;
			// The lower marks of the neighbour have a strip between them too, but lie aslant.
			const skew = Math.abs((across.x - first.x) * (down.x - first.x) + (across.y - first.y) * (down.y - first.y)) / (width * height);
			if (skew > (best?.skew ?? 0.5)) continue;
			for (const last of near) {
				if (last === across || last === down) continue;
				if (turn(first, across, last) <= 0 || turn(across, last, down) <= 0 || turn(last, down, first) <= 0) continue;
				// Seen from aside, opposite edges differ, but not by half.
				if (Math.abs(Math.log(distance(down, last) / width)) > 0.5 || Math.abs(Math.log(distance(across, last) / height)) > 0.5) continue;
				for (const { halves, shapes } of readings) {
					const shape = halves[0];
					const projection = shape && projectionOf(local(shape), [first, across, last, down]);
					if (!projection) continue;
					const read = stripsOf(picture, shape, shapes, projection);
					const half = halves.find(({ strip }) => read.includes(strip.bits));
					if (half) {
						const own = projectionOf(half.marks, [first, across, last, down]);
						if (own) best = { half, shapes, projection: own, skew };
					} else if (read.some((bits) => bits.includes('1') && checksumHolds(bits))) others += 1;
				}
			}
		}
	return best ?? (others > 0 ? { others } : null);
}

/** The marks of a half as if it were the left one: all halves are of the same size. @param {Half} half */
const local = ({ marks, x }) => marks.map((mark) => ({ x: mark.x - x, y: mark.y }));

/** @param {Place} one @param {Place} other */
const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
/** Above nothing when one turns to the right (in a picture: y grows downwards). @param {Place} one @param {Place} two @param {Place} three */
const turn = (one, two, three) => (two.x - one.x) * (three.y - two.y) - (two.y - one.y) * (three.x - two.x);

/** Lens and paper bend a strip away from the straight line between its marks: so far, in millimetres. */
const bends = [0, 0.8, -0.8, 1.6, -1.6, 2.4, -2.4];

/**
 * What a strip says, wherever there is one near its place. Each cell is compared with the paper above and below it: a shadow across the strip
 * changes nothing.
 * @param {Picture} picture @param {Half} half @param {Reading['shapes']} shapes @param {Projection} projection
 */
function stripsOf(picture, { strip, x }, { strip: { cell, height } }, projection) {
	/** @param {number} across @param {number} down */
	const grey = (across, down) => greyAt(picture, project(projection, strip.x - x + across, strip.y + down));
	/** @param {number} aside @param {number} bend */
	const bitsAt = (aside, bend) => {
		let bits = '';
		for (let at = 0; at < strip.bits.length; at += 1) {
			let [inside, paper] = [0, 0];
			for (const share of [0.35, 0.5, 0.65]) {
				const across = (at + share) * cell + aside;
				for (const down of [0.35, 0.5, 0.65]) inside += grey(across, down * height + bend) / 9;
				paper += (grey(across, bend - 1.8) + grey(across, height + bend + 1.8)) / 6;
			}
			// Neither paper nor black: nobody printed that here.
			if (inside > 0.56 * paper && inside < 0.7 * paper) return null;
			bits += inside < 0.63 * paper ? '1' : '0';
		}
		return bits;
	};
	return bends.flatMap((bend) => [0, 0.7, -0.7].flatMap((aside) => bitsAt(aside, bend) ?? []));
}

/** As the layout computes it. @param {string} bits */
function checksumHolds(bits) {
	let rest = 0;
	for (const bit of bits.slice(0, -10)) {
		const out = ((rest >>> 9) & 1) ^ Number(bit);
		rest = ((rest << 1) & 0x3ff) ^ (out ? 0x233 : 0);
	}
	return rest.toString(2).padStart(10, '0') === bits.slice(-10);
}

/**
 * @param {Picture} picture @param {Half} half @param {Reading['shapes']} shapes @param {Projection} projection
 * @returns {SeenQuestion[] | null} null: too blurred to tell
 */
function readHalf(picture, half, { box: { side, stroke } }, projection) {
	const outlines = placedBoxes(picture, half, side, stroke, projection);
	const looked = outlines.map((place) => ({ ...place, ...inkIn(picture, place.corner, side, projection) }));
	// What an empty box has by blur alone; most boxes are empty.
	const sorted = looked.map(({ ink }) => ink).sort((one, other) => one - other);
	const ground = sorted[Math.floor(sorted.length * 0.35)] ?? 0;
	const spots = looked.map(({ peak }) => peak).sort((one, other) => one - other);
	const groundSpot = spots[Math.floor(spots.length * 0.35)] ?? 0;
	if (ground > 0.08 || looked.filter(({ contrast }) => contrast < 0.08).length > looked.length / 2) return null;
	/** @type {Map<number, SeenBox[]>} */
	const byQuestion = new Map();
	/** @type {Set<number>} */
	const unseen = new Set();
	for (const { box, corner, ink, peak, contrast, sure } of looked) {
		const above = ink - ground;
		const spot = (peak - groundSpot) / Math.max(0.08, contrast);
		// A box whose outline is not to be seen lies under a finger, a fold or glare.
		// A mark as black as the print needs no certainty about the paper.
		const visible = contrast >= 0.08 && (sure || (above >= 0.15 && spot >= 1.2));
		if (!visible) unseen.add(box.question);
		const empty = above <= limits.empty || (above <= limits.pale && spot < limits.light);
		const marked = above >= limits.marked && spot >= limits.dark;
		const seen = !visible ? 'doubtful' : empty ? 'empty' : marked ? 'marked' : 'doubtful';
		const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([x = 0, y = 0]) => project(projection, corner.x + x * side, corner.y + y * side));
		byQuestion.set(box.question, [...(byQuestion.get(box.question) ?? []), { option: box.option, corners, ink: above, peak: spot, seen }]);
	}
	return [...byQuestion].map(([question, boxes]) => {
		const [marked, doubtful] = [boxes.filter(({ seen }) => seen === 'marked'), boxes.filter(({ seen }) => seen === 'doubtful')];
		const option = marked.length === 1 && doubtful.length === 0 ? (marked[0]?.option ?? null) : null;
		const doubt = option !== null ? null : unseen.has(question) ? 'unseen' : marked.length > 1 ? 'two' : doubtful.length > 0 ? 'faint' : 'none';
		return { question, option, doubt, boxes };
	});
}

/**
 * Where the boxes really lie: lenses bend and paper is not flat, so each is looked for near its place, and what all of them say together
 * (a bent surface) holds for each.
 * @param {Picture} picture @param {Half} half @param {number} side @param {number} stroke @param {Projection} projection
 */
function placedBoxes(picture, half, side, stroke, projection) {
	const middle = { x: half.marks.reduce((sum, { x }) => sum + x / 4, 0), y: half.marks.reduce((sum, { y }) => sum + y / 4, 0) };
	const found = half.boxes.map((box) => ({ box, ...bestNear(picture, box, side, stroke, projection, 2.6, 0.3) }));
	/** @param {Place} place */
	const terms = ({ x, y }) => {
		const [u, v] = [(x - middle.x) / 100, (y - middle.y) / 100];
		return [1, u, v, u * u, u * v, v * v];
	};
	let kept = found.filter(({ contrast }) => contrast > 0.1);
	let bend = bentBy(kept, terms);
	for (let turns = 0; turns < 3; turns += 1) {
		kept = kept.filter(({ box, shift }) => distance(shift, shifted(bend, terms(box))) < 0.5);
		bend = bentBy(kept, terms);
	}
	return half.boxes.map((box) => {
		const { x, y } = shifted(bend, terms(box));
		const near = { x: box.x + x, y: box.y + y };
		const fine = bestNear(picture, near, side, stroke, projection, 0.5, 0.1);
		return { box, corner: { x: near.x + fine.shift.x, y: near.y + fine.shift.y }, contrast: fine.contrast };
	});
}

/** @typedef {{ across: number[], down: number[] }} Bend */
/** @param {Bend} bend @param {number[]} terms @returns {Place} */
const shifted = ({ across, down }, terms) => ({
	x: terms.reduce((sum, term, at) => sum + term * (across[at] ?? 0), 0),
	y: terms.reduce((sum, term, at) => sum + term * (down[at] ?? 0), 0),
});

/** Least squares, held a little to nothing so that few boxes bend no sheet. @param {{ box: Place, shift: Place }[]} found @param {(place: Place) => number[]} terms @returns {Bend} */
function bentBy(found, terms) {
	const size = 6;
	/** @param {(shift: Place) => number} of */
	const along = (of) => {
		const rows = Array.from({ length: size }, (_, row) => Array.from({ length: size + 1 }, (_, column) => (row === column ? 0.02 : 0)));
		for (const { box, shift } of found) {
			const own = terms(box);
			for (const [row, term] of own.entries()) {
				const into = /** @type {number[]} */ (rows[row]);
				for (const [column, other] of own.entries()) into[column] = (into[column] ?? 0) + term * other;
				into[size] = (into[size] ?? 0) + term * of(shift);
			}
		}
		return solved(rows) ?? [];
	};
	return { across: along(({ x }) => x), down: along(({ y }) => y) };
}

/**
 * The shift at which the outline of a box is darkest against the paper around it.
 * @param {Picture} picture @param {Place} corner @param {number} side @param {number} stroke @param {Projection} projection @param {number} reach @param {number} step
 */
function bestNear(picture, corner, side, stroke, projection, reach, step) {
	let [best, shift] = [-Infinity, { x: 0, y: 0 }];
	const turns = Math.round(reach / step);
	for (let v = -turns; v <= turns; v += 1)
		for (let u = -turns; u <= turns; u += 1) {
			const [x, y] = [u * step, v * step];
			const [line, around] = [ringOf(picture, corner.x + x, corner.y + y, side, -stroke / 2, projection), ringOf(picture, corner.x + x, corner.y + y, side, 0.6, projection)];
			// Of two that are about as good the nearer one.
			const contrast = 1 - line / Math.max(1, around) - 0.004 * Math.hypot(x, y);
			if (contrast > best) [best, shift] = [contrast, { x, y }];
		}
	return { contrast: best, shift };
}

/** How bright it is along a square, so far outside a box. @param {Picture} picture @param {number} x @param {number} y @param {number} side @param {number} outside @param {Projection} projection */
function ringOf(picture, x, y, side, outside, projection) {
	let sum = 0;
	const [from, to] = [-outside, side + outside];
	for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
		const along = from + share * (to - from);
		sum += greyAt(picture, project(projection, x + along, y + from)) + greyAt(picture, project(projection, x + along, y + to));
		sum += greyAt(picture, project(projection, x + from, y + along)) + greyAt(picture, project(projection, x + to, y + along));
	}
	return sum / 20;
}

/**
 * How much of the inside of a box is ink. What paper looks like there is taken from around the box; where the edge of a shadow crosses it,
 * each side has paper of its own.
 * @param {Picture} picture @param {Place} corner @param {number} side @param {Projection} projection
 */
function inkIn(picture, corner, side, projection) {
	const light = paperAround(picture, corner, side, projection);
	const [inset, steps] = [0.8, 14];
	/** @type {number[]} */
	const dark = [];
	/** The same as they lie, with -1 where nobody knows. */
	const field = new Float32Array(steps * steps).fill(-1);
	for (let row = 0; row < steps; row += 1)
		for (let column = 0; column < steps; column += 1) {
			const u = inset + ((column + 0.5) / steps) * (side - 2 * inset);
			const v = inset + ((row + 0.5) / steps) * (side - 2 * inset);
			const paper = light.at(u - side / 2, v - side / 2);
			if (paper === null) continue;
			const value = Math.max(0, 1 - greyAt(picture, project(projection, corner.x + u, corner.y + v)) / paper);
			dark.push(value);
			field[row * steps + column] = value;
		}
	// Four neighbours together: a line is wider than one, what rustles in a cheap camera is not.
	/** @type {number[]} */
	const spots = [];
	for (let at = 0; at < steps * (steps - 1); at += 1) {
		const four = [at, at + 1, at + steps, at + steps + 1].map((place) => field[place] ?? -1);
		if (at % steps < steps - 1 && four.every((value) => value >= 0)) spots.push(four.reduce((sum, value) => sum + value / 4, 0));
	}
	spots.sort((one, other) => other - one);
	const darkest = spots.slice(0, Math.ceil(spots.length / 12));
	/** @param {number[]} values */
	const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
	return { ink: mean(dark), peak: mean(darkest), sure: light.sure && dark.length > 0.5 * steps * steps };
}

/** @param {Picture} picture @param {Place} corner @param {number} side @param {Projection} projection */
function paperAround(picture, corner, side, projection) {
	/** @type {{ u: number, v: number, grey: number }[]} */
	const around = [];
	for (const outside of [0.55, 0.8]) {
		const [from, to] = [-outside, side + outside];
		for (let at = 0; at < 12; at += 1) {
			const along = from + ((at + 0.5) / 12) * (to - from);
			for (const [x, y] of /** @type {[number, number][]} */ ([[along, from], [along, to], [from, along], [to, along]]))
				around.push({ u: x - side / 2, v: y - side / 2, grey: greyAt(picture, project(projection, corner.x + x, corner.y + y)) });
		}
	}
	const whole = levelOf(around);
	const sorted = around.map(({ grey }) => grey).sort((one, other) => one - other);
	const [low, high] = [sorted[Math.floor(sorted.length * 0.12)] ?? 0, sorted[Math.floor(sorted.length * 0.88)] ?? 0];
	// All about as bright: no edge of a shadow crosses it.
	if (low > 0.92 * high) return { at: () => whole, sure: true };
	const plain = costOf(around, () => whole);
	/** @type {{ cost: number, cos: number, sin: number, offset: number, soft: number, lit: number, shade: number } | null} */
	let edge = null;
	for (let at = 0; at < 24; at += 1) {
		const [cos, sin] = [Math.cos((at / 12) * Math.PI), Math.sin((at / 12) * Math.PI)];
		for (const offset of [-2.4, -1.6, -0.8, 0, 0.8, 1.6, 2.4])
			for (const soft of [0.4, 1.8, 3.6]) {
				const [here, there] = [around.filter(({ u, v }) => u * cos + v * sin - offset < -soft / 2), around.filter(({ u, v }) => u * cos + v * sin - offset > soft / 2)];
				if (here.length < 8 || there.length < 8) continue;
				const [lit, shade] = [levelOf(here), levelOf(there)];
				if (shade > 0.93 * lit) continue;
				const cost = costOf(around, ({ u, v }) => ramp(u * cos + v * sin - offset, soft, lit, shade));
				if (!edge || cost < edge.cost) edge = { cost, cos, sin, offset, soft, lit, shade };
			}
	}
	// A stroke that leaves the box darkens a few samples too: only what explains most of them is a shadow.
	if (!edge || edge.cost > 0.55 * plain) return { at: () => whole, sure: plain < 0.13 * whole * around.length };
	const { cos, sin, offset, soft, lit, shade, cost } = edge;
	return {
		/** @param {number} u @param {number} v */
		at: (u, v) => {
			const aside = u * cos + v * sin - offset;
			// Where it changes within a hair nobody knows which of the two it is.
			return soft < 1 && Math.abs(aside) < 0.6 ? null : ramp(aside, soft, lit, shade);
		},
		sure: cost < 0.09 * whole * around.length,
	};
}

/** From lit paper to shaded, over so many millimetres. @param {number} aside @param {number} soft @param {number} lit @param {number} shade */
const ramp = (aside, soft, lit, shade) => lit + (shade - lit) * Math.min(1, Math.max(0, aside / soft + 0.5));

/** The brightness of paper among samples of which strokes darken some. @param {{ grey: number }[]} samples */
function levelOf(samples) {
	const sorted = samples.map(({ grey }) => grey).sort((one, other) => one - other);
	return Math.max(1, sorted[Math.floor(sorted.length * 0.6)] ?? 1);
}

/** How far samples are from what is expected; a stroke counts no more than a shadow does. @template {{ grey: number }} Sample @param {readonly Sample[]} samples @param {(sample: Sample) => number} expected */
const costOf = (samples, expected) =>
	samples.reduce((sum, sample) => {
		const level = expected(sample);
		return sum + Math.min(Math.abs(sample.grey - level), 0.4 * level);
	}, 0);
