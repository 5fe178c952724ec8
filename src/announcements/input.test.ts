import { expect, test } from 'vitest';
import { parseParagraphs, parseReleased, parseWhole } from './input.ts';

const typed = {
	title_sq: ['Titulli'],
	title_en: ['Title'],
	who_sq: ['Prefekti: {held}'],
	redraw: ['who', 'nonsense'],
	version: ['2'],
	revision: ['x'],
};

test('every paragraph comes back, those left empty too', () => {
	const parsed = parseParagraphs(typed);
	expect(parsed.ok && parsed.value.find(({ key }) => key === 'who')).toEqual({
		key: 'who',
		sq: 'Prefekti: {held}',
		en: '',
	});
	expect(parseReleased(typed)).toEqual(['who']);
	expect([parseWhole(typed, 'version'), parseWhole(typed, 'revision'), parseWhole(typed, 'absent')]).toEqual([2, 0, 0]);
});

test('a token that names no figure, a missing title and 10,000 characters are mistakes that name their field', () => {
	const parsed = parseParagraphs({ ...typed, title_en: [''], who_sq: ['{heldd}'], aim_sq: ['ë'.repeat(10_000)] });
	expect(!parsed.ok && parsed.issues).toEqual([
		{ field: 'title_en', message: 'issue.missing' },
		{ field: 'who_sq', message: 'issue.unknown_token', words: { text: '{heldd}' } },
		{ field: 'aim_sq', message: 'issue.too_long', words: { length: 10_000, most: 6000 } },
	]);
});
