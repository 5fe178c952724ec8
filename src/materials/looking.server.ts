import { readFile } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { numbersIn } from '#help/model.ts';
import { type FileFault, type FileLook, type Looked, mostLetters, mostPages } from './files.ts';
import { readStructure } from './structure.server.ts';

/** What is said first, of several faults. */
const worstFirst: readonly FileFault[] = ['encrypted', 'active', 'attachments', 'broken'];

/**
 * What a file is by its content, and what it says: run beside the server, because a stranger's file may stall or swell. Two readers have to agree that
 * nothing in it acts: our own, which sees every object, and PDF.js, which goes where readers go.
 */
export async function lookInto(path: string): Promise<Looked> {
	const bytes = await readFile(path);
	const seems = (await fileTypeFromBuffer(bytes.subarray(0, 4100)))?.mime;
	if (seems !== 'application/pdf' || bytes.toString('latin1', 0, 5) !== '%PDF-') return { ok: false, fault: 'not_pdf' };
	const { faults, fonts } = readStructure(bytes);
	const worst = worstFirst.find((fault) => faults.includes(fault));
	if (worst) return { ok: false, fault: worst };
	try {
		return await read(bytes, fonts);
	} catch (fault) {
		return { ok: false, fault: (fault as Error).name === 'PasswordException' ? 'encrypted' : 'broken' };
	}
}

async function read(bytes: Buffer, fonts: string[]): Promise<Looked> {
	const task = getDocument({
		...{ data: Uint8Array.from(bytes), verbosity: 0, stopAtErrors: true, useSystemFonts: false },
		...{ disableFontFace: true, enableXfa: false, useWorkerFetch: false },
	});
	try {
		const pdf = await task.promise;
		if (await pdf.getJSActions()) return { ok: false, fault: 'active' };
		if (await pdf.getAttachments()) return { ok: false, fault: 'attachments' };
		if (pdf.numPages > mostPages) return { ok: false, fault: 'too_many_pages' };
		const pages: Page[] = [];
		for (let number = 1; number <= pdf.numPages; number++) {
			const page = await pdf.getPage(number);
			const said = await readPage(page);
			if (typeof said === 'string') return { ok: false, fault: said };
			pages.push(said);
			page.cleanup();
			if (pages.reduce((sum, one) => sum + one.text.length, 0) > mostLetters)
				return { ok: false, fault: 'too_much_text' };
		}
		const { info, metadata } = await pdf.getMetadata();
		const properties = info as Record<string, unknown>;
		const author = [properties.Author, metadata?.get('dc:creator')]
			.flat()
			.find((one) => typeof one === 'string' && one.trim());
		const more = [properties.Title, properties.Subject, properties.Keywords, ...(await titlesIn(pdf))]
			.map(String)
			.join('\n');
		return {
			ok: true,
			look: lookOf(pages, { fonts, author: author ? String(author).trim().slice(0, 120) : null, more }),
		};
	} finally {
		await task.destroy();
	}
}

/** Bookmarks are read too, by whoever opens the side bar. */
async function titlesIn(pdf: Awaited<ReturnType<typeof getDocument>['promise']>): Promise<string[]> {
	const outline = (await pdf.getOutline()) ?? [];
	const titles = (items: typeof outline): string[] =>
		items.flatMap(({ title, items: below }) => [title, ...titles(below)]);
	return titles(outline).slice(0, 500);
}

type Page = { text: string /** The same with a space between all pieces. */; apart: string; links: string[] };

async function readPage(page: PDFPageProxy): Promise<Page | FileFault> {
	const links: string[] = [];
	const fields: string[] = [];
	for (const { subtype, url, fieldValue } of await page.getAnnotations()) {
		if (subtype === 'Link') links.push(...(typeof url === 'string' ? [url] : []));
		else if (subtype === 'Widget') fields.push(...(typeof fieldValue === 'string' ? [fieldValue] : []));
		// Remarks carry the name of whoever made them.
		else return 'comments';
	}
	if (await page.getJSActions()) return 'active';
	const { items } = await page.getTextContent();
	const pieces = items.flatMap((item) => ('str' in item ? [item] : []));
	const text = [
		...pieces.map(({ str, hasEOL }) => (hasEOL ? `${str}\n` : str)),
		...fields.map((field) => `\n${field}`),
	].join('');
	const plain = text
		.replaceAll('\f', ' ')
		.replaceAll(/[^\S\n]+/g, ' ')
		.trim();
	return { text: plain, apart: pieces.map(({ str }) => str).join(' '), links };
}

/** As the database keeps text. */
const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

function lookOf(
	pages: readonly Page[],
	{ fonts, author, more }: { fonts: string[]; author: string | null; more: string },
): FileLook {
	const once = (all: readonly string[], most: number): string[] => [...new Set(all.map(storable))].slice(0, most);
	const links = once(
		pages.flatMap((page) => page.links.map((link) => link.slice(0, 200))),
		50,
	);
	// The address of a page may hold any digits; that of a telephone is a number to call.
	const dialled = links.filter((link) => /^(tel|sms|callto):|\/\/wa\.me\//i.test(link));
	const numbers = [...pages.flatMap(({ text, apart }) => [text, apart]), more, ...dialled].flatMap(numbersIn);
	return {
		pages: pages.length,
		silent: pages.filter(({ text }) => !/\p{L}/u.test(text)).length,
		text: storable(pages.map(({ text }) => text).join('\f')),
		// A single digit is no number that anybody calls.
		numbers: once(
			numbers.filter((number) => number.replace(/\D/g, '').length > 1),
			5000,
		),
		fonts: once(
			fonts.map((font) => font.slice(0, 80)),
			20,
		),
		...{ links, author: author && storable(author) },
	};
}
