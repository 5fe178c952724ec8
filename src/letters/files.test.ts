import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { pagesOf, qpdfCheck, readPdf } from '#tests/support/pdf.ts';
import { composeLetter } from './document.ts';
import { docxOf } from './docx.server.ts';
import { draftInvitation, draftOrder } from './drafting.ts';
import { answerLetter, answerRegister } from './files.server.ts';
import type { LegalBasis, Letter, LetterFacts, ToldActivity } from './model.ts';
import { pdfOf } from './pdf.server.ts';

const activity = (number: number, part: ToldActivity['part']): ToldActivity => ({
	...{ number, title: `Orë informuese ${number}`, takesPlaceOn: '2026-10-05', startsAt: '10:00', endsAt: '11:30' },
	...{ where: 'Shkolla «Isuf Ferra», Durrës', audiences: ['pupils', 'teachers'], lead: 'ZVAP Durrës', part },
});
const facts = (kind: Letter['kind'], n = 3): LetterFacts => ({
	...{ county: 'Durrës', titleSq: 'Tetori kundër trafikimit', titleEn: 'October against trafficking' },
	...{ startsOn: '2026-10-01', endsOn: '2026-10-31', demonstration: false },
	activities: Array.from({ length: n }, (_, index) => activity(index + 1, kind === 'order' ? null : 'leads')),
	brings:
		kind === 'order' ? [] : [{ number: 1, kind: 'projector', quantity: 1, note: null, titleSq: null, titleEn: null }],
	institutions: kind === 'order' ? [{ name: 'ZVAP Durrës', leads: 3, supports: 1 }] : [],
});
const basis = (textSq: string, checkedBy: string | null): LegalBasis => ({
	...{ id: textSq, committeeId: '', textSq, textEn: 'the law', source: 'x', checkedBy, checkedOn: null },
});
const letter = (kind: Letter['kind'], locale: 'sq' | 'en', more: Partial<Letter> = {}): Letter => ({
	...{ id: 'a', programmeId: 'p', month: '2026-10', activityId: null, kind, locale },
	...{ partnerId: kind === 'order' ? null : 'x', state: 'numbered', protocolNumber: '214/1', datedOn: '2026-09-30' },
	...{ facts: facts(kind), signedAt: null, withdrawnAt: null, withdrawnReason: null, version: 2 },
	changedAt: new Date('2026-09-28T10:00:00Z'),
	...(kind === 'order'
		? draftOrder(locale, { facts: facts(kind), bases: [basis('ligjit nr. 1', 'desk'), basis('urdhrit nr. 2', null)] })
		: draftInvitation(locale, { facts: facts(kind), replyTo: 'krat@durres.example', addressee: 'ZVAP Durrës' })),
	...more,
});
const draft = { state: 'draft', protocolNumber: null, datedOn: null, facts: null } as const;
const paper = (one: Letter) => composeLetter(one, one.facts ?? facts(one.kind));
const partsOf = async (one: Letter) => {
	const files = unzipSync(await docxOf(paper(one)));
	return (name: string) => strFromU8(files[name] ?? new Uint8Array());
};
/** The text of a paragraph runs through many elements. */
const plain = (xml: string): string => xml.replace(/<\/w:p>/g, ' ').replace(/<[^>]+>/g, '');

