import { CsvError, parse } from 'csv-parse/sync';
import { bareCell } from '#platform/csv.ts';
import { control } from '#platform/forms.ts';
import type { Issue } from '#platform/problem.ts';
import { activitySheet, columnLetter, findHeaderOf, type Header } from './columns.ts';
import { type ColumnKey, limits, type Sheet, type SheetKind, type SheetRow } from './model.ts';
import { checkZip, type Grid, readWorkbook } from './workbook.server.ts';

type Refused = { ok: false; issues: Issue[] };
export type ReadFile<K extends string = ColumnKey> = { ok: true; sheet: Sheet<K> } | Refused;

const refuse = (message: string, words: Issue['words'] = {}): Refused => ({
	ok: false,
	issues: [{ field: 'file', message, words }],
});

/**
 * Reads a spreadsheet file of a stranger into rows of text, or says why it cannot. Runs in a worker thread with a limit of
 * time and memory (`readSpreadsheet` in actions.server.ts): whatever the file is, the server goes on.
 */
export const readFile = ({ bytes }: { bytes: Uint8Array }): ReadFile => readFileOf(bytes, activitySheet);

/** The same for a sheet of another kind. */
export function readFileOf<K extends string>(bytes: Uint8Array, kind: SheetKind<K>): ReadFile<K> {
	if (bytes.length === 0) return refuse('import.issue.empty_file');
	if (bytes.length > limits.bytes) return refuse('import.issue.too_large', { most: limits.bytes / 1024 / 1024 });
	const starts = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
	if (starts(0x50, 0x4b)) return readZip(bytes, kind);
	if (starts(0xd0, 0xcf, 0x11, 0xe0)) return refuse(isLocked(bytes) ? 'import.issue.locked' : 'import.issue.old_excel');
	const text = decode(bytes);
	return typeof text === 'string' ? readText(text, kind) : text;
}

/** A workbook with a password is an old container around an encrypted package, and says so in UTF-16. */
const isLocked = (bytes: Uint8Array): boolean =>
	Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));

function readZip<K extends string>(bytes: Uint8Array, kind: SheetKind<K>): ReadFile<K> {
	const found = checkZip(bytes);
	if (found === 'too_large')
		return refuse('import.issue.unpacks_too_large', { most: limits.unzippedBytes / 1024 / 1024 });
	if (found !== 'workbook') return refuse(found === 'damaged' ? 'import.issue.damaged' : 'import.issue.other_zip');
	try {
		let empty = true;
		for (const grid of readWorkbook(bytes)) {
			const header = findHeaderOf(grid.cells, kind);
			if (header) return sheetOf(grid, header, kind);
			empty &&= grid.cells.every((cells) => cells.every((cell) => cell.trim() === ''));
		}
		return refuse(empty ? 'import.issue.empty_file' : 'import.issue.no_header');
	} catch (cause) {
		return refuse(
			cause instanceof Error && /password/i.test(cause.message) ? 'import.issue.locked' : 'import.issue.damaged',
		);
	}
}

const isMultibyte = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/;

/** UTF-8 with or without mark, UTF-16 with mark, else Windows-1252; two encodings in one file damage letters and are refused. */
function decode(bytes: Uint8Array): string | Refused {
	if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
		const wide = new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
		return isPlain(wide) ? wide : refuse('import.issue.no_spreadsheet');
	}
	const latin = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
	if (!isPlain(latin) || /^\s*(%PDF|\{\\rtf|<!doctype|<html|<\?xml)/i.test(latin))
		return refuse('import.issue.no_spreadsheet');
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		const damaged = lineWith(text, /\ufffd|Ã[«‹§‡]/);
		if (damaged) return refuse('import.issue.damaged_letters', { row: String(damaged) });
		return isPlain(text) ? text : refuse('import.issue.no_spreadsheet');
	} catch {
		const raw = Buffer.from(bytes).toString('latin1');
		const withoutUtf8 = raw.replaceAll(new RegExp(isMultibyte, 'g'), '');
		if (isMultibyte.test(raw))
			return refuse('import.issue.mixed_encodings', { row: String(lineOfOddity(raw, withoutUtf8)) });
		const text = new TextDecoder('windows-1252').decode(bytes);
		return isPlain(text) ? text : refuse('import.issue.no_spreadsheet');
	}
}

/** The first line that is not written as the first special letter of the file is. */
function lineOfOddity(raw: string, withoutUtf8: string): number {
	const utf8First = lineWith(raw, isMultibyte) ?? 1;
	const singleFirst = lineWith(withoutUtf8, /[\x80-\xff]/) ?? 1;
	return Math.max(utf8First, singleFirst);
}

function lineWith(text: string, sign: RegExp): number | undefined {
	const at = text.search(sign);
	return at < 0 ? undefined : text.slice(0, at).split('\n').length;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
const isPlain = (text: string): boolean => !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);

