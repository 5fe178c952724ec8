import { createRequire } from 'node:module';
import createQpdf, { type QpdfInstance } from '@neslinesli93/qpdf-wasm';
import { scanGrayBuffer } from '@undecaf/zbar-wasm';
import { ColorSpace, Document, Matrix } from 'mupdf';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

type Node = { role?: string; alt?: string; children?: Node[] };
const nodesIn = (node: Node | null): Node[] => (node ? [node, ...(node.children ?? []).flatMap(nodesIn)] : []);

/** What a PDF says to whoever cannot see it: its text in order, roles and alternatives of its structure, fonts, metadata. */
export async function readPdf(bytes: Uint8Array) {
	const pdf = await getDocument({
		data: Uint8Array.from(bytes),
		useSystemFonts: false,
		fontExtraProperties: true,
		verbosity: 0,
	}).promise;
	const [texts, nodes, fonts]: [string[], Node[], Set<string>] = [[], [], new Set()];
	for (let number = 1; number <= pdf.numPages; number += 1) {
		const page = await pdf.getPage(number);
		const content = await page.getTextContent();
		texts.push(content.items.map((item) => ('str' in item ? item.str : '')).join(' '));
		nodes.push(...nodesIn((await page.getStructTree()) as Node | null));
		const operators = await page.getOperatorList();
		for (const [index, operator] of operators.fnArray.entries()) {
			if (operator !== OPS.setFont) continue;
			const font = page.commonObjs.get(operators.argsArray[index]?.[0]) as { name: string; missingFile?: boolean };
			fonts.add(`${font.name}${font.missingFile ? ' not embedded' : ''}`);
		}
	}
	const { info } = await pdf.getMetadata();
	const roles = nodes.flatMap(({ role }) => (role ? [role] : []));
	return {
		text: texts.join(' ').replace(/\s+/g, ' '),
		roles: new Set(roles),
		/** Roles in the order in which they are read aloud. */
		reading: roles,
		alternatives: nodes.flatMap(({ alt }) => (alt ? [alt] : [])),
		fonts,
		info: info as Record<string, string>,
		marked: (await pdf.getMarkInfo()) as unknown as Map<string, boolean>,
	};
}

let qpdf: QpdfInstance | undefined;
let said = '';

async function openQpdf(): Promise<QpdfInstance> {
	const hear = (code: number) => (said += String.fromCharCode(code));
	qpdf ??= await createQpdf({
		locateFile: () => createRequire(import.meta.url).resolve('@neslinesli93/qpdf-wasm/dist/qpdf.wasm'),
		noInitialRun: true,
		preRun: [({ FS }) => FS.init(() => null, hear, hear)],
	});
	said = '';
	return qpdf;
}

/** What qpdf says of a file: its exit code (0: nothing wrong) and its words. */
export async function qpdfCheck(bytes: Uint8Array): Promise<{ code: number; said: string }> {
	const { FS, callMain } = await openQpdf();
	FS.writeFile('/checked.pdf', bytes);
	return { code: callMain(['--check', '/checked.pdf']), said };
}

/** The same file as other programs would write it: encrypted, its objects packed together, its first page first. */
export async function rewritePdf(bytes: Uint8Array, options: readonly string[]): Promise<Buffer> {
	const { FS, callMain } = await openQpdf();
	FS.writeFile('/before.pdf', bytes);
	const code = callMain([...options, '/before.pdf', '/after.pdf']);
	if (code !== 0 && code !== 3) throw new Error(`qpdf: ${code} ${said}`);
	return Buffer.from(FS.readFile('/after.pdf'));
}

const millimetres = (points: number): number => (points * 25.4) / 72;

/** `size` is that of its letters, in points. */
export type PrintedRow = { text: string; size: number; left: number; right: number; top: number; bottom: number };
export type PrintedPage = { width: number; height: number; rows: PrintedRow[] };

/** Where each row of text stands on each page, in millimetres from the upper left corner. */
export function pagesOf(bytes: Uint8Array): PrintedPage[] {
	const pdf = Document.openDocument(bytes, 'application/pdf');
	return Array.from({ length: pdf.countPages() }, (_, index) => {
		const page = pdf.loadPage(index);
		const [left, top, right, bottom] = page.getBounds();
		const { blocks } = JSON.parse(page.toStructuredText('preserve-whitespace').asJSON()) as {
			blocks: {
				lines?: { text: string; font: { size: number }; bbox: { x: number; y: number; w: number; h: number } }[];
			}[];
		};
		return {
			width: millimetres(right - left),
			height: millimetres(bottom - top),
			rows: blocks
				.flatMap(({ lines }) => lines ?? [])
				.map(({ text, font, bbox }) => ({
					text,
					size: font.size,
					left: millimetres(bbox.x),
					right: millimetres(bbox.x + bbox.w),
					top: millimetres(bbox.y),
					bottom: millimetres(bbox.y + bbox.h),
				})),
		};
	});
}

/** The QR codes that a camera would read from the paper, photographed at so many dots per inch. */
export async function codesOn(bytes: Uint8Array, dots: number): Promise<string[]> {
	const pdf = Document.openDocument(bytes, 'application/pdf');
	const found: string[] = [];
	for (let index = 0; index < pdf.countPages(); index += 1) {
		const scale = dots / 72;
		const picture = pdf.loadPage(index).toPixmap(Matrix.scale(scale, scale), ColorSpace.DeviceGray, false, true);
		const pixels = new Uint8Array(picture.getPixels()).buffer;
		const symbols = await scanGrayBuffer(pixels, picture.getWidth(), picture.getHeight());
		found.push(...symbols.map((symbol) => symbol.decode()));
	}
	return found;
}
