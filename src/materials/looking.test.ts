import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offload } from '#platform/offload.server.ts';
import { buildPdf } from '#tests/support/hand-made-pdf.ts';
import { rewritePdf } from '#tests/support/pdf.ts';
import type { Looked } from './files.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'kambana-look-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the desk looks: beside the server. */
async function look(bytes: Uint8Array | string): Promise<Looked> {
	const path = join(folder, 'file');
	writeFileSync(path, bytes);
	return offload<Looked>('#materials/looking.server.ts', 'lookInto', path, { timeoutMs: 20_000, memoryMb: 512 });
}
const faultOf = async (bytes: Uint8Array | string) => {
	const looked = await look(bytes);
	return looked.ok ? null : looked.fault;
};

describe('is not taken', () => {
	test.each([
		['a page that is called a PDF', '<!doctype html><p>%PDF-1.7', 'not_pdf'],
		['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'not_pdf'],
		['a PDF behind something else', Buffer.concat([Buffer.from('GIF89a;'), buildPdf()]), 'not_pdf'],
		['half a PDF', buildPdf().subarray(0, 400), 'broken'],
		[
			'a script when it is opened',
			buildPdf({ catalog: '/OpenAction 20 0 R', objects: ['<< /S /JavaScript /JS (app.alert\\(1\\)) >>'] }),
			'active',
		],
		[
			'a script whose name is disguised',
			buildPdf({ catalog: '/OpenAction 20 0 R', objects: ['<< /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>'] }),
			'active',
		],
		['a script that no page reaches', buildPdf({ objects: ['<< /S /JavaScript /JS (app.alert\\(1\\)) >>'] }), 'active'],
		[
			'a program that a link starts',
			buildPdf({
				page: '/Annots [20 0 R]',
				objects: ['<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (cmd.exe) >> >>'],
			}),
			'active',
		],
		[
			'a form that sends itself',
			buildPdf({
				page: '/Annots [20 0 R]',
				objects: ['<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /SubmitForm /F (http://x.example) >> >>'],
			}),
			'active',
		],
		[
			'a file inside',
			buildPdf({
				catalog: '/Names << /EmbeddedFiles << /Names [(a) 20 0 R] >> >>',
				objects: [
					'<< /Type /Filespec /F (a.exe) /EF << /F 21 0 R >> >>',
					'<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream',
				],
			}),
			'attachments',
		],
		[
			'a remark with the name of who made it',
			buildPdf({
				page: '/Annots [20 0 R]',
				objects: ['<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (Filan Fisteku) /Contents (Shih) >>'],
			}),
			'comments',
		],
		['a book', buildPdf({ pages: Array.from({ length: 201 }, () => 'x') }), 'too_many_pages'],
	])('%s', async (_, bytes, fault) => {
		expect(await faultOf(bytes)).toBe(fault);
	});

	test('what needs a password, and what only forbids printing', async () => {
		expect(await faultOf(await rewritePdf(buildPdf(), ['--encrypt', 'fjala', 'kalimi', '256', '--']))).toBe(
			'encrypted',
		);
		expect(await faultOf(await rewritePdf(buildPdf(), ['--encrypt', '', 'kalimi', '256', '--print=none', '--']))).toBe(
			'encrypted',
		);
	});

	test('a script that is packed away with other objects, by a known way and by an unknown one', async () => {
		const script = buildPdf({
			catalog: '/OpenAction 20 0 R',
			objects: ['<< /S /JavaScript /JS (app.alert\\(1\\)) >>'],
		});
		const packed = await rewritePdf(script, ['--object-streams=generate']);
		expect(packed.toString('latin1')).not.toContain('JavaScript');
		expect(await faultOf(packed)).toBe('active');
		const inner = deflateSync('1001 0 << /S /JavaScript /JS (1) >>');
		const twice = deflateSync(inner).toString('latin1');
		const hidden = `<< /Type /ObjStm /N 1 /First 7 /Filter [/FlateDecode /FlateDecode] /Length ${twice.length} >>\nstream\n${twice}\nendstream`;
		expect(await faultOf(buildPdf({ objects: [hidden] }))).toBe('broken');
	});
});

describe('is looked into', () => {
	test('text by page, pages without letters, numbers, fonts, links and who it says has made it', async () => {
		const looked = await look(
			buildPdf({
				pages: ['Thirrni 0800 1212', '', 'Ose 116 111, faqja 3'],
				page: '/Annots [20 0 R 21 0 R]',
				trailer: '/Info 22 0 R',
				objects: [
					'<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://kambana.example/192) >> >>',
					'<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (tel:+355800112233) >> >>',
					'<< /Author (Filan Fisteku) /Title (Linja 129) >>',
				],
			}),
		);
		expect(looked).toMatchObject({
			ok: true,
			look: {
				...{ pages: 3, silent: 1, text: 'Thirrni 0800 1212\f\fOse 116 111, faqja 3', fonts: ['Helvetica'] },
				...{ links: ['https://kambana.example/192', 'tel:+355800112233'], author: 'Filan Fisteku' },
			},
		});
		const numbers = looked.ok ? looked.look.numbers : [];
		expect(numbers).toEqual(expect.arrayContaining(['0800 1212', '116 111', '129', '+355800112233']));
		expect(numbers).not.toContain('192');
	});

	test('what programs write: objects packed together, a first page for the web', async () => {
		const plain = buildPdf({ pages: ['Sa veta ishin: 116 111'] });
		for (const options of [
			['--object-streams=generate'],
			['--linearize'],
			['--stream-data=compress', '--recompress-flate'],
		]) {
			const looked = await look(await rewritePdf(plain, options));
			expect(looked.ok && looked.look.text, options.join(' ')).toBe('Sa veta ishin: 116 111');
		}
	});

	test('pictures are passed over, whatever their bytes happen to say', async () => {
		const noise = Array.from({ length: 60 }, (_, index) => {
			const bytes = deflateSync(Buffer.alloc(60_000, `${index} / JS << >> (`)).toString('latin1');
			return `<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /Filter /FlateDecode /Length ${bytes.length} >>\nstream\n${bytes}\nendstream`;
		});
		expect((await look(buildPdf({ objects: noise }))).ok).toBe(true);
	});
});
