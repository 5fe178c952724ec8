import { describe, expect, test } from 'vitest';
import { sectionText } from './naming.ts';
import { isReadFromOther } from './recordings.ts';

const texts = {
	...{ title: '', exit: '', call: '' },
	answers: [1, 2, 3, 4, 5].map((n) => ({ heading: `Kreu ${n}`, text: n === 5 ? '' : 'Një.\nDy.' })),
};
const pages = [{ language: 'rom', texts, version: 3 }];

describe('the words of a section', () => {
	test('in the languages of the software are its messages, heading first', () => {
		const words = sectionText('sq', 2, []);
		expect(words?.version).toBeNull();
		expect(words?.text.split('\n')).toHaveLength(9);
		expect(words?.text).toMatch(/^Si ta dalloni kur dikush ju afrohet\?\nShpesh është dikush i njohur/);
		expect(sectionText('en', 4, [])?.text).toMatch(/^Which number/);
	});
	test('in another language are those of its page, with its version; nothing where nothing is written', () => {
		expect(sectionText('rom', 1, pages)).toEqual({ text: 'Kreu 1\nNjë.\nDy.', version: 3 });
		expect([sectionText('rom', 5, pages), sectionText('ar', 1, pages)]).toEqual([null, null]);
	});
});

test('a recording is from other words when they differ, are gone, and not when nobody knows', () => {
	const now = { text: 'Një', version: 4 };
	expect(isReadFromOther({ readText: 'Një' }, now)).toBe(false);
	expect(isReadFromOther({ readText: 'Dy' }, now)).toBe(true);
	expect(isReadFromOther({ readText: 'Dy' }, null)).toBe(true);
	expect(isReadFromOther({ readText: null }, now)).toBe(false);
});