/** Separated by semicolon, comma or tab: whichever makes the most headings known. */
function readText<K extends string>(whole: string, kind: SheetKind<K>): ReadFile<K> {
	const text = whole.replace(/^\ufeff/, '').replace(/^sep=.\r?\n/i, '\n');
	if (text.trim() === '') return refuse('import.issue.empty_file');
	let best: { header: Header<K>; delimiter: string } | undefined;
	for (const delimiter of [';', ',', '\t']) {
		const start = records(text, delimiter, 40);
		// An open quotation mark among the first rows hides their cells, not their headings.
		const header = findHeaderOf('records' in start ? start.records : firstLines(text, delimiter), kind);
		if (header && header.columns.length > (best?.header.columns.length ?? 0)) best = { header, delimiter };
	}
	if (!best) return refuse('import.issue.no_header');
	const all = records(text, best.delimiter);
	if ('line' in all) return refuse('import.issue.open_quote', { row: String(all.line) });
	const formulas = new Set<string>();
	for (const [row, cells] of all.records.entries()) {
		for (const [column, cell] of cells.entries()) if (/^\s*=/.test(cell)) formulas.add(`${row}:${column}`);
	}
	return sheetOf({ name: null, cells: all.records, formulas, broken: new Set(), hiddenRows: [] }, best.header, kind);
}

const firstLines = (text: string, delimiter: string): string[][] =>
	text
		.slice(0, 100_000)
		.split('\n', 40)
		.map((line) => line.trim().split(delimiter));

function records(text: string, delimiter: string, to?: number): { records: string[][] } | { line: number } {
	try {
		const options = {
			delimiter,
			relax_quotes: true,
			relax_column_count: true,
			skip_empty_lines: false,
			max_record_size: 500_000,
			...(to ? { to } : {}),
		};
		return { records: parse(text, options) as string[][] };
	} catch (cause) {
		if (cause instanceof CsvError) return { line: Number(cause.lines ?? 1) };
		throw cause;
	}
}

function sheetOf<K extends string>(grid: Grid, header: Header<K>, kind: SheetKind<K>): ReadFile<K> {
	const issues = headerIssues(grid, header);
	const body = grid.cells.slice(header.at + 1);
	const filled = body.filter((cells) => cells.some((cell) => cell.trim() !== '')).length;
	if (filled > limits.rows)
		issues.push({ field: 'file', message: 'import.issue.too_many_rows', words: { rows: filled, most: limits.rows } });
	if (filled === 0) issues.push({ field: 'file', message: 'import.issue.no_rows' });
	if (issues.length > 0) return { ok: false, issues };
	const skippedRows: number[] = [];
	const rows: SheetRow<K>[] = [];
	for (const [offset, cells] of body.entries()) {
		const at = header.at + 1 + offset;
		const row = rowOf(grid, header, at, cells);
		if (Object.keys(row.cells).length === 0 && row.faults.length === 0) {
			if (cells.some((cell) => cell.trim() !== '')) skippedRows.push(row.row);
		} else if (isNoRecord(row, kind)) skippedRows.push(row.row);
		else rows.push(row);
	}
	if (rows.length === 0) return refuse('import.issue.no_rows');
	const columns = header.columns.map(({ key, letter, heading }) => ({ key, letter, heading }));
	const hiddenRows = grid.hiddenRows.map((row) => row + 1).filter((row) => rows.some((read) => read.row === row));
	return {
		ok: true,
		sheet: {
			name: grid.name,
			headerRow: header.at + 1,
			columns,
			ignored: header.ignored.slice(0, 60),
			hiddenRows,
			skippedRows,
			rows,
		},
	};
}

function headerIssues<K extends string>({ cells }: Grid, header: Header<K>): Issue[] {
	const issues: Issue[] = [];
	const width = Math.max(...cells.map((row) => row.length));
	if (width > limits.columns)
		issues.push({
			field: 'file',
			message: 'import.issue.too_many_columns',
			words: { most: limits.columns, column: columnLetter(limits.columns) },
		});
	for (const { key, letter, heading } of header.repeated) {
		const words = {
			text: heading,
			column: letter,
			first: header.columns.find((column) => column.key === key)?.letter ?? '',
		};
		issues.push({ field: key, message: 'import.issue.column_twice', words });
	}
	for (const key of header.missing)
		issues.push({ field: key, message: `import.issue.missing_column`, words: { row: String(header.at + 1) } });
	return issues;
}

function rowOf<K extends string>(
	grid: Grid,
	{ columns }: Header<K>,
	at: number,
	cells: readonly string[],
): SheetRow<K> {
	const row: SheetRow<K> = { row: at + 1, cells: {}, faults: [] };
	for (const { key, index } of columns) {
		const raw = (cells[index] ?? '').normalize('NFC').replace(control, ' ').trim();
		const place = `${at}:${index}`;
		if (grid.formulas.has(place))
			row.faults.push({ field: key, message: 'import.issue.formula', words: { text: raw.slice(0, 40) } });
		else if (grid.broken.has(place)) row.faults.push({ field: key, message: 'import.issue.broken_cell', words: {} });
		else if (raw.length > limits.cell)
			row.faults.push({ field: key, message: 'issue.too_long', words: { length: raw.length, most: limits.cell } });
		const text = bareCell(raw).slice(0, limits.cell);
		if (text !== '') row.cells[key] = text;
	}
	return row;
}

/** Totals, signatures and headings repeated on a second page: nothing in them could be a record. */
function isNoRecord<K extends string>({ cells, faults }: SheetRow<K>, kind: SheetKind<K>): boolean {
	const filled = Object.entries<string | undefined>(cells);
	if (filled.length >= 3 && filled.every(([key, text]) => kind.columnOf(text ?? '') === key)) return true;
	return faults.length === 0 && kind.saysNothing(cells);
}
