import {
	AlignmentType,
	BorderStyle,
	type Document,
	Header,
	Packer,
	PageNumber,
	Paragraph,
	type TableCell,
	TableRow,
	TextRun,
} from 'docx';

/** What the text documents of this house share: their paper, their grey, and how draft, page numbers and tables are set. */

/** A4, in twentieths of a point. */
export const paper = { width: 11906, height: 16838 };
export const soft = '4D5A6B';
export const line = { style: BorderStyle.SINGLE, size: 4, color: 'DCD8CC' };
export const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };

export const atRight = (...children: TextRun[]): Paragraph =>
	new Paragraph({ alignment: AlignmentType.RIGHT, children });

/** Above every page of what is no document yet; nothing where there is no mark. */
export const markedAs = (mark: string | null) =>
	mark
		? {
				headers: {
					default: new Header({ children: [atRight(new TextRun({ text: mark, bold: true, color: '7A4D0B' }))] }),
				},
			}
		: {};

/** "Page {page} of {pages}" with fields that Word counts, `size` in half points. */
export function pageNumbers(words: string, size: number, before = ''): TextRun {
	const fields: Record<string, string> = { '{page}': PageNumber.CURRENT, '{pages}': PageNumber.TOTAL_PAGES };
	const parts = words.split(/(\{page\}|\{pages\})/).map((part) => fields[part] ?? part);
	return new TextRun({ size, color: soft, children: before === '' ? parts : [before, ...parts] });
}

/** A head that is repeated on every page, and rows that no page divides. */
export const rowsOf = (head: TableCell[], rows: readonly TableCell[][]): TableRow[] => [
	new TableRow({ tableHeader: true, cantSplit: true, children: head }),
	...rows.map((children) => new TableRow({ cantSplit: true, children })),
];

/** A table of so few rows is not divided between two pages: each of its rows but the last is kept with the next. */
export const keptWithNext = (row: number, rows: readonly unknown[]): boolean =>
	rows.length <= 20 && row < rows.length - 1;

export const bytesOf = async (document: Document): Promise<Uint8Array> =>
	new Uint8Array(await Packer.toBuffer(document));
