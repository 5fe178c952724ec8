import type { MaterialKind } from './model.ts';

/** What was found in a file when it was looked into; kept with the version, because numbers die later. */
export type FileLook = {
	pages: number;
	/** Pages on which no letter was found: pictures of writing say nothing to a program. */
	silent: number;
	/** All that it says, pages apart by a form feed. */
	text: string;
	/** Numbers as they are written in it, and its properties and links. */
	numbers: string[];
	/** Fonts that are not in the file: on another machine it looks different. */
	fonts: string[];
	links: string[];
	/** Whom the file names as its author, where it does. */
	author: string | null;
};

/** The file of a version: by its address. */
export type VersionFile = { sha256: string; bytes: number; look: FileLook };

/** The most that a file may be. */
export const mostFileBytes = 20 * 1024 * 1024;
export const mostPages = 200;
export const mostLetters = 400_000;

/** Why a file is not taken; the message key is `material.upload.<fault>`, which says what to do. */
export type FileFault =
	| 'not_pdf'
	| 'broken'
	| 'encrypted'
	| 'active'
	| 'attachments'
	| 'comments'
	| 'too_many_pages'
	| 'too_much_text'
	| 'too_heavy';
export type Looked = { ok: true; look: FileLook } | { ok: false; fault: FileFault };

/** Columns and lines in which a person would be written down. "Do not write names" is no such line. */
const asksForPerson =
	/\bmbiemr?(i|in|it|ër|eri)?\b|\batësi\w*|\bdatëlindj\w*|\bnumri personal\b|\bnr\.? personal\b|\bsurname\b|\b(last|full|first) name\b|\bdate of birth\b|\bpersonal number\b/iu;

/** Kinds that count people, and so name nobody (docs/decisions/0010). */
const countingKinds: readonly MaterialKind[] = ['register', 'quiz_sheet'];

/** The lines of a register or a quiz sheet that ask who somebody is; none for other kinds. */
export const linesAskingNames = (kind: MaterialKind, { text }: Pick<FileLook, 'text'>): string[] =>
	countingKinds.includes(kind) ? linesOf(text).filter((line) => asksForPerson.test(line)) : [];

/** Lines as they stand on the page. */
export const linesOf = (text: string): string[] =>
	text
		.split(/[\n\f]/)
		.map((line) => line.trim())
		.filter(Boolean);

/** On which page a piece of text stands first, from 1; null where it is in properties or links. */
export function pageWith({ text }: Pick<FileLook, 'text'>, holds: (page: string) => boolean): number | null {
	const at = text.split('\f').findIndex(holds);
	return at < 0 ? null : at + 1;
}

/** The numbers of a file as one text: apart, so that two of them never become a third. */
export const numbersText = ({ numbers }: Pick<FileLook, 'numbers'>): string => numbers.join(' | ');
