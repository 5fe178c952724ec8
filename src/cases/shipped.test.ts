import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { markless } from '../../tests/support/marks.ts';
import { harmsIn, wordsPerSentence } from './harm.ts';
import { longestFrom, partingOf, type Story, textsOf, tiers } from './model.ts';
import { readStory } from './story.ts';

const folder = 'db/cases';
const names = readdirSync(folder).filter((name) => name.endsWith('.ink'));
const sourceOf = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
const storyOf = (name: string): Story => {
	const read = readStory({ source: sourceOf(name) });
	if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.mistakes)}`);
	return read.story;
};
const slugs = [...new Set(names.map((name) => name.split('.')[0] ?? ''))];

test('there are six, each in both languages, and a beginning for authors', () => {
	expect(slugs).toEqual(['dhurata', 'e-shtuna', 'mesazhi', 'puna-e-veres', 'te-semafori', 'telefoni-i-ri']);
	expect(names.length).toBe(12);
	for (const locale of ['sq', 'en'])
		expect(readStory({ source: readFileSync(`${folder}/template.${locale}.txt`, 'utf8') }).ok).toBe(true);
});

test('a number that is refused anywhere is refused in a text', () => {
	const refused = readFileSync('db/packs/al/refused.csv', 'utf8')
		.split('\n')
		.slice(1)
		.map((row) => row.split(/[,;]/)[0]?.trim() ?? '')
		.filter(Boolean);
	expect(refused.length).toBeGreaterThan(1);
	for (const number of refused)
		expect(harmsIn(`Telefono ${number}.`).map(({ code }) => code)).toEqual(['number_in_text']);
});

test('together they serve the five answers and every age', () => {
	const all = names.map(storyOf);
	expect([...new Set(all.flatMap(({ answers }) => answers))].sort()).toEqual([1, 2, 3, 4, 5]);
	expect(tiers.filter((tier) => !all.some(({ audiences }) => audiences.includes(tier)))).toEqual([]);
});

describe.each(slugs)('%s', (slug) => {
	const [sq, en] = [storyOf(`${slug}.sq.ink`), storyOf(`${slug}.en.ink`)];

	test('is the same story in both languages', () => {
		expect(partingOf(sq, en)).toBeNull();
		const frame = ({ audiences, answers, minutes, scenes, notes, questions }: Story) => ({
			...{ audiences, answers, minutes, notes: notes.length, questions: questions.length },
			scenes: scenes.map(({ choices, helps, discuss, paragraphs }) =>
				[choices, helps, paragraphs].map((list) => list.length).concat(discuss ? 1 : 0),
			),
		});
		expect(frame(sq)).toEqual(frame(en));
	});

	test('has 8 to 14 scenes with two or three choices, something to talk about in each, and a way out at every ending', () => {
		expect(sq.scenes.length).toBeGreaterThanOrEqual(8);
		expect(sq.scenes.length).toBeLessThanOrEqual(14);
		expect(longestFrom(sq.scenes, 0)).toBeLessThanOrEqual(8);
		for (const [number, { choices, discuss, helps }] of sq.scenes.entries()) {
			if (choices.length > 0) expect([2, 3]).toContain(choices.length);
			else expect(helps.length).toBeGreaterThanOrEqual(3);
			if (choices.length > 0 && number > 0) expect(discuss).toBeTruthy();
		}
		expect(sq.questions.length).toBeGreaterThanOrEqual(3);
		expect(sq.notes.length).toBeGreaterThanOrEqual(3);
	});

	test('is read easily, harms nobody, and is typeset', () => {
		for (const [language, story] of [
			['sq', sq],
			['en', en],
		] as const) {
			const { mean, longest, sentences } = wordsPerSentence(textsOf(story));
			console.info(`case ${slug}.${language}: ${sentences} sentences, ${mean.toFixed(1)} words on average`);
			expect(mean).toBeLessThanOrEqual(15);
			expect(longest.split(/\s+/).length).toBeLessThanOrEqual(25);
			expect(harmsIn(sourceOf(`${slug}.${language}.ink`))).toEqual([]);
			expect(textsOf(story).filter((text) => /["'`]|\.\.\.|—| {2}/.test(text))).toEqual([]);
		}
	});

	test('speaks Albanian with its marks, and ties nobody to a community', () => {
		const words =
			textsOf(sq)
				.join(' ')
				.toLowerCase()
				.match(/\p{L}+/gu) ?? [];
		expect(words.filter((word) => word in markless)).toEqual([]);
		expect(
			[...textsOf(sq), ...textsOf(en)].filter((text) => /\b(rom|roma|romë|egjiptian\p{L}*|egyptian)\b/iu.test(text)),
		).toEqual([]);
	});
});
