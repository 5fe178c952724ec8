import { describe, expect, test } from 'vitest';
import { figures, findFigure } from '#figures/model.ts';
import { locales } from '#i18n/locales.ts';
import { figuresIn, phrase, plain, render, unknownTokens, warningsIn } from './tokens.ts';

const evidence = {
	figures: {
		held: Array.from({ length: 25 }, (_, index) => ({ of: String(index), value: 1 })),
		national: [{ of: '24', value: 1 }],
		persons: [{ of: '1', value: 1145 }],
		'places.health_centre': [{ of: 'a', value: 1 }],
	},
};
const inAlbanian = (text: string, publishedOn: string | null = null) =>
	plain(render('sq', text, { evidence, publishedOn }));

describe('a token', () => {
	test('is written as number and noun, or as the number alone', () => {
		expect(inAlbanian('U mbajtën {held}.')).toBe('U mbajtën 25 veprimtari.');
		expect(inAlbanian('{held:n} nga {persons:n}')).toBe('25 nga 1\u00a0145');
		expect(plain(render('en', '{national} and {held}', { evidence, publishedOn: null }))).toBe(
			'1 national activity and 25 activities',
		);
	});

	test('names the figure whose records it opens', () => {
		expect(render('sq', 'Gjithsej {held}.', { evidence, publishedOn: null })).toEqual([
			{ text: 'Gjithsej ' },
			{ text: '25 veprimtari', figure: 'held' },
			{ text: '.' },
		]);
	});

	test('of the day of publication is written when there is one', () => {
		expect(inAlbanian('më {published_on}', '2026-11-02')).toBe('më 2 nëntor 2026');
		expect(inAlbanian('më {published_on}')).toBe('më (data e publikimit)');
	});

	test('that names no figure is found, and a lone brace with it', () => {
		expect(unknownTokens('{held} {heldd} {published_on} {persons.group.pupils:n} {held:x}')).toEqual([
			'{heldd}',
			'{held:x}',
		]);
		expect(unknownTokens('{held')).toEqual(['{']);
		expect(unknownTokens('pa shifra')).toEqual([]);
		expect(figuresIn('{held} {persons:n} {held}')).toEqual(['held', 'persons']);
	});

	test('never carries markup: text stays text', () => {
		expect(inAlbanian('<b>{held}</b> #set page()')).toBe('<b>25 veprimtari</b> #set page()');
	});
});

test('every figure can be written in both languages, for one and for many', () => {
	for (const locale of locales) {
		for (const figure of figures) {
			expect(phrase(locale, figure, 1)).toMatch(/^1 \p{L}/u);
			expect(phrase(locale, figure, 25)).toMatch(/^25 \p{L}/u);
		}
	}
	const centres = findFigure('places.health_centre');
	expect(centres && [phrase('sq', centres, 1), phrase('sq', centres, 9)]).toEqual([
		'1 qendër shëndetësore',
		'9 qendra shëndetësore',
	]);
});

describe('a careful reader asks', () => {
	const kinds = (text: string) => warningsIn(text, evidence).map(({ kind, text: said }) => [kind, said]);

	test('where a number typed by hand comes from, but not about years, days and hours', () => {
		expect(kinds('Rreth 25 aktivitete dhe 1 200 fletëpalosje')).toEqual([
			['typed_number', '25'],
			['typed_number', '1 200'],
		]);
		expect(kinds('Më 18 tetor 2026, në orën 10:00, strategjia 2024')).toEqual([]);
		expect(kinds('{held} u mbajtën')).toEqual([]);
	});

	test('whether it is true of all, whether anybody measured it, and why a zero is told', () => {
		expect(kinds('në të gjitha qendrat')).toEqual([['claims_all', 'të gjitha']]);
		expect(kinds('mund të themi me bindje')).toEqual([['conviction', 'me bindje']]);
		expect(kinds('{contacts}')).toEqual([['zero', '{contacts}']]);
	});
});
