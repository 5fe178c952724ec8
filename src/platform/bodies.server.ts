import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** What a form may bring at most, by its address; the first line that fits counts. */
const limits: readonly { path: RegExp; bytes: number /** Read by the application as it comes. */; streams?: true }[] = [
	// A video may have 200 MB (src/videos/model.ts): it goes to the disk as it comes, and is never held (docs/decisions/0026).
	{ path: /^\/[a-z]{2}\/desk\/[^/]+\/videos\/[0-9a-f-]{36}\/upload$/, bytes: 201 * 1024 * 1024, streams: true },
	// A recording of the help page may have 5 MB (src/help/sound.ts); who sends more is told so by the page.
	{ path: /^\/[a-z]{2}\/desk\/[^/]+\/help\/recordings\/new$/, bytes: 16 * 1024 * 1024, streams: true },
	// A picture or a recording of a question may have 5 MB (src/questions/files.server.ts); who sends more is told so by the page.
	{ path: /^\/[a-z]{2}\/desk\/[^/]+\/questions\/[0-9a-f-]{36}\/files$/, bytes: 16 * 1024 * 1024, streams: true },
	// A file of a material may have 20 MB (src/materials/files.ts); who sends more is told so by the page.
	{
		path: /^\/[a-z]{2}\/desk\/[^/]+\/materials\/(versions\/)?[0-9a-f-]{36}\/upload$/,
		bytes: 48 * 1024 * 1024,
		streams: true,
	},
	// A spreadsheet may have 5 MB; who sends more is told so by the page, not by a refusal.
	{ path: /^\/[a-z]{2}\/desk\/[^/]+\/(opportunities\/)?import$/, bytes: 16 * 1024 * 1024, streams: true },
	// Every question of a sheet with five thousand rows comes back with its answer.
	{ path: /^\/[a-z]{2}\/desk\/[^/]+\/import\/[^/]+$/, bytes: 2 * 1024 * 1024 },
	{ path: /^/, bytes: 256 * 1024 },
];

/** The most that any form may bring: the application itself holds to it. */
export const mostBytes = Math.max(...limits.map(({ bytes }) => bytes));
/** Fields of one form; the answers to a large sheet are some thousands. */
export const mostFields = 10_000;
/** How long a body may take to arrive: ten seconds, and what a line of 100 kbit/s needs. */
export const patienceFor = (bytes: number): number => 10 + Math.ceil(bytes / 12_500);
/** The same for one that the application reads as it comes: a film over 100 kbit/s would hold its connection for hours. */
const streamPatienceFor = (bytes: number): number => 60 + Math.ceil(bytes / 50_000);
/** No request takes longer to arrive than this, whatever it is. */
export const longestPatience = streamPatienceFor(mostBytes);
/** What is still read of a body that is refused, so that the person sees the answer. */
const politeBytes = 48 * 1024 * 1024;

/** What an address takes; the part after the question mark says which action, not which form. */
export function limitFor(path: string): { bytes: number; streams: boolean } {
	const { bytes, streams = false } = limits.find((limit) => limit.path.test(path)) ?? { bytes: 0 };
	return { bytes, streams };
}

/** A body, or why there is none: too large, too slow, or its sender has gone. */
export type Body = Buffer | 'too_large' | 'too_slow' | 'gone';

/** Whether the sender says himself that it will be too much. */
export const announcesMore = ({ headers }: IncomingMessage, most: number): boolean =>
	Number(headers['content-length'] ?? 0) > most;

/** Whether there is a body at all; one that comes with GET means nothing. */
export const bringsBody = ({ headers }: IncomingMessage): boolean =>
	'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;

/** Collects the body of a form. Only when it is complete does the application hear of it: whoever sends slowly waits here. */
export function collectBody(request: IncomingMessage, most: number): Promise<Body> {
	const { promise, resolve } = Promise.withResolvers<Body>();
	const chunks: Buffer[] = [];
	let bytes = 0;
	const take = (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > most) finish('too_large');
		else chunks.push(chunk);
	};
	const finish = (body: Body) => {
		clearTimeout(patience);
		request.off('data', take).off('end', whole).off('close', gone);
		resolve(body);
	};
	const whole = () => finish(Buffer.concat(chunks));
	const gone = () => finish('gone');
	const seconds = patienceFor(Number(request.headers['content-length'] ?? most));
	const patience = setTimeout(() => finish('too_slow'), seconds * 1000);
	request.on('data', take).on('end', whole).on('close', gone).on('error', ignore);
	return promise;
}

/** The connection has gone; "close" follows and says so. */
const ignore = (): void => undefined;

/** The same request with a body that is already here. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
	const { headers, httpVersionMajor, method, socket, url } = request;
	delete headers['transfer-encoding'];
	headers['content-length'] = String(body.length);
	const same = { connection: socket, headers, httpVersionMajor, method, socket, url };
	return Object.assign(Readable.from(body, { objectMode: false }), same) as unknown as IncomingMessage;
}

/** Cuts the connection of somebody who goes on sending far beyond what was asked for. */
function cutBeyond(request: IncomingMessage, most: number): void {
	let bytes = 0;
	request.on('data', (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > most) request.socket.destroy();
	});
}

/**
 * Reads what is left of a refused body and throws it away: a browser shows an answer only when it could send everything.
 * Not without end: after ten seconds or 48 MB the connection is cut.
 */
export function discardRest(request: IncomingMessage): void {
	if (request.complete) return;
	cutBeyond(request, politeBytes);
	const patience = setTimeout(() => request.socket.destroy(), 10_000).unref();
	request.once('close', () => clearTimeout(patience)).on('error', ignore);
	request.resume();
}

/**
 * Lets the application read a body as it comes, for as long as its length allows; once it has answered, what is left unread goes the way of every refused body.
 */
export function watchStream(request: IncomingMessage, response: ServerResponse): void {
	const seconds = streamPatienceFor(Number(request.headers['content-length']));
	const patience = setTimeout(() => request.complete || request.socket.destroy(), seconds * 1000).unref();
	response.once('finish', () => discardRest(request)).once('close', () => clearTimeout(patience));
}

/** Whether a form has more fields than any of ours: each costs more to read than its bytes say. */
export function hasTooManyFields(body: Buffer, contentType = ''): boolean {
	const boundary = /^multipart\/form-data\b.*?\bboundary="?([^";]+)/i.exec(contentType)?.[1];
	const between = boundary ? `--${boundary}` : '&';
	let fields = 0;
	for (let at = body.indexOf(between); at !== -1; at = body.indexOf(between, at + between.length))
		if (++fields > mostFields) return true;
	return false;
}
