import { strFromU8, unzipSync } from 'fflate';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Everything that can be read in an answer: its head, and its body as whoever opens the file sees it. */
export async function textOf(answer: Response): Promise<string> {
	const head = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
	return `${head}\n${await bodyOf(answer)}`;
}

async function bodyOf(answer: Response): Promise<string> {
	const bytes = new Uint8Array(await answer.arrayBuffer());
	const signature = strFromU8(bytes.subarray(0, 4), true);
	if (signature === 'PK\x03\x04') return officeText(bytes);
	if (signature === '%PDF') return pdfText(bytes);
	// Long lines of a calendar are folded.
	return new TextDecoder().decode(bytes).replace(/\r?\n[ \t]/g, '');
}

/** Every part of a DOCX or XLSX, with its marks and without, because a text can be cut by them. */
function officeText(bytes: Uint8Array): string {
	const parts = Object.values(unzipSync(bytes)).map((part) => strFromU8(part));
	return [...parts, ...parts.map((part) => part.replace(/<[^>]*>/g, ''))].join('\n');
}

/** The text of a PDF without spaces, which are set by position, its metadata and its outline. */
async function pdfText(bytes: Uint8Array): Promise<string> {
	const document = await getDocument({ data: bytes, verbosity: 0 }).promise;
	const pages: string[] = [];
	for (let number = 1; number <= document.numPages; number++) {
		const { items } = await (await document.getPage(number)).getTextContent();
		pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
	}
	return JSON.stringify([pages, await document.getMetadata(), await document.getOutline()]);
}
