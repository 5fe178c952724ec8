/** Which characters a TrueType font can draw: its character map (cmap), formats 4 and 12. */
export function charactersOf(font: Uint8Array): (codePoint: number) => boolean {
	const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
	const map = tableAt(view, 'cmap');
	const ranges: [first: number, last: number][] = [];
	for (let index = 0; index < view.getUint16(map + 2); index += 1) {
		const subtable = map + view.getUint32(map + 4 + index * 8 + 4);
		const format = view.getUint16(subtable);
		if (format === 12) ranges.push(...groups(view, subtable));
		else if (format === 4) ranges.push(...segments(view, subtable));
	}
	return (codePoint) => ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
}

/** How wide a TrueType font draws a text, in its own size (em); pairs of letters that move closer make it narrower than that. */
export function widthsOf(font: Uint8Array): (text: string) => number {
	const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
	const perEm = view.getUint16(tableAt(view, 'head') + 18);
	const [metrics, count] = [tableAt(view, 'hmtx'), view.getUint16(tableAt(view, 'hhea') + 34)];
	const subtable = basicSubtable(view);
	const known = new Map<string, number>();
	const widthOf = (character: string): number => {
		const glyph = glyphOf(view, subtable, character.codePointAt(0) ?? 0);
		return view.getUint16(metrics + 4 * Math.min(glyph, count - 1)) / perEm;
	};
	return (text) => {
		let sum = 0;
		for (const character of text) {
			const width = known.get(character) ?? widthOf(character);
			known.set(character, width);
			sum += width;
		}
		return sum;
	};
}

/** Where the map of the basic plane (format 4) lies; every font has it. */
function basicSubtable(view: DataView): number {
	const map = tableAt(view, 'cmap');
	for (let index = 0; index < view.getUint16(map + 2); index += 1) {
		const subtable = map + view.getUint32(map + 4 + index * 8 + 4);
		if (view.getUint16(subtable) === 4) return subtable;
	}
	throw new Error('the font has no map of the basic plane');
}

/** Glyph 0 is "none": a box, as wide as any. */
function glyphOf(view: DataView, subtable: number, code: number): number {
	const twice = view.getUint16(subtable + 6);
	for (let at = 0; at < twice; at += 2) {
		if (view.getUint16(subtable + 14 + at) < code) continue;
		const first = view.getUint16(subtable + 16 + twice + at);
		if (first > code) return 0;
		const delta = view.getUint16(subtable + 16 + 2 * twice + at);
		const offsetAt = subtable + 16 + 3 * twice + at;
		const offset = view.getUint16(offsetAt);
		if (offset === 0) return (code + delta) & 0xffff;
		const glyph = view.getUint16(offsetAt + offset + (code - first) * 2);
		return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
	}
	return 0;
}

function tableAt(view: DataView, tag: string): number {
	for (let index = 0; index < view.getUint16(4); index += 1) {
		const at = 12 + index * 16;
		const name = [0, 1, 2, 3].map((offset) => String.fromCharCode(view.getUint8(at + offset))).join('');
		if (name === tag) return view.getUint32(at + 8);
	}
	throw new Error(`the font has no table ${tag}`);
}

function groups(view: DataView, subtable: number): [number, number][] {
	return Array.from({ length: view.getUint32(subtable + 12) }, (_, index) => {
		const at = subtable + 16 + index * 12;
		return [view.getUint32(at), view.getUint32(at + 4)];
	});
}

/** Format 4: segments whose glyph is the character plus a delta, or looked up; glyph 0 is "none". */
function segments(view: DataView, subtable: number): [number, number][] {
	const twice = view.getUint16(subtable + 6);
	const [ends, starts] = [subtable + 14, subtable + 16 + twice];
	const found: [number, number][] = [];
	for (let at = 0; at < twice; at += 2) {
		const [first, last] = [view.getUint16(starts + at), view.getUint16(ends + at)];
		const delta = view.getUint16(starts + twice + at);
		const offsetAt = starts + 2 * twice + at;
		const offset = view.getUint16(offsetAt);
		if (offset === 0) {
			if (first !== 0xffff) found.push([first, last]);
			continue;
		}
		for (let code = first; code <= last && code !== 0xffff; code += 1) {
			const glyph = view.getUint16(offsetAt + offset + (code - first) * 2);
			if (glyph !== 0 && ((glyph + delta) & 0xffff) !== 0) found.push([code, code]);
		}
	}
	return found;
}

const scripts = [
	'Arabic',
	'Hebrew',
	'Greek',
	'Cyrillic',
	'Armenian',
	'Georgian',
	'Devanagari',
	'Bengali',
	'Thai',
	'Ethiopic',
	'Han',
	'Hiragana',
	'Katakana',
	'Hangul',
	'Latin',
] as const;
const scriptPatterns = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const);

/** The script a character belongs to ("Arabic"), or the character itself where it belongs to none of these (a sign, a pictogram). */
export const scriptOf = (character: string): string =>
	scriptPatterns.find(([, pattern]) => pattern.test(character))?.[0] ?? character;
