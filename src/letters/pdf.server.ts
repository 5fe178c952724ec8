import { drawn, setSheet } from '#materials/paper.server.ts';
import type { LetterPaper } from './document.ts';

/** A tagged PDF/UA-1 with its fonts inside; the same letter gives the same bytes. */
export async function pdfOf(letter: LetterPaper): Promise<Uint8Array<ArrayBuffer>> {
	const { tag, date, ...paper } = drawn(letter);
	const [lang = '', region = ''] = tag.split('-');
	const { result } = await setSheet<Uint8Array>('pdfOf', {
		...paper,
		...{ lang, region: region.toLowerCase(), printedOn: date },
		templates: ['letters/letter.typ'],
		attempts: [{}],
	});
	if (result === null) throw new Error(`the letter "${paper.title}" cannot be set`);
	return new Uint8Array(result);
}
