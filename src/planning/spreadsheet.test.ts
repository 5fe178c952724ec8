import { readFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { workbookOf } from '#tests/support/sheets.ts';
import { readSpreadsheet } from './actions.server.ts';
import type { Sheet } from './model.ts';
import { readFile } from './spreadsheet.server.ts';

const october = readFileSync('db/demo/programi-durres-tetor-2026.csv', 'utf8');
const bytes = (text: string) => new TextEncoder().encode(text);
const windows1252 = (text: string) =>
	Uint8Array.from(
		[...text].map((letter) => ({ '–': 0x96, '’': 0x92, '“': 0x93, '”': 0x94 })[letter] ?? letter.charCodeAt(0)),
	);
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));

function sheet(file: Uint8Array): Sheet {
	const read = readFile({ bytes: file });
	if (!read.ok) throw new Error(JSON.stringify(read.issues));
	return read.sheet;
}
const refusal = (file: Uint8Array) => {
	const read = readFile({ bytes: file });
	return read.ok ? 'read' : read.issues.map(({ field, message }) => `${field} ${message}`).join();
};
const workbook = (rows: unknown[][], change: (cells: ReturnType<typeof utils.aoa_to_sheet>) => void = () => {}) => {
	const cells = utils.aoa_to_sheet(rows);
	change(cells);
	const book = utils.book_new();
	utils.book_append_sheet(book, cells, 'Tetor');
	return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
};
const heading = ['Data', 'Veprimtaria', 'Mjedisi', 'Nën kujdesin e', 'Grupi i synuar'];
const row = ['02.10.2026', 'Orë', 'shkollë', 'ZVAP', 'nxënës'];
const csv = (...rows: string[][]) => bytes([heading, ...rows].map((cells) => cells.join(';')).join('\n'));

test('the October of Durrës is the same in every encoding and with every separator', () => {
	const wanted = sheet(bytes(october));
	expect(wanted.rows).toHaveLength(25);
	expect(wanted.rows[23]).toMatchObject({ row: 25, cells: { number: '24' } });
	for (const variant of [
		bytes(`\ufeff${october}`),
		windows1252(october),
		utf16(october),
		bytes(october.replaceAll('\n', '\r\n')),
	])
		expect(sheet(variant)).toEqual(wanted);
	const quote = (separator: string) =>
		october
			.trimEnd()
			.split('\n')
			.map((line) =>
				line
					.split(';')
					.map((cell) => `"${cell.replaceAll('"', '""')}"`)
					.join(separator),
			)
			.join('\n');
	for (const separator of [',', '\t', ';']) expect(sheet(bytes(quote(separator)))).toEqual(wanted);
});

test('a workbook with real dates has the same rows', () => {
	const read = sheet(workbookOf(october));
	expect(read).toMatchObject({ name: 'Tetor', headerRow: 3 });
	expect(read.rows.map(({ cells }) => cells.title)).toEqual(sheet(bytes(october)).rows.map(({ cells }) => cells.title));
	expect(read.rows[0]?.cells).toMatchObject({ number: '1', date: '2026-10-02', hours: '10:00-11:30', persons: '60' });
	expect(read.rows[2]?.cells.hours).toBe('10:00');
});

test('any order of columns says the same', () => {
	const [names = [], ...rows] = october
		.trimEnd()
		.split('\n')
		.slice(0, 4)
		.map((line) => line.split(';'));
	const wanted = sheet(bytes([names, ...rows].map((cells) => cells.join(';')).join('\n'))).rows;
	fc.assert(
		fc.property(
			fc.shuffledSubarray(
				names.map((_, index) => index),
				{ minLength: names.length },
			),
			(order) => {
				const turned = [names, ...rows].map((cells) => order.map((index) => cells[index]).join(';')).join('\n');
				expect(sheet(bytes(turned)).rows).toEqual(wanted);
			},
		),
		{ numRuns: 30 },
	);
});

