import fc from 'fast-check';
import { expect, test } from 'vitest';
import { t } from '#i18n/t.ts';
import { columnLetter, columnOf, findHeader } from './columns.ts';
import { columnKeys, requiredColumns } from './model.ts';

test.each([
	['Nr', 'number'],
	['DATA', 'date'],
	['  ora ', 'hours'],
	['Veprimtaria', 'title'],
	['Veprimtria', 'title'],
	['Njesia administrative', 'unit'],
	['Nën kujdesin e:', 'lead'],
	['Mbeshtetes', 'supporters'],
	['Grupi i sinuar', 'audiences'],
	['Pjesëmarrës të planifikuar', 'persons'],
	['Open to the public?', 'visibility'],
	['Municipalty', 'municipality'],
])('“%s” is the column %s', (heading, key) => expect(columnOf(heading)).toBe(key));

test.each(['Shënime', 'Buxheti', '', 'Telefoni', '123'])('“%s” is no column', (heading) =>
	expect(columnOf(heading)).toBeUndefined(),
);

test('the headings that we write ourselves are known in both languages', () => {
	for (const locale of ['sq', 'en'] as const)
		for (const key of columnKeys) expect(columnOf(t(locale, `import.column.${key}`))).toBe(key);
});

test('columns stand in any order, in either language, below titles, among strangers', () => {
	const optional = columnKeys.filter((key) => !requiredColumns.includes(key));
	fc.assert(
		fc.property(
			fc.shuffledSubarray([...columnKeys], { minLength: 3 }).map((keys) => [...new Set([...keys, ...requiredColumns])]),
			fc.constantFrom('sq' as const, 'en' as const),
			fc.integer({ min: 0, max: 5 }),
			(keys, locale, titles) => {
				const above = Array.from({ length: titles }, () => ['Programi i muajit tetor', '', 'KRAT Durrës']);
				const header = findHeader([...above, ['Shënime', ...keys.map((key) => t(locale, `import.column.${key}`))]]);
				expect(header?.at).toBe(titles);
				expect(header?.columns.map(({ key }) => key)).toEqual(keys);
				expect(header?.columns[0]?.letter).toBe('B');
				expect(header).toMatchObject({ ignored: ['Shënime'], missing: [], repeated: [] });
			},
		),
	);
	expect(optional.length).toBe(9);
});

test('what is missing or written twice is named', () => {
	expect(findHeader([['Nr', 'Data', 'Veprimtaria', 'Activity']])).toMatchObject({
		missing: ['setting', 'lead', 'audiences'],
		repeated: [{ letter: 'D', heading: 'Activity' }],
	});
	expect(
		findHeader([
			['a', 'b'],
			['Data', 'Vendi'],
		]),
	).toBeUndefined();
});

test('columns are named as spreadsheets name them', () =>
	expect([0, 25, 26, 51, 52, 701].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ']));
