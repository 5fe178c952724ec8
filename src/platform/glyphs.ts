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
