import { inflateSync } from 'node:zlib';
import type { FileFault } from './files.ts';

/**
 * What a PDF is made of, read without drawing anything: every object that stands in it, whether a reader would reach it or not. What may act by
 * itself, hide another file or keep readers out is found by its name (ISO 32000), also where the name is written in disguise.
 */
export type Structure = { faults: FileFault[]; fonts: string[] };

/** Each names something that acts or carries, wherever it stands. */
const faultOf: Record<string, FileFault> = {
	Encrypt: 'encrypted',
	JavaScript: 'active',
	Launch: 'active',
	Rendition: 'active',
	RichMedia: 'active',
	SubmitForm: 'active',
	ImportData: 'active',
	GoToE: 'active',
	EmbeddedFile: 'attachments',
	EmbeddedFiles: 'attachments',
	FileAttachment: 'attachments',
};
/** Too short to be told from chance inside of pictures: looked for between objects only. */
const shortFaultOf: Record<string, FileFault> = { JS: 'active', XFA: 'active', EF: 'attachments' };

/** Unpacked, the objects of an honest file are a few megabytes. */
const mostUnpacked = 64 * 1024 * 1024;

export function readStructure(bytes: Buffer): Structure {
	const whole = bytes.toString('latin1');
	const faults = new Set<FileFault>();
	if (!/%%EOF\s*$/.test(whole.slice(-2048).replace(/\0+$/, ''))) faults.add('broken');
	for (const name of namesIn(whole)) if (Object.hasOwn(faultOf, name)) faults.add(faultOf[name] as FileFault);
	const fonts = new Set<string>();
	let left = mostUnpacked;
	for (const part of partsOf(whole)) {
		let objects = part.text;
		if (part.packed) {
			const unpacked = unpack(bytes.subarray(part.from, part.to), part.text, left);
			if (unpacked === null) faults.add('broken');
			objects = unpacked ?? '';
			left -= objects.length;
		}
		for (const dictionary of dictionariesIn(objects)) {
			for (const name of dictionary) {
				const fault = Object.hasOwn(faultOf, name) ? faultOf[name] : undefined;
				const short = Object.hasOwn(shortFaultOf, name) ? shortFaultOf[name] : undefined;
				if (fault ?? short) faults.add((fault ?? short) as FileFault);
			}
			const font = missingFont(dictionary);
			if (font) fonts.add(font);
		}
	}
	return { faults: [...faults], fonts: [...fonts] };
}

/** Names as they mean: `#4a` is "J". */
const meant = (name: string): string =>
	name.includes('#')
		? name.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
		: name;

function* namesIn(text: string): Generator<string> {
	for (const [, name = ''] of text.matchAll(/\/([A-Za-z#][A-Za-z0-9#]{5,60})/g)) yield meant(name);
}

type Part = { text: string; packed: boolean; from: number; to: number };

/** What stands outside of streams, piece by piece; and each stream that holds objects, with the dictionary that describes it. */
function* partsOf(whole: string): Generator<Part> {
	const opening = /\bstream\r?\n/g;
	let at = 0;
	for (;;) {
		opening.lastIndex = at;
		const found = opening.exec(whole);
		const text = whole.slice(at, found?.index);
		yield { text, packed: false, from: 0, to: 0 };
		if (!found) return;
		const from = found.index + found[0].length;
		const end = whole.indexOf('endstream', from);
		const to = end < 0 ? whole.length : end;
		const described = text.slice(text.lastIndexOf(' obj') + 1);
		if (/\/(#[0-9a-f]{2}|[A-Za-z])+/i.test(described) && [...namesIn(described)].includes('ObjStm'))
			yield { text: described, packed: true, from, to };
		if (end < 0) return;
		at = end + 'endstream'.length;
	}
}

/** Objects are packed by deflate, as every program does it, or not at all; another way is there to hide something. */
function unpack(bytes: Buffer, described: string, most: number): string | null {
	const filter = /\/Filter\s*(\[[^\]]*\]|\/\w+)/.exec(described)?.[1]?.replace(/[[\]\s]/g, '') ?? '';
	if (filter === '') return bytes.toString('latin1');
	if (!['/FlateDecode', '/Fl'].includes(filter) || /\/DecodeParms/.test(described) || most <= 0) return null;
	try {
		return inflateSync(bytes, { maxOutputLength: most }).toString('latin1');
	} catch {
		return null;
	}
}

/** The names that stand directly in each dictionary, keys and values alike; strings, numbers and comments are passed over. */
function dictionariesIn(text: string): string[][] {
	const done: string[][] = [];
	const open: string[][] = [];
	const token = /<<|>>|\/[^\s()<>[\]{}/%]*|\(|%[^\r\n]*|<[0-9a-fA-F\s]*>/g;
	for (let found = token.exec(text); found; found = token.exec(text)) {
		const [written] = found;
		if (written === '<<') open.push([]);
		else if (written === '>>') {
			const closed = open.pop();
			if (closed) done.push(closed);
		} else if (written === '(') token.lastIndex = endOfString(text, found.index);
		else if (written.startsWith('/')) open.at(-1)?.push(meant(written.slice(1)));
	}
	return [...done, ...open];
}

/** Behind the bracket that closes a string; strings hold brackets in pairs. */
function endOfString(text: string, from: number): number {
	let depth = 0;
	for (let at = from; at < text.length; at++) {
		const character = text[at];
		if (character === '\\') at++;
		else if (character === '(') depth++;
		else if (character === ')' && --depth === 0) return at + 1;
	}
	return from + 1;
}

/** The name of a font whose letters are not in the file; undefined for every other dictionary. */
function missingFont(names: readonly string[]): string | undefined {
	const after = (key: string): string | undefined => names[names.indexOf(key) + 1];
	const named = (name: string | undefined) => name?.replace(/^[A-Z]{6}\+/, '');
	const embedded = names.some((name) => /^FontFile[23]?$/.test(name));
	if (names.includes('FontDescriptor') && names.includes('FontName') && !names.includes('BaseFont'))
		return embedded ? undefined : named(after('FontName'));
	const bare = names.includes('BaseFont') && !names.includes('FontDescriptor') && !names.includes('DescendantFonts');
	return bare ? named(after('BaseFont')) : undefined;
}
