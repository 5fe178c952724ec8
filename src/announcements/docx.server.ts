import {
	AlignmentType,
	Document,
	Footer,
	HeadingLevel,
	LineRuleType,
	Paragraph,
	Table,
	TableCell,
	TextRun,
	WidthType,
} from 'docx';
import { intlTag } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import {
	atRight,
	bytesOf,
	keptWithNext,
	line,
	markedAs,
	none,
	pageNumbers,
	paper,
	rowsOf,
	soft,
} from '#platform/word.server.ts';
import { type Announcement, type Table as Numbers, titleOf } from './document.ts';
import { plain } from './tokens.ts';

const night = '0F2A4A';
/** From margin to margin, and a column of numbers, in twentieths of a point. */
const [width, number] = [9070, 1450];

/** A text document with real styles that Word and LibreOffice open, outline and read aloud. */
export function docxOf(announcement: Announcement): Promise<Uint8Array> {
	const { locale, institution, draftMark, demonstration, sections, notes, register } = announcement;
	const language = { value: intlTag[locale] };
	const title = titleOf(announcement);
	const document = new Document({
		title,
		creator: institution,
		lastModifiedBy: institution,
		subject: title,
		styles: {
			default: {
				document: {
					run: { font: 'Noto Sans', size: 22, language },
					paragraph: { spacing: { after: 140, line: 300, lineRule: LineRuleType.AUTO } },
				},
				title: {
					run: { size: 36, bold: true, color: night, font: 'Noto Sans' },
					paragraph: { spacing: { before: 120, after: 240, line: 276, lineRule: LineRuleType.AUTO } },
				},
				heading1: {
					run: { size: 26, bold: true, color: night, font: 'Noto Sans' },
					paragraph: { spacing: { before: 320, after: 140 }, keepNext: true },
				},
			},
			paragraphStyles: [
				{ id: 'Institution', name: 'Institution', basedOn: 'Normal', run: { bold: true, color: soft } },
				{
					id: 'Note',
					name: 'Note',
					basedOn: 'Normal',
					run: { size: 18, color: soft },
					paragraph: { spacing: { after: 80 } },
				},
			],
		},
		sections: [
			{
				properties: {
					page: { size: paper, margin: { top: 1418, bottom: 1361, left: 1418, right: 1418 } },
				},
				...markedAs(draftMark),
				footers: {
					default: new Footer({ children: [atRight(pageNumbers(t(locale, 'announcement.page_of'), 18))] }),
				},
				children: [
					new Paragraph({ style: 'Institution', text: institution }),
					new Paragraph({ heading: HeadingLevel.TITLE, text: title }),
					...(demonstration
						? [new Paragraph({ children: [new TextRun({ text: demonstration, italics: true })] })]
						: []),
					...sections.flatMap(({ heading, paragraphs, table }) => [
						new Paragraph({ heading: HeadingLevel.HEADING_1, text: heading }),
						...paragraphs.flatMap(({ lines }) => lines.map((pieces) => new Paragraph({ text: plain(pieces) }))),
						...(table
							? [
									new Paragraph({ keepNext: true, children: [new TextRun({ text: table.caption, bold: true })] }),
									numbers(table),
								]
							: []),
					]),
					new Paragraph({ style: 'Note', text: '', border: { top: { ...line, space: 4 } }, spacing: { before: 360 } }),
					...notes.map((note) => new Paragraph({ style: 'Note', text: plain(note) })),
					...(register
						? [new Paragraph({ style: 'Note', children: [new TextRun({ text: register, size: 14 })] })]
						: []),
				],
			},
		],
	});
	return bytesOf(document);
}

function numbers({ head, rows }: Numbers): Table {
	const first = width - number * (head.length - 1);
	const cell = (text: string, index: number, { bold, keepNext }: { bold: boolean; keepNext: boolean }) =>
		new TableCell({
			width: { size: index === 0 ? first : number, type: WidthType.DXA },
			margins: { top: 40, bottom: 40, left: 80, right: 80 },
			children: [
				new Paragraph({
					alignment: index === 0 ? AlignmentType.LEFT : AlignmentType.RIGHT,
					...{ keepNext, spacing: { after: 0 } },
					children: [new TextRun({ text, bold })],
				}),
			],
		});
	return new Table({
		width: { size: width, type: WidthType.DXA },
		columnWidths: head.map((_, index) => (index === 0 ? first : number)),
		borders: { top: none, left: none, right: none, bottom: line, insideHorizontal: line, insideVertical: none },
		rows: rowsOf(
			head.map((text, index) => cell(text, index, { bold: true, keepNext: true })),
			rows.map(({ label, cells }, row) =>
				[label, ...cells.map(({ text }) => text)].map((text, index) =>
					cell(text, index, { bold: row === rows.length - 1, keepNext: keptWithNext(row, rows) }),
				),
			),
		),
	});
}
