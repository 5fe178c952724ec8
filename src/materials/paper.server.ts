import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import qrcode from 'qrcode';
import { charactersOf } from '#platform/glyphs.ts';
import { offload } from '#platform/offload.server.ts';
import type { Sheet, Typeset } from './typesetting.server.ts';

/** The bell, as paper.typ draws it in a colour of its own. */
export const bell =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="currentColor" d="M12 2a2 2 0 0 0-2 2v.6C7 5.5 5 8 5 11v5l-2 2v1h18v-1l-2-2v-5c0-3-2-5.5-5-6.4V4a2 2 0 0 0-2-2zm-2.5 18a2.5 2.5 0 0 0 5 0z"/></svg>';

/** A code with its quiet zone of four modules. */
export function codeOf(text: string): { side: number; svg: string } {
	const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules;
	const path = [...data].map((dark, at) => (dark ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : '')).join('');
	const whole = size + 8;
	return {
		side: size,
		svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${whole} ${whole}" shape-rendering="crispEdges"><rect x="-4" y="-4" width="${whole}" height="${whole}" fill="#fff"/><path d="${path}"/></svg>`,
	};
}

let fonts: ((codePoint: number) => boolean)[] | undefined;

/** Whether the fonts on paper have this character. */
export function isDrawable(character: string): boolean {
	fonts ??= ['Regular', 'Bold', 'Italic'].map((style) =>
		charactersOf(
			readFileSync(join(process.env.KAMBANA_ROOT ?? process.cwd(), `src/platform/fonts/NotoSans-${style}.ttf`)),
		),
	);
	return fonts.every((draws) => draws(character.codePointAt(0) ?? 0));
}

/** Characters that no font has are left out: paper shows no boxes. Plain values only. */
export const drawn = <Value>(value: Value): Value =>
	JSON.parse(JSON.stringify(value), (_, part) =>
		typeof part === 'string' ? [...part].filter(isDrawable).join('') : part,
	) as Value;

/** Sets a sheet beside the server: as a PDF/UA-1, or its first page as a picture. */
export const setSheet = <Result>(exportName: 'pdfOf' | 'svgOf', sheet: Sheet): Promise<Typeset<Result>> =>
	offload('#materials/typesetting.server.ts', exportName, sheet, { timeoutMs: 15_000, memoryMb: 256 });
