import {
	AlignmentType,
	Document,
	Footer,
	HeadingLevel,
	LevelFormat,
	LineRuleType,
	Paragraph,
	Table,
	TableCell,
	TableLayoutType,
	TableRow,
	TextRun,
	WidthType,
} from 'docx';
import { intlTag } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { atRight, bytesOf, line, markedAs, none, pageNumbers, paper, rowsOf, soft } from '#platform/word.server.ts';
import type { Minutes } from './document.ts';

const night = '0F2A4A';
/** Twentieths of a point between the margins of A4. */
const width = 9070;

/** Minutes as a text document with real styles, so that the registry can file it and anybody can read it aloud. */
export function docxOf(minutes: Minutes): Promise<Uint8Array> {
	const { locale, title, subtitle, author, draftMark } = minutes;
	const document = new Document({
		...{ title: `${title} ${subtitle}`, creator: author, lastModifiedBy: author, subject: subtitle },
		numbering: {
			config: [
				{
					reference: 'agenda',
					levels: [
						{
							...{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT },
							style: { paragraph: { indent: { left: 480, hanging: 480 } } },
						},
					],
				},
			],
		},
		styles: {
			default: {
				document: {
					run: { font: 'Noto Sans', size: 21, language: { value: intlTag[locale] } },
					paragraph: { spacing: { after: 120, line: 290, lineRule: LineRuleType.AUTO } },
				},
				title: {
					run: { size: 34, bold: true, color: night, font: 'Noto Sans' },
					paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 280, after: 40 } },
				},
				heading1: {
					run: { size: 25, bold: true, color: night, font: 'Noto Sans' },
					paragraph: { spacing: { before: 300, after: 120 }, keepNext: true },
				},
				heading2: {
					run: { size: 22, bold: true, color: night, font: 'Noto Sans' },
					paragraph: { spacing: { before: 220, after: 80 }, keepNext: true },
				},
			},
			paragraphStyles: [
				{
					...{ id: 'Institution', name: 'Institution', basedOn: 'Normal', run: { bold: true } },
					paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 20 } },
				},
				{
					...{ id: 'Decision', name: 'Decision', basedOn: 'Normal' },
					paragraph: { indent: { left: 360 }, border: { left: { ...line, size: 12, color: night, space: 8 } } },
				},
				{
					id: 'Note',
					name: 'Note',
					basedOn: 'Normal',
					run: { size: 17, color: soft },
					paragraph: { spacing: { before: 360 } },
				},
			],
		},
		sections: [
			{
				properties: {
					page: { size: paper, margin: { top: 1304, bottom: 1304, left: 1418, right: 1418 } },
				},
				...markedAs(draftMark),
				footers: {
					default: new Footer({ children: [atRight(pageNumbers(t(locale, 'announcement.page_of'), 17))] }),
				},
				children: [...head(minutes), ...body(minutes), ...end(minutes)],
			},
		],
	});
	return bytesOf(document);
}

const heading = (text: string, level: (typeof HeadingLevel)[keyof typeof HeadingLevel] = HeadingLevel.HEADING_1) =>
	new Paragraph({ heading: level, text });
const italic = (text: string | null) =>
	text ? [new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ text, italics: true })] })] : [];
const paragraphs = (lines: readonly string[]) => lines.map((text) => new Paragraph({ text }));

const head = ({ heads, protocol, dated, title, subtitle, demonstration, correction }: Minutes) => [
	...heads.map((text) => new Paragraph({ style: 'Institution', text })),
	new Paragraph({
		spacing: { before: 240 },
		tabStops: [{ type: 'right', position: width }],
		children: [new TextRun(protocol), new TextRun(`\t${dated}`)],
	}),
	new Paragraph({ heading: HeadingLevel.TITLE, text: title }),
	new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 240 }, text: subtitle }),
	...italic(correction),
	...italic(demonstration),
];

const body = ({ opening, attendance, agenda, course, tasks, remarks, closing }: Minutes) => [
	...paragraphs(opening),
	heading(attendance.heading),
	...attendance.groups.map(
		({ label, names }) =>
			new Paragraph({ children: [new TextRun({ text: `${label}: `, bold: true }), new TextRun(names)] }),
	),
	new Paragraph({ text: attendance.quorum }),
	heading(agenda.heading),
	...agenda.items.map((text) => new Paragraph({ numbering: { reference: 'agenda', level: 0 }, text })),
	heading(course.heading),
	...course.items.flatMap((item) => [
		heading(item.heading, HeadingLevel.HEADING_2),
		...paragraphs(item.lines),
		...(item.decisions.length > 0
			? [new Paragraph({ keepNext: true, children: [new TextRun({ text: item.decided, bold: true })] })]
			: []),
		...item.decisions.map(
			({ text, votes }) =>
				new Paragraph({
					style: 'Decision',
					children: [new TextRun(text), ...(votes ? [new TextRun({ text: `${votes}.`, break: 1, color: soft })] : [])],
				}),
		),
	]),
	...(tasks ? [heading(tasks.heading), table(tasks)] : []),
	...(remarks ? [heading(remarks.heading), ...paragraphs(remarks.lines)] : []),
	...(closing ? [new Paragraph({ spacing: { before: 240 }, text: closing })] : []),
];

const end = ({ signatures, note }: Minutes) => [
	new Paragraph({ text: '' }),
	new Table({
		...{ width: { size: width, type: WidthType.DXA }, layout: TableLayoutType.FIXED },
		columnWidths: signatures.map(() => width / signatures.length),
		borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
		rows: [
			new TableRow({
				cantSplit: true,
				children: signatures.map(
					({ role, who }) =>
						new TableCell({
							children: [
								new Paragraph({ children: [new TextRun({ text: role, color: soft })] }),
								new Paragraph({ children: [new TextRun({ text: who, bold: true })] }),
								new Paragraph({ spacing: { before: 600 }, text: '____________________' }),
							],
						}),
				),
			}),
		],
	}),
	new Paragraph({ style: 'Note', text: note }),
];

function table({ head: headings, rows }: NonNullable<Minutes['tasks']>): Table {
	const cell = (text: string, bold: boolean) =>
		new TableCell({
			margins: { top: 50, bottom: 50, left: 80, right: 80 },
			children: [new Paragraph({ spacing: { after: 0 }, children: [new TextRun({ text, bold })] })],
		});
	return new Table({
		...{ width: { size: width, type: WidthType.DXA }, columnWidths: [2600, 4470, 2000] },
		borders: { top: line, left: none, right: none, bottom: line, insideHorizontal: line, insideVertical: none },
		rows: rowsOf(
			headings.map((text) => cell(text, true)),
			rows.map((row) => row.map((text) => cell(text, false))),
		),
	});
}
