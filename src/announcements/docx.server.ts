import {
	AlignmentType,
	BorderStyle,
	Document,
	Footer,
	Header,
	HeadingLevel,
	LineRuleType,
	Packer,
	PageNumber,
	Paragraph,
	Table,
	TableCell,
	TableRow,
	TextRun,
	WidthType,
} from 'docx';
import { intlTag } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { type Announcement, type Table as Numbers, titleOf } from './document.ts';
import { plain } from './tokens.ts';

const night = '0F2A4A';
const soft = '4D5A6B';
const line = { style: BorderStyle.SINGLE, size: 4, color: 'DCD8CC' };
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };

/** A text document with real styles that Word and LibreOffice open, outline and read aloud. */
export async function docxOf(announcement: Announcement): Promise<Uint8Array> {
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
					page: { size: { width: 11906, height: 16838 }, margin: { top: 1418, bottom: 1361, left: 1418, right: 1418 } },
				},
				...(draftMark
					? {
							headers: {
								default: new Header({
									children: [right(new TextRun({ text: draftMark, bold: true, color: '7A4D0B' }))],
								}),
							},
						}
					: {}),
				footers: { default: new Footer({ children: [right(...pageNumbers(announcement))] }) },
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
	return new Uint8Array(await Packer.toBuffer(document));
}

const right = (...children: TextRun[]) => new Paragraph({ alignment: AlignmentType.RIGHT, children });

function pageNumbers({ locale }: Announcement): TextRun[] {
	const fields: Record<string, string> = { '{page}': PageNumber.CURRENT, '{pages}': PageNumber.TOTAL_PAGES };
	const parts = t(locale, 'announcement.page_of').split(/(\{page\}|\{pages\})/);
	return [new TextRun({ size: 18, color: soft, children: parts.map((part) => (fields[part] ?? part) as string) })];
}

function numbers({ head, rows }: Numbers): Table {
	const cell = (text: string, index: number, bold: boolean) =>
		new TableCell({
			margins: { top: 40, bottom: 40, left: 80, right: 80 },
			children: [
				new Paragraph({
					alignment: index === 0 ? AlignmentType.LEFT : AlignmentType.RIGHT,
					spacing: { after: 0 },
					children: [new TextRun({ text, bold })],
				}),
			],
		});
	return new Table({
		width: { size: 100, type: WidthType.PERCENTAGE },
		borders: { top: none, left: none, right: none, bottom: line, insideHorizontal: line, insideVertical: none },
		rows: [
			new TableRow({
				tableHeader: true,
				cantSplit: true,
				children: head.map((text, index) => cell(text, index, true)),
			}),
			...rows.map(
				({ label, cells }, row) =>
					new TableRow({
						cantSplit: true,
						children: [label, ...cells.map(({ text }) => text)].map((text, index) =>
							cell(text, index, row === rows.length - 1),
						),
					}),
			),
		],
	});
}
