import { describe, expect, test } from 'vitest';
import { findingsInFile } from './checklist.ts';
import { type FileLook, linesAskingNames, pageWith } from './files.ts';

const look = (change: Partial<FileLook> = {}): FileLook => ({
	...{ pages: 1, silent: 0, text: '', numbers: [], fonts: [], links: [], author: null },
	...change,
});
const refused = [
	{ digits: '8001212', number: '0800 1212', reason: 'retired' as const },
	{ digits: '192', number: '192', reason: 'foreign' as const },
];

describe('a register', () => {
	test.each([
		'Nr. Emri Mbiemri Klasa',
		'Emër, mbiemër',
		'Atësia',
		'Datëlindja e nxënësit',
		'Numri personal (NID)',
		'Name and surname',
		'Date of birth',
	])('that asks “%s” counts people by name', (line) => {
		expect(linesAskingNames('register', look({ text: `Regjistri\n${line}` }))).toEqual([line]);
		expect(linesAskingNames('quiz_sheet', look({ text: line }))).toEqual([line]);
		expect(linesAskingNames('slides', look({ text: line }))).toEqual([]);
	});

	test.each(['Mos shkruani emra njerëzish.', 'Emri i shkollës', 'Write no names', 'Gjithsej vajza 12–14 vjeç'])(
		'that says “%s” does not',
		(line) => expect(linesAskingNames('register', look({ text: line }))).toEqual([]),
	);
});

describe('the program finds', () => {
	test('refused numbers and columns for names, as what stops it; the rest as hints', () => {
		const file = look({
			...{ pages: 3, silent: 1, text: 'Emri Mbiemri\f\fVetëm 40% e dinë.\nStrehëza në Durrës' },
			...{ numbers: ['0800 1212', '1192'], fonts: ['Arial'], links: ['https://x.example'], author: 'Filan Fisteku' },
		});
		const found = findingsInFile('register', file, refused, []);
		expect(found.map(({ what, refusal }) => [what, refusal])).toEqual([
			['dead_number', true],
			['asks_names', true],
			['silent_pages', false],
			['author', false],
			['fonts', false],
			['links', false],
			['figures', false],
			['shelter', false],
		]);
		expect(found[0]).toMatchObject({ found: ['0800 1212'] });
	});

	test('on which page a text stands', () => {
		const file = look({ text: 'një\fdy\ftre' });
		expect(pageWith(file, (page) => page.includes('tre'))).toBe(3);
		expect(pageWith(file, (page) => page.includes('katër'))).toBeNull();
	});
});
