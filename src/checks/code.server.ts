import { randomInt } from 'node:crypto';
import { derive, isSame, sha256 } from '#platform/secrets.server.ts';

/** Without 0, 1, I and O, which are taken for each other. */
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The last two characters say that the first four are ours, without asking the database: of strangers' guesses one in 1,024 goes on. */
const proofOf = (start: string): string => {
	const bytes = derive('check_code', start);
	return `${letters[(bytes[0] ?? 0) % 32]}${letters[(bytes[1] ?? 0) % 32]}`;
};

/** A code for a phase, six characters to be typed. */
export function drawCode(): string {
	const start = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
	return start + proofOf(start);
}

/** Codes that proved to be ours: a thousand who answer under one prove it once. Guesses are not kept, so that nobody can fill it. */
const ours = new Set<string>();
const mostOurs = 2_000;

/** What somebody typed as a code, spaces and small letters forgiven; null when this installation cannot have drawn it. */
export function readCode(text: string): string | null {
	const code = text.toUpperCase().replace(/[\s-]/g, '');
	if (ours.has(code)) return code;
	if (!/^[2-9A-HJ-NP-Z]{6}$/.test(code)) return null;
	if (!isSame(Buffer.from(code.slice(4)), Buffer.from(proofOf(code.slice(0, 4))))) return null;
	if (ours.size >= mostOurs) ours.clear();
	ours.add(code);
	return code;
}

/** So many bits of work prove that somebody's machine, not a flood, sent an answer: some tenths of a second on an old telephone. */
export const workBits = 12;

/** Whether a number was found for this answer: SHA-256 of code, receipt and number begins with that many zero bits. */
export function isProven(code: string, receipt: string, number: string): boolean {
	if (!/^\d{1,10}$/.test(number)) return false;
	return sha256(`${code}.${receipt}.${number}`).readUInt16BE() >> (16 - workBits) === 0;
}

/** As it is kept: half of the hash, enough to know a repeated answer. */
export const receiptHash = (receipt: string): Buffer => sha256(`receipt ${receipt}`).subarray(0, 16);
