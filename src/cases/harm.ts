import { speaksOfShelter } from '#help/model.ts';
import type { Mistake } from './story.ts';

/** What a text for people at risk must not hold, as far as a program can see it; a person looks for the rest. */
const signs: readonly { code: Mistake['code']; pattern: RegExp }[] = [
	// Numbers come from lines that were tested, never from a text: it outlives them.
	{
		code: 'number_in_text',
		pattern: /(?<![\d\p{L}])(?:\+?\d(?:[ ./-]?\d){6,}|116[ .-]?\d{3}|0800[ .-]?\d*|1(?:12|2[6-9]|92))(?![\d\p{L}])/u,
	},
	{
		code: 'wounding_word',
		pattern: /\b(?:cigan|evgjit|arixhi|magjup|gabel|jevg|gyps(?:y|ies)|prostitut|whore|illegal (?:im)?migrant)\p{L}*/iu,
	},
	{ code: 'blaming', pattern: /\b(?:fajin e ke|e ke vetë fajin|your own fault|you asked for it)/iu },
];

/** Whether a text is said to do harm, line by line. */
export function harmsIn(source: string): Mistake[] {
	return source.split('\n').flatMap((text, index) => [
		...signs.flatMap(({ code, pattern }): Mistake[] => {
			const found = pattern.exec(text);
			return found ? [{ code, line: index + 1, words: { text: found[0] } }] : [];
		}),
		...(speaksOfShelter(text) ? [{ code: 'shelter_named' as const, line: index + 1 }] : []),
	]);
}

/** Words to a sentence, over texts: how easily they are read. */
export function wordsPerSentence(texts: readonly string[]): { sentences: number; mean: number; longest: string } {
	const sentences = texts
		.flatMap((text) => text.split(/(?<=[.!?…:])["”»)]*\s+/u))
		.map((sentence) => sentence.trim())
		.filter((sentence) => /\p{L}/u.test(sentence));
	const lengthOf = (sentence: string): number => sentence.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;
	const total = sentences.reduce((sum, sentence) => sum + lengthOf(sentence), 0);
	const longest = sentences.reduce((most, one) => (lengthOf(one) > lengthOf(most) ? one : most), '');
	return { sentences: sentences.length, mean: sentences.length === 0 ? 0 : total / sentences.length, longest };
}
