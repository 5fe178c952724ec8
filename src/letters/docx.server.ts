import {
	AlignmentType,
	Document,
	Footer,
	HeadingLevel,
	type IParagraphOptions,
	LevelFormat,
	LineRuleType,
	Paragraph,
	Table,
	TableCell,
	TabStopType,
	TextRun,
	WidthType,
} from 'docx';
import {
	bytesOf,
	line as faint,
	keptWithNext,
	markedAs,
	pageNumbers,
	paper,
	rowsOf,
	soft,
} from '#platform/word.server.ts';
import type { LetterPaper, PaperTable } from './document.ts';

/** A register is ruled more firmly than an announcement. */
const line = { ...faint, color: '9AA3AE' };
/** From margin to margin, in twentieths of a point. */
const width = 9355;

/** A text document with real styles that Word and LibreOffice open, outline and read aloud. */
export function docxOf(letter: LetterPaper): Promise<Uint8Array> {
	const { institution, title, mark, head, order, tables } = letter;
	const document = new Document({
		...{ title, creator: institution, lastModifiedBy: institution, subject: letter.subject.text },
		styles: {
			default: {
				document: {
					run: { font: 'Noto Sans', size: 21, language: { value: letter.tag } },
					paragraph: { spacing: { after: 140, line: 288, lineRule: LineRuleType.AUTO } },
				},
				title: {
					run: { size: 28, bold: true, font: 'Noto Sans', characterSpacing: 60 },
					paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 120, after: 80 } },
				},
				heading1: {
					run: { size: 23, bold: true, font: 'Noto Sans' },
					paragraph: { spacing: { before: 120, after: 160 }, keepNext: true },
				},
			},
		},
		numbering: {
			config: [
				{
					reference: 'points',
					levels: [
						{
							...{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.START },
							style: { paragraph: { indent: { left: 426, hanging: 426 } } },
						},
					],
				},
			],
		},
		sections: [
			{
				properties: {
					page: { size: paper, margin: { top: 1134, bottom: 1247, left: 1417, right: 1134 } },
				},
				...markedAs(mark),
				footers: { default: new Footer({ children: [footOf(letter)] }) },
				children: [
					...head.map((text, index) =>
						paragraph(
							text,
							{ alignment: AlignmentType.CENTER, spacing: { after: 40 } },
							{ bold: true, size: 24 - (index > 0 ? 2 : 0) },
						),
					),
					new Paragraph({
						spacing: { before: 280, after: 280 },
						tabStops: [{ type: TabStopType.RIGHT, position: width }],
						children: [new TextRun(letter.protocol), new TextRun({ text: `\t${letter.placeAndDay}` })],
					}),
					...(order ? orderHead(letter, order) : invitationHead(letter)),
					...letter.opening.map((text) => paragraph(text)),
					...(letter.grounds ? [paragraph(letter.grounds.label), ...bullets(letter.grounds.lines)] : []),
					...(letter.command
						? [
								new Paragraph({
									heading: HeadingLevel.HEADING_1,
									alignment: AlignmentType.CENTER,
									text: letter.command,
								}),
							]
						: []),
					...letter.points.map((text) => paragraph(text, { numbering: { reference: 'points', level: 0 } })),
					...(order ? [] : tables.flatMap((table) => tableOf(table))),
					...(letter.brings
						? [
								paragraph(letter.brings.label, { keepNext: true, spacing: { before: 200 } }, { bold: true }),
								...bullets(letter.brings.lines),
							]
						: []),
					...letter.closing.map((text, index) => paragraph(text, index === 0 ? { spacing: { before: 200 } } : {})),
					...(letter.replyTo ? [replyOf(letter.replyTo)] : []),
					paragraph(
						letter.signatory,
						{
							alignment: AlignmentType.CENTER,
							indent: { left: 4700 },
							keepNext: true,
							spacing: { before: 500, after: 600 },
						},
						{ bold: true },
					),
					paragraph('', { indent: { left: 5300 }, border: { top: { ...line, space: 1 } } }),
					...(order ? tables.flatMap((table, index) => tableOf(table, index === 0)) : []),
				],
			},
		],
	});
	return bytesOf(document);
}

type Run = { bold?: boolean; size?: number; color?: string };
const paragraph = (text: string, options: IParagraphOptions = {}, run: Run = {}): Paragraph =>
	new Paragraph({ ...options, children: [new TextRun({ text, ...run })] });
const bullets = (lines: readonly string[]): Paragraph[] =>
	lines.map((text) => paragraph(text, { bullet: { level: 0 }, spacing: { after: 60 } }));

function orderHead({ subject }: LetterPaper, { name, number }: { name: string; number: string }): Paragraph[] {
	const centred = { alignment: AlignmentType.CENTER };
	return [
		new Paragraph({ heading: HeadingLevel.TITLE, text: name }),
		paragraph(number, centred, { bold: true }),
		paragraph(subject.text, { ...centred, spacing: { before: 120, after: 240 } }, { bold: true, size: 23 }),
	];
}

const labelled = (label: string, text: string): TextRun[] => [
	new TextRun({ text: `${label} `, color: soft }),
	new TextRun({ text, bold: true }),
];
const invitationHead = ({ addressee, subject }: LetterPaper): Paragraph[] => [
	...(addressee ? [new Paragraph({ children: labelled(addressee.label, addressee.text) })] : []),
	new Paragraph({ heading: HeadingLevel.HEADING_1, children: labelled(subject.label, subject.text) }),
];
const replyOf = ({ label, text }: { label: string; text: string }): Paragraph =>
	new Paragraph({ children: [new TextRun(`${label} `), new TextRun({ text, bold: true })] });

function footOf({ institution, demonstration, pageOf }: LetterPaper): Paragraph {
	const said = [institution, ...(demonstration ? [demonstration] : [])].join(' · ');
	return new Paragraph({
		tabStops: [{ type: TabStopType.RIGHT, position: width }],
		children: [pageNumbers(pageOf, 17, `${said}\t`)],
	});
}

/** A table with its caption; the annexes of an order begin on a page of their own. */
function tableOf({ caption, head, widths, rows }: PaperTable, onNewPage = false): (Paragraph | Table)[] {
	const sum = widths.reduce((all, one) => all + one, 0);
	const across = widths.map((share) => Math.round((share / sum) * width));
	const cell = (text: string, index: number, { bold, keepNext }: { bold: boolean; keepNext: boolean }) =>
		new TableCell({
			width: { size: across[index] ?? 0, type: WidthType.DXA },
			margins: { top: 50, bottom: 50, left: 80, right: 80 },
			children: [
				paragraph(
					text,
					{ keepNext, spacing: { after: 0, line: 252, lineRule: LineRuleType.AUTO } },
					{ bold, size: 17 },
				),
			],
		});
	return [
		paragraph(
			caption,
			{ keepNext: true, pageBreakBefore: onNewPage, spacing: { before: 240, after: 80 } },
			{ bold: true },
		),
		new Table({
			width: { size: width, type: WidthType.DXA },
			columnWidths: across,
			borders: { top: line, left: line, right: line, bottom: line, insideHorizontal: line, insideVertical: line },
			rows: rowsOf(
				head.map((text, index) => cell(text, index, { bold: true, keepNext: true })),
				rows.map((row, at) =>
					row.map((text, index) => cell(text, index, { bold: false, keepNext: keptWithNext(at, rows) })),
				),
			),
		}),
	];
}
