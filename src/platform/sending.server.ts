import { Readable } from 'node:stream';
import { matchesTag } from './encoding.ts';
import { type KeptFile, shelf } from './files.server.ts';
import { fileMark } from './headers.ts';
import { contentRange, isSameFile, spanAsked } from './ranges.ts';

/** A player needs its own page's policy to allow the file, and a file that is opened alone shows itself in a page of the browser. */
const policy = "default-src 'none'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const forEver = 'public, max-age=31536000, immutable';
const oneDay = 'private, max-age=86400, immutable';

/**
 * A kept file or the part that was asked for: 200, 206, 304 or 416. It is read from the disk as fast as the reader takes it, no faster.
 * @param everybody it is published: its address is its content, so every copy is right for ever. Else no cache may keep it, nor
 * where the file is `discreet`: what somebody listened to must not be found in a browser.
 * @param aDay whoever has asked keeps it for a day, and nobody between: it is published only for a while.
 * @param name then the browser keeps it under this name and does not open it: what a stranger made is shown by no page of ours.
 */
export function sendFile(
	{ headers, method }: Request,
	{ sha256, bytes, mediaType, discreet = false }: KeptFile & { discreet?: boolean },
	{ everybody, aDay = false, name }: { everybody: boolean; aDay?: boolean; name?: string },
): Response {
	const etag = `"${sha256.slice(0, 32)}"`;
	const head: Record<string, string> = {
		etag,
		'accept-ranges': 'bytes',
		'content-type': mediaType,
		'content-security-policy': name ? `${policy}; sandbox` : policy,
		...(name ? { 'content-disposition': `attachment; filename="${name}"` } : {}),
		...(everybody ? { [fileMark]: '1', 'cache-control': aDay ? oneDay : discreet ? 'no-store' : forEver } : {}),
	};
	if (matchesTag(headers.get('if-none-match') ?? undefined, etag))
		return new Response(null, { status: 304, headers: head });
	const span = isSameFile(headers.get('if-range'), etag) ? spanAsked(headers.get('range'), bytes) : 'whole';
	if (span === 'none') {
		const none = { ...head, 'content-range': contentRange(null, bytes), 'content-length': '0' };
		return new Response(null, { status: 416, headers: none });
	}
	const length = span === 'whole' ? bytes : span.last - span.first + 1;
	head['content-length'] = String(length);
	if (span !== 'whole') head['content-range'] = contentRange(span, bytes);
	const body = method === 'HEAD' ? null : toWeb(shelf.read(sha256, span === 'whole' ? undefined : span));
	return new Response(body, { status: span === 'whole' ? 200 : 206, headers: head });
}

const toWeb = (stream: Readable): ReadableStream => Readable.toWeb(stream, { type: 'bytes' }) as ReadableStream;
