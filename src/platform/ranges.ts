/** Parts of a file over HTTP (RFC 9110, section 14): what a player asks for when somebody moves to a later minute. */

/** From the first to the last byte, both included. */
export type Span = { first: number; last: number };

/**
 * Which part a request wants: a span, `whole` where everything is to be sent, `none` where no byte of the wish exists (416).
 * Several ranges at once, other units and what is no range at all are answered with everything, as the RFC allows.
 * @param header `Range`
 * @param bytes the length of the file
 */
export function spanAsked(header: string | null, bytes: number): Span | 'whole' | 'none' {
	const match = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
	if (!match || (match[1] === '' && match[2] === '')) return 'whole';
	const [from, to] = [match[1] ?? '', match[2] ?? ''].map(whole);
	if (from === null) {
		const length = Math.min(to ?? 0, bytes);
		return length === 0 ? 'none' : { first: bytes - length, last: bytes - 1 };
	}
	if (to !== null && to !== undefined && to < (from ?? 0)) return 'whole';
	if ((from ?? 0) >= bytes) return 'none';
	return { first: from ?? 0, last: Math.min(to ?? bytes - 1, bytes - 1) };
}

/** Digits beyond what a number holds are farther than any file is long. */
const whole = (digits: string): number | null =>
	digits === '' ? null : Math.min(Number(digits), Number.MAX_SAFE_INTEGER);

/**
 * Whether the part may be sent although the reader has a part already: only of the very same file. A date says too little, and a weak tag is no
 * promise about bytes, so both ask for everything.
 * @param header `If-Range`
 */
export const isSameFile = (header: string | null, etag: string): boolean => header === null || header.trim() === etag;

/** `Content-Range` of a part, or of a refusal when there is none. */
export const contentRange = (span: Span | null, bytes: number): string =>
	span ? `bytes ${span.first}-${span.last}/${bytes}` : `bytes */${bytes}`;
