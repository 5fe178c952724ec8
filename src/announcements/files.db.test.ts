import { strFromU8, unzipSync } from 'fflate';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Evidence } from '#figures/evidence.ts';
import { getEvidence } from '#figures/store.server.ts';
import { buildOctober } from '#tests/support/builders.ts';
import { closeDatabase, rolledBack } from '#tests/support/database.ts';
import { readPdf } from '#tests/support/pdf.ts';
import { fileOf } from './actions.server.ts';
import { compose } from './document.ts';
import { docxOf } from './docx.server.ts';
import { draft } from './drafting.ts';
import type { Paragraph } from './model.ts';
import { pdfOf } from './pdf.server.ts';

let evidence: Evidence;
let paragraphs: Paragraph[];
const at = new Date('2026-11-02T10:00:00Z');
const version = (state: 'draft' | 'published' = 'published') => ({
	state,
	publishedAt: state === 'draft' ? null : at,
	approvedAt: at,
	paragraphs,
	evidence,
	auditHead: state === 'draft' ? null : { seq: 4812, hash: 'a1b2c3d4e5f60718'.repeat(4) },
});
/** The head of the audit chain as people read and compare it. */
const register = 'Regjistri i veprimeve, nr. 4812: a1b2 c3d4 e5f6 0718 a1b2 c3d4 e5f6 0718';
const head = { id: '', version: 1, revision: 1, createdAt: at };

beforeAll(() =>
	rolledBack(async (tx) => {
		const { programme } = await buildOctober(tx);
		evidence = await getEvidence(tx, programme.id, new Date('2026-11-02T09:00:00Z'));
		paragraphs = draft(evidence);
	}),
);
afterAll(closeDatabase);

describe('the PDF', () => {
	test('is tagged, says its language, title and author, and has its fonts inside', async () => {
		const bytes = pdfOf(compose('sq', version()));
		const { text, roles, fonts, info, marked } = await readPdf(bytes);
		expect(marked.get('Marked')).toBe(true);
		for (const role of ['H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD']) expect(roles).toContain(role);
		expect(info).toMatchObject({ Language: 'sq-AL', Author: 'Institucioni i Prefektit të Qarkut Durrës' });
		expect(info.Title).toContain('kundër trafikimit të personave');
		expect([...fonts].filter((font) => !/^[A-Z]{6}\+NotoSans-(Regular|Bold|Italic)$/.test(font))).toEqual([]);
		expect(text).toContain('nën kujdesin e ZVAP-ve Durrës dhe Krujë');
		expect(text).not.toContain('PROJEKT');
		expect(text).toContain(register);
		expect(Buffer.from(bytes).toString('latin1')).toMatch(/pdfuaid:part[=>"]+1/);
	});

	test('of a draft says on every page that it is one; English is marked as English', async () => {
		const { text, info } = await readPdf(pdfOf(compose('en', version('draft'))));
		expect(text.match(/DRAFT/g)?.length).toBeGreaterThanOrEqual(2);
		expect(info.Language).toBe('en-GB');
		expect(text).not.toContain('Audit register');
	});

	test('gives the same bytes for the same announcement, also from beside the server', async () => {
		const first = pdfOf(compose('sq', version()));
		const second = await fileOf('pdf', 'sq', { ...head, ...version() });
		expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
	});

	test('takes what a person wrote as text, whatever it looks like', async () => {
		const hostile = '#panic("x") $ * _ = @a <b> [c] // \\ "q" ~ ` #import "/etc/passwd"';
		const written = paragraphs.map((paragraph) =>
			paragraph.key === 'aim' ? { ...paragraph, sq: hostile, edited: true } : paragraph,
		);
		const { text } = await readPdf(pdfOf(compose('sq', { ...version(), paragraphs: written })));
		expect(text).toContain('#panic("x") $ * _ = @a <b> [c] // \\ "q" ~ ` #import "/etc/passwd"');
	});
});

describe('the text document', () => {
	test('has real styles, a table with a head, its language, title and institution', async () => {
		const files = unzipSync(await docxOf(compose('sq', version())));
		const part = (name: string) => strFromU8(files[name] ?? new Uint8Array());
		const body = part('word/document.xml');
		expect(body.match(/<w:pStyle w:val="Title"\/>/g)).toHaveLength(1);
		expect(body.match(/<w:pStyle w:val="Heading1"\/>/g)).toHaveLength(5);
		expect(body).toMatch(/<w:tbl>.*<w:tblHeader\/>/s);
		expect(body).toContain('nën kujdesin e ZVAP-ve Durrës dhe Krujë');
		expect(body).toContain(register);
		expect(part('word/styles.xml')).toContain('<w:lang w:val="sq-AL"/>');
		expect(part('docProps/core.xml')).toContain('<dc:creator>Institucioni i Prefektit të Qarkut Durrës</dc:creator>');
		expect(part('docProps/core.xml')).toContain('kundër trafikimit të personave');
		expect(Object.keys(files).some((name) => name.startsWith('word/footer') && part(name).includes('NUMPAGES'))).toBe(
			true,
		);
		expect(Object.keys(files).some((name) => name.startsWith('word/header'))).toBe(false);
	});

	test('of a draft says so in its header, and keeps marks of XML as text', async () => {
		const written = paragraphs.map((paragraph) =>
			paragraph.key === 'aim' ? { ...paragraph, sq: '<w:p/> & "x"', edited: true } : paragraph,
		);
		const files = unzipSync(await docxOf(compose('sq', { ...version('draft'), paragraphs: written })));
		const header = Object.keys(files).find((name) => name.startsWith('word/header'));
		expect(header && strFromU8(files[header] ?? new Uint8Array())).toContain('PROJEKT');
		expect(strFromU8(files['word/document.xml'] ?? new Uint8Array())).toContain('&lt;w:p/&gt; &amp; ');
	});
});

describe('the page as a file', () => {
	test('is valid, fetches nothing, runs nothing, and each number leads to its records in it', async () => {
		for (const locale of ['sq', 'en'] as const) {
			const html = new TextDecoder().decode(await fileOf('html', locale, { ...head, ...version() }));
			const report = await new HtmlValidate({
				extends: ['html-validate:recommended'],
				rules: { 'void-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off' },
			}).validateString(html);
			expect(
				report.results.flatMap(({ messages }) => messages.map(({ message, line }) => `${line}: ${message}`)),
			).toEqual([]);
			expect(html).not.toMatch(/<script|<link|src=|https?:/);
			const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
			expect(anchors.length).toBeGreaterThan(60);
			expect(anchors.filter((id) => !html.includes(`<section id="${id}">`))).toEqual([]);
			expect(html).not.toContain('Eftali Koçi');
			expect(html).toContain(locale === 'sq' ? register : 'Audit register, no. 4812: a1b2 c3d4');
		}
	});
});
