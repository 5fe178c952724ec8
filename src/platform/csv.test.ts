import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareCell, csvFile, safeCell } from './csv.ts';

test.each([
	'=1+1',
	'+1',
	'-1+2',
	'@SUM(A1)',
	'\t=1',
	'\r=1',
	'\n=1',
	' =1',
	'\ufeff=1',
	'\u00a0=1',
	'\u200b=1',
	'＝1',
	'＋1',
	'－1',
	'＠a',
	"'=1",
	'|cmd',
	'-',
])('%j does not run', (text) => {
	expect(safeCell(text)).toBe(`'${text}`);
	expect(bareCell(safeCell(text))).toBe(text);
});

test.each(['', 'Shkolla Nr. 2', '60', '-60', '-1,5', "Gruja 'në' Fokus", '10:00–11:30', '02.10.2026'])(
	'%j stays as it is',
	(text) => {
		expect(safeCell(text)).toBe(text);
	},
);

test('whatever is written comes back, and no cell starts like a formula', () => {
	const cell = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.string(),
		fc.stringMatching(/^['\s=+@-]{0,6}[a-zë;,"]{0,4}$/),
	);
	fc.assert(
		fc.property(
			fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
			fc.constantFrom(',' as const, ';' as const),
			(rows, separator) => {
				const read = parse(csvFile(rows, separator), {
					delimiter: separator,
					bom: true,
					relax_column_count: true,
					record_delimiter: '\r\n',
				}) as string[][];
				expect(read.map((cells) => cells.map(bareCell))).toEqual(rows);
				for (const text of read.flat()) expect(/^[\s\ufeff]*[=+@＝＋－＠]/u.test(text)).toBe(false);
			},
		),
	);
});
