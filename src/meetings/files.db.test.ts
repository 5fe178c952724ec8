import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readPdf } from '../../tests/support/pdf.ts';
import { compose, type MinutesContent } from './document.ts';
import { docxOf } from './docx.server.ts';
import { fileOf } from './minutes.server.ts';
import { pdfOf } from './pdf.server.ts';

const content: MinutesContent = {
	committee: { level: 'county', countyName: 'Durrës' },
	order: { number: '12', datedOn: '2026-01-09' },
	meeting: {
		...{ kind: 'ordinary', takesPlaceOn: '2026-09-24', startsAt: '10:00', endsAt: '12:10', online: false },
		...{
			place: 'Salla e mbledhjeve, Prefektura Durrës',
			ledBy: 'chair',
			protocolNumber: '214',
			remarks: 'Mbledhja e radhës më 5 nëntor.',
		},
	},
	participants: [
		{ name: 'Bashkia Durrës', standing: 'member', attendance: 'present' },
		{ name: 'ZVAP Durrës', standing: 'member', attendance: 'excused' },
		{ name: 'Qendra "Hapa të Lehtë"', standing: 'invited', attendance: 'present' },
	],
	items: [
		{
			...{ title: 'Kalendari i muajit tetor', presenterName: null, presenterOffice: 'secretary' },
			discussion: 'U paraqitën 25 veprimtari.\nU kërkua një takim në Manëz.',
			decisions: [
				{
					number: 3,
					year: 2026,
					text: 'Miratohet kalendari i muajit.',
					votes: { for: 2, against: 0, abstained: null },
				},
				{
					number: 4,
					year: 2026,
					text: 'Shtohet një takim në Manëz.',
					votes: { for: null, against: null, abstained: null },
				},
			],
			tasks: [
				{ title: 'Të njoftohen shkollat', owner: 'ZVAP Durrës', dueOn: '2026-09-30' },
				{ title: 'Të porositen fletët', owner: null, dueOn: '2026-10-01' },
			],
		},
		{
			title: 'Të tjera',
			presenterName: 'Bashkia Durrës',
			presenterOffice: null,
			discussion: null,
			decisions: [],
			tasks: [],
		},
	],
	demonstration: false,
};
const approved = { version: 1, approvedOn: '2026-09-25', reason: null };
const draft = { ...approved, approvedOn: null };
const textOfDocx = (bytes: Uint8Array): string =>
	strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array())
		.replace(/<w:tab\/>/g, ' ')
		.replace(/<\/w:p>/g, '\n')
		.replace(/<[^>]+>/g, '')
		.replaceAll('&quot;', '"');

/** What an official looks for in minutes, in both files. */
const said = [
	...[
		'REPUBLIKA E SHQIPËRISË',
		'PREFEKTI I QARKUT DURRËS',
		'KOMITETI RAJONAL ANTITRAFIK',
		'Nr. 214 prot.',
		'Durrës, më 24 shtator 2026',
	],
	...[
		'PROCESVERBAL',
		'në orën 10:00',
		'nr. 12, datë 9.1.2026',
		'Anëtarë të pranishëm',
		'Mungojnë me arsye',
		'Rendi i ditës',
	],
	...[
		'Komiteti vendosi:',
		'Vendimi nr. 3/2026: Miratohet kalendari i muajit.',
		'pro 2, kundër 0',
		'Vendimi nr. 4/2026: Shtohet një takim në Manëz.',
	],
	...[
		'Detyrat e lëna',
		'Të njoftohen shkollat',
		'30 shtator 2026',
		'Sekretariati teknik',
		'Mbledhja përfundoi në orën 12:10.',
	],
	...['Mbajti procesverbalin', 'Të pranishëm 2 nga 3 anëtarë'],
];

