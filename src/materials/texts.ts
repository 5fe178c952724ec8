import { first, type Reader, type Typed } from '#platform/forms.ts';
import type { Answer, LeafletTexts } from './print.ts';

/** The form of the texts of a leaflet: one sentence to a line. */
export const answerNumbers = [1, 2, 3, 4, 5] as const;
const most = { line: 300, lines: 12, heading: 80, advice: 90 };

const linesOf = (text: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);

function readLines(read: Reader, typed: Typed, field: string, { required = true } = {}): string[] {
	const lines = linesOf(first(typed, field));
	if (lines.length === 0) {
		if (required) read.issue(field, 'issue.missing');
		return [];
	}
	if (lines.length > most.lines) read.issue(field, 'material.issue.too_many_lines', { most: most.lines });
	const long = lines.find((line) => [...line].length > most.line);
	if (long) read.issue(field, 'material.issue.long_line', { most: most.line, line: `${long.slice(0, 40)}…` });
	return lines;
}

/** Reads the texts of a version; what is missing or too long is an issue of its field. */
export function parseTexts(read: Reader, typed: Typed): LeafletTexts {
	const line = (field: string, length = most.heading) => read.text(field, length, { required: true }) ?? '';
	const answers = answerNumbers.map(
		(number): Answer => ({
			heading: line(`a${number}_heading`),
			sentences: readLines(read, typed, `a${number}_sentences`),
			short: readLines(read, typed, `a${number}_short`),
		}),
	) as LeafletTexts['answers'];
	return {
		title: line('title'),
		lead: readLines(read, typed, 'lead'),
		answers,
		now: { heading: line('now_heading'), sentences: readLines(read, typed, 'now_sentences') },
		footer: readLines(read, typed, 'footer', { required: false }),
		card: {
			title: line('card_title'),
			backTitle: line('card_back_title'),
			advice: answerNumbers.map((number) => line(`card_${number}`, most.advice)) as LeafletTexts['card']['advice'],
		},
	};
}

/** The form that shows texts as they are. */
export function typedTexts(texts: LeafletTexts): Typed {
	const lines = (all: readonly string[]): string[] => [all.join('\n')];
	const answers = texts.answers.flatMap(({ heading, sentences, short }, index) => [
		[`a${index + 1}_heading`, [heading]],
		[`a${index + 1}_sentences`, lines(sentences)],
		[`a${index + 1}_short`, lines(short)],
	]);
	const advice = texts.card.advice.map((text, index) => [`card_${index + 1}`, [text]]);
	return {
		title: [texts.title],
		lead: lines(texts.lead),
		now_heading: [texts.now.heading],
		now_sentences: lines(texts.now.sentences),
		footer: lines(texts.footer),
		card_title: [texts.card.title],
		card_back_title: [texts.card.backTitle],
		...Object.fromEntries([...answers, ...advice]),
	};
}