const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)]);
test.each<[string, Uint8Array, string]>([
	['nothing', new Uint8Array(), 'file import.issue.empty_file'],
	['only blank lines', bytes('\n\n  \n'), 'file import.issue.empty_file'],
	['a PDF', bytes('%PDF-1.7\n%âãÏÓ'), 'file import.issue.no_spreadsheet'],
	[
		'a picture',
		Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
		'file import.issue.no_spreadsheet',
	],
	['a web page', bytes('<!DOCTYPE html><table><tr><td>Data'), 'file import.issue.no_spreadsheet'],
	['a letter', bytes('I nderuar zoti Prefekt,\nju dërgojmë programin.\nMe respekt'), 'file import.issue.no_header'],
	['an old .xls', old, 'file import.issue.old_excel'],
	[
		'a workbook with a password',
		Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')]),
		'file import.issue.locked',
	],
	['a zip of something else', zipSync({ 'word/document.xml': bytes('<w:document/>') }), 'file import.issue.other_zip'],
	['a torn zip', workbookOf(october).subarray(0, 4000), 'file import.issue.damaged'],
	['more than five megabytes', new Uint8Array(5 * 1024 * 1024 + 1).fill(65), 'file import.issue.too_large'],
	[
		'a zip that unpacks to more than 60 MB',
		zipSync({ 'xl/workbook.xml': new Uint8Array(61 * 1024 * 1024) }),
		'file import.issue.unpacks_too_large',
	],
	['headings only', csv(), 'file import.issue.no_rows'],
	['a missing column', bytes('Data;Veprimtaria;Mjedisi;Grupi i synuar\n1;2;3;4'), 'lead import.issue.missing_column'],
	['a column twice', bytes(`${heading.join(';')};Lead\n${row.join(';')};x`), 'lead import.issue.column_twice'],
	['5,001 rows', csv(...Array.from({ length: 5001 }, () => row)), 'file import.issue.too_many_rows'],
	[
		'61 columns',
		bytes(`${heading.join(';')}${';x'.repeat(56)}\n${row.join(';')}`),
		'file import.issue.too_many_columns',
	],
	[
		'mixed encodings',
		Buffer.concat([csv(row), Buffer.from('\n'), windows1252('03.10.2026;Bisedë;shkollë;ZVAP;nxënës')]),
		'file import.issue.mixed_encodings',
	],
	['letters read wrongly before', bytes(october.replace('shkollë', 'shkollÃ«')), 'file import.issue.damaged_letters'],
	[
		'an open quotation mark',
		csv(row, ['03.10.2026', '"Orë', 'shkollë', 'ZVAP', 'nxënës']),
		'file import.issue.open_quote',
	],
])('%s is refused with its reason', (_, file, reason) => expect(refusal(file)).toBe(reason));

test('mixed encodings are named by their row', () => {
	const file = Buffer.concat([csv(row, row), Buffer.from('\n'), windows1252('03.10.2026;Bisedë;shkollë;ZVAP;nxënës')]);
	expect(readFile({ bytes: file })).toMatchObject({ issues: [{ words: { row: '4' } }] });
});

test('a formula is named, in a workbook and in a CSV', () => {
	const book = workbook([heading, row], (cells) => {
		cells.B2 = { t: 's', v: 'Orë', f: 'A1&"x"' };
	});
	for (const file of [book, csv(row.with(1, '=HYPERLINK("http://x")'))]) {
		expect(sheet(file).rows[0]).toMatchObject({
			row: 2,
			faults: [{ field: 'title', message: 'import.issue.formula' }],
		});
	}
});

test('an error of the spreadsheet and ten thousand characters are named', () => {
	const book = workbook([heading, row], (cells) => {
		cells.D2 = { t: 'e', v: 0x17 };
	});
	expect(sheet(book).rows[0]?.faults).toMatchObject([{ field: 'lead', message: 'import.issue.broken_cell' }]);
	expect(sheet(csv(row.with(1, 'a'.repeat(10_000)))).rows[0]?.faults).toMatchObject([
		{ field: 'title', message: 'issue.too_long', words: { length: 10_000, most: 2000 } },
	]);
});

test('totals, signatures and repeated headings are passed over and said; hidden rows are read and said', () => {
	const read = sheet(csv(row, heading, ['', '', '', '', 'Gjithsej: 1'], row));
	expect(read.rows.map((each) => each.row)).toEqual([2, 5]);
	expect(read.skippedRows).toEqual([3, 4]);
	const hidden = workbook([heading, row, row], (cells) => {
		cells['!rows'] = [{}, {}, { hidden: true }];
	});
	expect(sheet(hidden)).toMatchObject({ hiddenRows: [3], rows: [{ row: 2 }, { row: 3 }] });
});

test('a date merged over several rows holds for all of them', () => {
	const merged = workbook([heading, row, ['', ...row.slice(1)]], (cells) => {
		cells['!merges'] = [{ s: { r: 1, c: 0 }, e: { r: 2, c: 0 } }];
	});
	expect(sheet(merged).rows.map(({ cells }) => cells.date)).toEqual(['02.10.2026', '02.10.2026']);
});

test('random bytes are refused or read, never a fault', () => {
	fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (file) => void readFile({ bytes: file })));
	const book = workbookOf(october);
	fc.assert(
		fc.property(fc.integer({ min: 0, max: book.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
			const hurt = book.slice();
			hurt[at] = value;
			expect(typeof readFile({ bytes: hurt }).ok).toBe('boolean');
		}),
		{ numRuns: 40 },
	);
});

test('reading happens beside the server', async () => {
	expect(await readSpreadsheet({ bytes: bytes(october), fileName: 'x.csv' })).toMatchObject({
		ok: true,
		sheet: { rows: { length: 25 } },
	});
});

test('characters that nobody sees separate words and are not kept: Word would not open what tells them', () => {
	const { rows } = sheet(csv(['02.10.2026', 'Orë\u001binformuese', 'shkollë', 'ZVAP', 'nxënës']));
	expect(rows[0]?.cells.title).toBe('Orë informuese');
	const book = workbook([heading, ['02.10.2026', 'Orë\u0001informuese', 'shkollë', 'ZVAP', 'nxënës']]);
	expect(sheet(book).rows[0]?.cells.title).toBe('Orë informuese');
});
