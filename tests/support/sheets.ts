import { utils, write } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { sheetDay, typedHours } from '#planning/input.ts';

const headings =
	'Nr;Data;Ora;Veprimtaria;Vendi;Bashkia;Njësia administrative;Mjedisi;Nën kujdesin e;Mbështetës;Grupi i synuar;Mjetet;Pjesëmarrës të planifikuar;Për publikun';

/** A programme of any size, spread over October 2026, its places and institutions. */
export function sheetOf(rows: number): string {
	const lines = Array.from({ length: rows }, (_, index) => {
		const day = String((index % 31) + 1).padStart(2, '0');
		const place = `Shkolla 9-vjeçare Nr. ${index % 900} ${['Durrës', 'Krujë', 'Shijak'][index % 3]}`;
		const town = ['Durrës', 'Krujë', 'Shijak'][index % 3];
		return `${index + 1};${day}.10.2026;10:00-11:30;Orë informuese ${index + 1};${place};${town};;shkollë;ZVAP ${town};Policia e Shtetit, NJMF ${town};nxënës, mësues;video, rast;${20 + (index % 50)};jo`;
	});
	return `${[headings, ...lines].join('\n')}\n`;
}

/** The same table as an Excel workbook: dates and numbers as such, hours as a time where there is only one. */
export function workbookOf(csv: string): Uint8Array {
	const rows = parse(csv, { delimiter: ';', relax_quotes: true }) as string[][];
	const sheet = utils.aoa_to_sheet([['Programi i muajit'], [], ...rows]);
	for (const [index, cells] of rows.entries()) {
		if (index === 0) continue;
		const row = index + 2;
		const put = (column: number, cell: Record<string, unknown>) =>
			Object.assign(sheet[utils.encode_cell({ r: row, c: column })] ?? {}, cell);
		const day = sheetDay(cells[1] ?? '');
		put(1, { t: 'n', v: Date.parse(day) / 86_400_000 + 25_569, z: 'dd/mm/yyyy' });
		const hours = typedHours(cells[2] ?? '');
		if (typeof hours !== 'string' && hours.endsAt === null) {
			const [hour = 0, minute = 0] = hours.startsAt.split(':').map(Number);
			put(2, { t: 'n', v: (hour * 60 + minute) / 1440, z: 'h:mm' });
		}
		put(0, { t: 'n', v: Number(cells[0]) });
		put(12, { t: 'n', v: Number(cells[12]) });
	}
	const book = utils.book_new();
	utils.book_append_sheet(book, utils.aoa_to_sheet([['Shënime']]), 'Shënime');
	utils.book_append_sheet(book, sheet, 'Tetor');
	return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
}
