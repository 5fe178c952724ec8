import { type CellObject, read, SSF, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { Unzip, UnzipInflate, unzipSync } from 'fflate';
import { limits } from './model.ts';

/** One sheet as text: real dates as 2026-10-04, hours as 10:00, and where a formula or an error stands. */
export type Grid = {
	name: string | null;
	cells: string[][];
	/** `row:column`, counted from 0. */
	formulas: Set<string>;
	broken: Set<string>;
	hiddenRows: number[];
};

/** Whether a zip holds an Excel workbook and stays within its size, as it says and as it is. */
export function checkZip(bytes: Uint8Array): 'workbook' | 'other' | 'too_large' | 'damaged' {
	const names = new Set<string>();
	let declared = 0;
	try {
		unzipSync(bytes, {
			filter: ({ name, originalSize }) => {
				names.add(name);
				declared += originalSize;
				return false;
			},
		});
		if (!names.has('xl/workbook.xml')) return 'other';
		return declared > limits.unzippedBytes || realSize(bytes) > limits.unzippedBytes ? 'too_large' : 'workbook';
	} catch {
		return 'damaged';
	}
}

/** Unpacks piece by piece and throws the pieces away: a zip may hold more than it says. */
function realSize(bytes: Uint8Array): number {
	let size = 0;
	const zip = new Unzip((file) => {
		file.ondata = (error, piece) => {
			if (error) throw error;
			size += piece.length;
			if (size > limits.unzippedBytes) file.terminate();
		};
		if (size <= limits.unzippedBytes) file.start();
	});
	zip.register(UnzipInflate);
	const step = 1 << 16;
	for (let at = 0; at < bytes.length && size <= limits.unzippedBytes; at += step)
		zip.push(bytes.subarray(at, at + step), at + step >= bytes.length);
	return size;
}

/** The sheets of a workbook that a person can see, as text; read one by one, as long as they are asked for. */
export function* readWorkbook(bytes: Uint8Array): Generator<Grid> {
	const book = read(bytes, {
		type: 'array',
		dense: true,
		cellFormula: true,
		cellNF: true,
		cellStyles: true,
		cellHTML: false,
		cellText: false,
	});
	const visible = book.SheetNames.filter((_, index) => !book.Workbook?.Sheets?.[index]?.Hidden);
	for (const name of visible) {
		const sheet = book.Sheets[name];
		if (sheet) yield gridOf(book, name, sheet);
	}
}

function gridOf(book: WorkBook, name: string, sheet: WorkSheet): Grid {
	const grid: Grid = { name, cells: [], formulas: new Set(), broken: new Set(), hiddenRows: [] };
	const date1904 = book.Workbook?.WBProps?.date1904 === true;
	const rows = (sheet['!data'] ?? []) as (CellObject | undefined)[][];
	for (const [row, cells = []] of rows.entries()) {
		const texts: string[] = [];
		grid.cells.push(texts);
		for (const [column, cell] of Object.entries(cells ?? [])) {
			if (!cell) continue;
			if (cell.f !== undefined || cell.F !== undefined) grid.formulas.add(`${row}:${column}`);
			else if (cell.t === 'e') grid.broken.add(`${row}:${column}`);
			const text = cellText(cell, date1904);
			if (text !== '' && Number(column) <= limits.columns) texts[Number(column)] = text;
		}
		for (let column = 0; column < texts.length; column++) texts[column] ??= '';
		if (sheet['!rows']?.[row]?.hidden && texts.some((text) => text !== '')) grid.hiddenRows.push(row);
	}
	fillMerged(grid, sheet);
	return grid;
}

/** A date written once beside several rows is a cell merged downwards: it holds for all of them. */
function fillMerged({ cells }: Grid, sheet: WorkSheet): void {
	for (const { s: from, e: to } of (sheet['!merges'] ?? []).slice(0, limits.rows)) {
		const text = cells[from.r]?.[from.c];
		if (!text) continue;
		for (let row = from.r + 1; row <= Math.min(to.r, cells.length - 1); row++) {
			const texts = cells[row];
			if (!texts?.some((other) => other !== '')) continue;
			while (texts.length <= from.c) texts.push('');
			texts[from.c] = text;
		}
	}
}

function cellText(cell: CellObject, date1904: boolean): string {
	if (cell.t === 'n' && typeof cell.v === 'number') {
		return typeof cell.z === 'string' && SSF.is_date(cell.z)
			? momentText(cell.v, date1904)
			: String(Number(cell.v.toPrecision(12)));
	}
	if (cell.t === 'b') return cell.v ? 'true' : 'false';
	return cell.t === 's' || cell.t === 'd' ? String(cell.v ?? '') : '';
}

function momentText(serial: number, date1904: boolean): string {
	// Rounded to the minute: a spreadsheet keeps 11:30 as 0.4791666….
	const moment = SSF.parse_date_code(Math.round(serial * 1440) / 1440 + 1e-9, { date1904 }) as {
		y: number;
		m: number;
		d: number;
		H: number;
		M: number;
	} | null;
	if (!moment) return String(serial);
	const two = (value: number) => String(value).padStart(2, '0');
	const hour = `${two(moment.H)}:${two(moment.M)}`;
	if (serial < 1) return hour;
	const day = `${moment.y}-${two(moment.m)}-${two(moment.d)}`;
	return hour === '00:00' ? day : `${day} ${hour}`;
}
