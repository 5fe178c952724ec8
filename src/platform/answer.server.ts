import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { chooseEncoding, isCompressible } from './encoding.ts';

/** Where the body of an answer goes instead of the network. */
export type Sink = {
	/** False asks the writer to wait for `drain`. */
	write(chunk: Buffer): boolean;
	end(): void;
	/** Whether the head waits until the sink sends it. */
	holdsHead?: boolean;
};

/**
 * Lets `choose` look at the head of an answer (status and headers, all set, nothing sent) and take its body. Null lets
 * the answer pass. Taking it, `restore` gives the answer its own methods back.
 */
export function divert(response: ServerResponse, choose: (restore: () => void) => Sink | null): void {
	const { writeHead, write, end } = response;
	const restore = () => Object.assign(response, { writeHead, write, end });
	let sink: Sink | null | undefined;
	const decide = (): Sink | null => {
		if (sink !== undefined) return sink;
		sink = null;
		sink = choose(restore);
		if (!sink?.holdsHead) writeHead.call(response, response.statusCode);
		return sink;
	};
	response.writeHead = ((status: number, ...more: unknown[]) => {
		response.statusCode = status;
		for (const headers of more) {
			if (typeof headers !== 'object' || headers === null) continue;
			for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
		}
		decide();
		return response;
	}) as ServerResponse['writeHead'];
	response.write = ((chunk: unknown, ...more: unknown[]) => {
		const taker = decide();
		return taker ? taker.write(toBuffer(chunk)) : Reflect.apply(write, response, [chunk, ...more]);
	}) as ServerResponse['write'];
	response.end = ((...all: unknown[]) => {
		const taker = decide();
		if (!taker) return Reflect.apply(end, response, all);
		if (all[0] && typeof all[0] !== 'function') taker.write(toBuffer(all[0]));
		taker.end();
		return response;
	}) as ServerResponse['end'];
}

/**
 * Collects an answer instead of sending it, and hands it on when it is complete.
 * @param done gets the body, and the headers without those that belong to one way of sending it
 */
export function collecting(
	response: ServerResponse,
	restore: () => void,
	done: (body: Buffer, headers: OutgoingHttpHeaders) => Promise<void>,
): Sink {
	const chunks: Buffer[] = [];
	return {
		holdsHead: true,
		write: (chunk) => chunks.push(chunk) > 0,
		end: () => {
			const {
				etag,
				'content-length': length,
				'transfer-encoding': transfer,
				...headers
			}: OutgoingHttpHeaders = response.getHeaders();
			for (const name of response.getHeaderNames()) response.removeHeader(name);
			restore();
			done(Buffer.concat(chunks), headers).catch((fault) => response.destroy(fault));
		},
	};
}

const toBuffer = (chunk: unknown): Buffer =>
	typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk as Uint8Array);

// Below this a compressed answer needs as many packets as a plain one.
const leastBytes = 800;

/** Compresses what SvelteKit renders per request, fast rather than small; null for what is no text or too short. */
export function compressing(request: IncomingMessage, response: ServerResponse): Sink | null {
	const encoding = chooseEncoding(request.headers['accept-encoding'] as string | undefined);
	const kind = String(response.getHeader('content-type') ?? '');
	const length = Number(response.getHeader('content-length') ?? leastBytes);
	const bodiless = request.method === 'HEAD' || [204, 206, 304].includes(response.statusCode);
	if (bodiless || !isCompressible(kind) || response.hasHeader('content-encoding')) return null;
	response.appendHeader('vary', 'accept-encoding');
	if (encoding === 'identity' || length < leastBytes) return null;
	response.removeHeader('content-length');
	response.setHeader('content-encoding', encoding);
	const etag = response.getHeader('etag');
	if (typeof etag === 'string' && !etag.startsWith('W/')) response.setHeader('etag', `W/${etag}`);
	const { write, end } = Object.getPrototypeOf(response) as ServerResponse;
	const compressor =
		encoding === 'br'
			? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
			: createGzip({ level: 6 });
	compressor.on('data', (chunk: Buffer) => {
		if (Reflect.apply(write, response, [chunk])) return;
		compressor.pause();
		response.once('drain', () => compressor.resume());
	});
	compressor.on('end', () => Reflect.apply(end, response, []));
	compressor.on('drain', () => response.emit('drain'));
	compressor.on('error', () => response.destroy());
	response.once('close', () => compressor.destroy());
	return { write: (chunk) => compressor.write(chunk), end: () => compressor.end() };
}
