import { deadNumbersIn, digitsOf, type RefusedNumber, speaksOfShelter } from '#help/model.ts';
import { type FileLook, linesAskingNames, linesOf, numbersText } from './files.ts';
import type { MaterialKind } from './model.ts';
import type { LeafletTexts } from './print.ts';

/** Every sentence that somebody may read on paper, in the order of the page. Headings are no sentences. */
export const sentencesOf = ({ lead, answers, now, footer, card }: LeafletTexts): string[] => [
	...lead,
	...answers.flatMap(({ sentences, short }) => [...sentences, ...short]),
	...now.sentences,
	...footer,
	...card.advice,
];

const headingsOf = ({ title, answers, now, card }: LeafletTexts): string[] => [
	title,
	...answers.map(({ heading }) => heading),
	now.heading,
	card.title,
	card.backTitle,
];

/** All of it as one text. */
export const wholeText = (texts: LeafletTexts): string => [...headingsOf(texts), ...sentencesOf(texts)].join('\n');

/** So many words a sentence may have in the mean, and a heading at most. */
export const mostWords = { sentence: 15, heading: 8 };

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length;
/** A line of a form may hold more than one sentence. */
const split = (line: string): string[] => line.split(/(?<=[.!?…])\s+/).filter((part) => wordsIn(part) > 0);

/** Words per sentence in the mean, to one decimal; 0 where nothing is written. */
export function meanSentence(texts: LeafletTexts): number {
	const sentences = sentencesOf(texts).flatMap(split);
	const words = sentences.reduce((sum, sentence) => sum + wordsIn(sentence), 0);
	return sentences.length === 0 ? 0 : Math.round((words / sentences.length) * 10) / 10;
}

/**
 * What the program finds in the texts of a version. A dead number is refused; the others are hints for whoever checks:
 * the message key is `material.finding.<what>`.
 */
export type Finding =
	| { what: 'dead_number'; refusal: true; found: string[] }
	| { what: 'long_sentences'; refusal: false; mean: number }
	| { what: 'asks_names'; refusal: true; found: string[] }
	| { what: 'silent_pages'; refusal: false; silent: number; pages: number }
	| { what: Hint; refusal: false; found: string[] };
type Hint = 'long_headings' | 'shelter' | 'figures' | 'unconfirmed' | 'fonts' | 'links' | 'author';

/** As people read it: without the marks of lists and of what is to be confirmed. */
function shortened(text: string): string {
	const plain = text.replace(/^- /, '').replaceAll(/\s*\{\?\}/g, '');
	return plain.length > 90 ? `${plain.slice(0, 88)}…` : plain;
}

const hint = (what: Hint, found: readonly string[]): Finding[] =>
	found.length > 0 ? [{ what, refusal: false, found: [...new Set(found.map(shortened))] }] : [];

/** @param known digits of the lines that may stand in a text: they are numbers to call, not figures */
export function findingsIn(
	texts: LeafletTexts,
	refused: readonly RefusedNumber[],
	known: readonly string[],
): Finding[] {
	const sentences = sentencesOf(texts);
	const dead = [...new Set(deadNumbersIn(wholeText(texts), refused).map(({ number }) => number))];
	const mean = meanSentence(texts);
	const headings = headingsOf(texts).filter((heading) => wordsIn(heading) > mostWords.heading);
	const shelter = sentences.filter(speaksOfShelter);
	const numbers = [...known, ...refused.map(({ digits }) => digits)];
	const figures = sentences.filter((sentence) => holdsFigure(sentence, numbers));
	const unconfirmed = sentences.filter((sentence) => sentence.includes('{?}'));
	return [
		...(dead.length > 0 ? [{ what: 'dead_number' as const, refusal: true as const, found: dead }] : []),
		...(mean > mostWords.sentence ? [{ what: 'long_sentences' as const, refusal: false as const, mean }] : []),
		...hint('long_headings', headings),
		...hint('figures', figures),
		...hint('shelter', shelter),
		...hint('unconfirmed', unconfirmed),
	];
}

/** So many lines of one kind are shown: whoever checks reads the whole file anyway. */
const mostShown = 12;

/** What the program finds in an uploaded file: it reads letters, and sees no picture. @param known as for texts */
export function findingsInFile(
	kind: MaterialKind,
	look: FileLook,
	refused: readonly RefusedNumber[],
	known: readonly string[],
): Finding[] {
	const { author, fonts, links, pages, silent } = look;
	const lines = linesOf(look.text);
	const dead = [...new Set(deadNumbersIn(numbersText(look), refused).map(({ number }) => number))];
	const asking = linesAskingNames(kind, look);
	const numbers = [...known, ...refused.map(({ digits }) => digits)];
	return [
		...(dead.length > 0 ? [{ what: 'dead_number' as const, refusal: true as const, found: dead }] : []),
		...(asking.length > 0
			? [{ what: 'asks_names' as const, refusal: true as const, found: asking.map(shortened) }]
			: []),
		...(silent > 0 ? [{ what: 'silent_pages' as const, refusal: false as const, silent, pages }] : []),
		...hint('author', author === null ? [] : [author]),
		...hint('fonts', fonts),
		...hint('links', links.slice(0, mostShown)),
		...hint('figures', lines.filter((line) => holdsFigure(line, numbers)).slice(0, mostShown)),
		...hint('shelter', lines.filter(speaksOfShelter).slice(0, mostShown)),
	];
}

/** A count or a share: it wants a source. Numbers to call, ages and hours of one or two digits are none. */
function holdsFigure(sentence: string, known: readonly string[]): boolean {
	if (/\d\s*(%|për qind|percent)/i.test(sentence)) return true;
	// An act is named by number and year; that is its source already.
	const numbers = sentence.replaceAll(/\d+\/\d{4}/g, '').match(/\d[\d .\u00a0-]*\d|\d/g) ?? [];
	return numbers.map(digitsOf).some((digits) => digits.length > 2 && !known.includes(digits));
}