describe('an order', () => {
	const said = [
		...['REPUBLIKA E SHQIPËRISË', 'INSTITUCIONI I PREFEKTIT', 'QARKU DURRËS', 'Nr. 214/1 Prot.'],
		...['Durrës, më 30.09.2026', 'URDHËR', 'Nr. 214/1, datë 30.09.2026', 'Në mbështetje të:', 'ligjit nr. 1'],
		...['urdhrit nr. 2 [për t’u konfirmuar]', 'URDHËROJ:', 'Ky urdhër hyn në fuqi menjëherë.'],
		...['PREFEKTI I QARKUT DURRËS', 'Lidhja 1. Veprimtaritë e programit', 'Lidhja 2. Institucionet e grupit të punës'],
	];

	test('as PDF is tagged, says everything in its order, and has its annexes on pages of their own', async () => {
		const bytes = await pdfOf(paper(letter('order', 'sq')));
		expect(await qpdfCheck(bytes)).toMatchObject({ code: 0 });
		const { text, roles, info, marked, fonts } = await readPdf(bytes);
		for (const words of said) expect(text).toContain(words);
		expect(said.map((words) => text.indexOf(words))).toEqual(
			said.map((words) => text.indexOf(words)).sort((a, b) => a - b),
		);
		expect(text).not.toContain('ligjit nr. 1 [');
		expect(marked.get('Marked')).toBe(true);
		for (const role of ['H1', 'H2', 'P', 'L', 'LI', 'Table', 'TH', 'TD']) expect(roles).toContain(role);
		expect(info).toMatchObject({ Language: 'sq-AL', Author: 'Institucioni i Prefektit të Qarkut Durrës' });
		expect([...fonts].filter((font) => !/^[A-Z]{6}\+NotoSans-(Regular|Bold|Italic)$/.test(font))).toEqual([]);
		expect(Buffer.from(bytes).toString('latin1')).toMatch(/pdfuaid:part[=>"]+1/);
		const pages = pagesOf(bytes);
		expect(pages).toHaveLength(2);
		expect(pages[0]?.rows.some((row) => row.text.startsWith('Lidhja 1.'))).toBe(false);
	});

	test('as text document has real styles, numbered points and a table whose head repeats', async () => {
		const part = await partsOf(letter('order', 'sq'));
		const body = part('word/document.xml');
		const text = plain(body);
		for (const words of said) expect(text).toContain(words);
		expect(body).toMatch(/<w:pStyle w:val="Title"\/>/);
		expect(body).toMatch(/<w:numPr>/);
		expect(body.match(/<w:tblHeader\/>/g)).toHaveLength(2);
		// The annexes begin on a page of their own, both together.
		expect(body.match(/<w:pageBreakBefore\/>/g)).toHaveLength(1);
		expect(part('word/styles.xml')).toContain('<w:lang w:val="sq-AL"/>');
		expect(part('docProps/core.xml')).toContain('Urdhër nr. 214/1, datë 30.09.2026');
	});

	test('does not divide an annex that fits on one page', async () => {
		const many = facts('order', 20);
		many.institutions = Array.from({ length: 20 }, (_, index) => ({
			name: `Institucioni ${index}`,
			leads: 1,
			supports: 1,
		}));
		const pages = pagesOf(await pdfOf(composeLetter(letter('order', 'sq'), many)));
		const holding = (start: string) => pages.filter(({ rows }) => rows.some(({ text }) => text.startsWith(start)));
		expect(
			holding('Institucioni ').filter(({ rows }) => rows.some(({ text }) => /^Institucioni \d/.test(text))),
		).toHaveLength(1);
		expect(holding('Lidhja 2.')).toEqual(holding('Institucioni 19'));
	});

	test('of 300 activities goes on over pages', async () => {
		const pages = pagesOf(await pdfOf(composeLetter(letter('order', 'sq'), facts('order', 300))));
		expect(pages.length).toBeGreaterThan(10);
		for (const { width, rows } of pages) expect(rows.filter((row) => row.right > width - 5)).toEqual([]);
	});
});

describe('an invitation', () => {
	test('lists what is the institution’s, what it is asked to bring and where to answer, in both files', async () => {
		const one = letter('invitation', 'sq');
		const texts = [(await readPdf(await pdfOf(paper(one)))).text, plain((await partsOf(one))('word/document.xml'))];
		for (const text of texts)
			for (const words of [
				...['Drejtuar:', 'ZVAP Durrës', 'Lënda:', 'Ftesë për veprimtaritë', 'Orë informuese 2', 'e hënë, 5 tetor'],
				...['10:00–11:30', 'nxënës dhe mësues', 'drejton', 'Institucionit tuaj i kërkohet të sjellë:'],
				...['(veprimtaria 1)', 'krat@durres.example', 'PREFEKTI I QARKUT DURRËS'],
			])
				expect(text).toContain(words);
		// The table follows the words that announce it; only annexes are moved to another page.
		expect((await partsOf(one))('word/document.xml')).not.toContain('pageBreakBefore');
		// No secret link is ever put on paper.
		for (const text of texts) expect(text).not.toMatch(/https?:|\/answer\//);
	});

	test('without a number leaves room for a hand, and says on every page that it is a draft', async () => {
		const one = letter('invitation', 'sq', draft);
		const { text } = await readPdf(await pdfOf(paper(one)));
		expect(text).toContain('Nr. ____ Prot.');
		expect(text).toContain('PROJEKT');
		const part = await partsOf(one);
		expect(plain(part('word/document.xml'))).toContain('Nr. ____ Prot.');
		expect(part('word/header1.xml')).toContain('PROJEKT');
	});

	test('in English is marked as English', async () => {
		const { text, info } = await readPdf(await pdfOf(paper(letter('invitation', 'en'))));
		expect(info.Language).toBe('en-GB');
		for (const words of [
			'REPUBLIC OF ALBANIA',
			'No. 214/1 Prot.',
			'Subject:',
			'Monday 5 October',
			'Address for answers:',
		])
			expect(text).toContain(words);
	});

	test('withdrawn says so and why', async () => {
		const one = letter('invitation', 'sq', { state: 'withdrawn', withdrawnReason: 'adresa e gabuar' });
		expect((await readPdf(await pdfOf(paper(one)))).text).toContain('SHFUQIZUAR: adresa e gabuar');
	});

	test('takes what a person wrote as text, whatever it looks like; the same letter gives the same bytes', async () => {
		const hostile = '#panic("x") $ * _ = @a <b> [c] & "q" 🔔';
		const one = letter('invitation', 'sq', { subject: hostile });
		const first = await pdfOf(paper(one));
		expect((await readPdf(first)).text).toContain('#panic("x") $ * _ = @a <b> [c] & "q"');
		expect(Buffer.from(first).equals(Buffer.from(await pdfOf(paper(one))))).toBe(true);
		expect((await partsOf(one))('word/document.xml')).toContain('&lt;b&gt; [c] &amp; ');
	});
});

test('files have names without a slash; other formats do not exist', async () => {
	const one = letter('invitation', 'sq');
	const answer = await answerLetter('docx', one, paper(one));
	expect(answer.headers.get('content-disposition')).toContain('kambana-invitation-2026-10-214-1.docx');
	await expect(answerLetter('constructor', one, paper(one))).rejects.toMatchObject({ code: 'not_found' });
});

test('the register has what has a number, by number, of one year', async () => {
	const all = [
		letter('invitation', 'sq'),
		letter('order', 'sq', { protocolNumber: '9' }),
		letter('order', 'sq', draft),
	];
	const rows = (await answerRegister('sq', 'durres', all, 2026).text()).trim().split('\r\n');
	expect(rows.map((row) => row.split(';')[0])).toEqual(['"Nr. prot."', '"9"', '"214/1"']);
	expect((await answerRegister('sq', 'durres', all, 2025).text()).trim().split('\r\n')).toHaveLength(1);
});