describe('the PDF', () => {
	test('is tagged, and says everything in order', async () => {
		const bytes = pdfOf(compose('sq', content, approved));
		const { text, roles, info, marked } = await readPdf(bytes);
		expect(marked.get('Marked')).toBe(true);
		for (const role of ['H1', 'H2', 'H3', 'L', 'Table', 'TH', 'TD']) expect(roles).toContain(role);
		expect(info).toMatchObject({ Language: 'sq-AL', Author: 'Institucioni i Prefektit të Qarkut Durrës' });
		for (const words of said) expect(text).toContain(words);
		expect(text).not.toContain('PROJEKT');
		expect(Buffer.from(bytes).toString('latin1')).toMatch(/pdfuaid:part[=>"]+1/);
	});

	test('of a draft says so on every page, and leaves the number of the registry open; English is complete', async () => {
		const open = { ...content, meeting: { ...content.meeting, protocolNumber: null } };
		const { text, info } = await readPdf(pdfOf(compose('en', open, draft)));
		expect(text).toContain('DRAFT');
		expect(text).toContain('No. ________ prot.');
		expect(text).toContain('Decision no. 3/2026: Miratohet kalendari i muajit.');
		expect(text).toContain('The committee decided:');
		expect(info.Language).toBe('en-GB');
	});

	test('takes what a person wrote as text, whatever it looks like; the same minutes give the same bytes beside the server', async () => {
		const hostile = '#panic("x") $ * _ = @a <b> [c] // \\ ~ ` #import "/etc/passwd"';
		const written = { ...content, meeting: { ...content.meeting, remarks: hostile } };
		expect((await readPdf(pdfOf(compose('sq', written, approved)))).text).toContain(hostile);
		const beside = await fileOf('pdf', 'sq', { content, edition: approved });
		expect(Buffer.from(pdfOf(compose('sq', content, approved))).equals(Buffer.from(beside))).toBe(true);
	});
});

describe('the text document', () => {
	test('has real headings and a table with a head, and says the same', async () => {
		const bytes = await docxOf(compose('sq', content, approved));
		const files = unzipSync(bytes);
		const body = strFromU8(files['word/document.xml'] ?? new Uint8Array());
		expect(body.match(/<w:pStyle w:val="Title"\/>/g)).toHaveLength(1);
		expect(body.match(/<w:pStyle w:val="Heading1"\/>/g)?.length).toBeGreaterThanOrEqual(5);
		expect(body.match(/<w:pStyle w:val="Heading2"\/>/g)).toHaveLength(2);
		expect(body).toMatch(/<w:tbl>.*<w:tblHeader\/>/s);
		expect(body).toMatch(/<w:numPr>/);
		for (const words of said) expect(textOfDocx(bytes)).toContain(words);
		expect(Object.keys(files).some((name) => name.startsWith('word/header'))).toBe(false);
	});

	test('of a corrected draft says which version it is and why', async () => {
		const bytes = await docxOf(compose('sq', content, { version: 2, approvedOn: null, reason: 'Mungonte një fjalë.' }));
		const header = Object.entries(unzipSync(bytes)).find(([name]) => name.startsWith('word/header'));
		expect(header && strFromU8(header[1])).toContain('PROJEKT');
		expect(textOfDocx(bytes)).toContain('Version i korrigjuar nr. 2. Arsyeja: Mungonte një fjalë.');
	});
});

test('a meeting online, led by a substitute, without a decision, is set too', async () => {
	const bare: MinutesContent = {
		...{ ...content, order: null, items: [], participants: [], demonstration: true },
		meeting: { ...content.meeting, online: true, place: null, ledBy: 'substitute', endsAt: null, remarks: null },
	};
	for (const locale of ['sq', 'en'] as const) {
		const { text } = await readPdf(pdfOf(compose(locale, bare, draft)));
		expect(text).toContain(locale === 'sq' ? 'në distancë' : 'online');
		expect(text).toMatch(locale === 'sq' ? /Zëvendësuesi i kryetarit/ : /substitute of the chair/);
		await docxOf(compose(locale, bare, draft));
	}
});
