import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { addDays, dayAt, instantOf } from './dates.ts';
import { chooseEncoding, type Encoding, isCompressible, matchesTag } from './encoding.ts';

/** A public page, ready to be sent in every encoding. */
export type Page = {
	variants: Record<Encoding, Variant>;
	bytes: number;
};

type Variant = { body: Buffer; etag: string; headers: OutgoingHttpHeaders; unchanged: OutgoingHttpHeaders };

const compressors = {
	br: (body: Buffer) =>
		promisify(brotliCompress)(body, {
			params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
		}),
	gzip: (body: Buffer) => promisify(gzip)(body, { level: 9 }),
};

/** Compresses a page once, for everybody who will ask for it. @param headers of the answer, without its encoding */
export async function makePage(body: Buffer, headers: OutgoingHttpHeaders): Promise<Page> {
	const compressible = isCompressible(String(headers['content-type'] ?? ''));
	const tag = createHash('sha256').update(body).digest('base64url').slice(0, 27);
	const [br, gz] = compressible ? await Promise.all([compressors.br(body), compressors.gzip(body)]) : [body, body];
	const variant = (encoding: Encoding, bytes: Buffer): Variant => {
		const encoded = encoding !== 'identity' && bytes.length < body.length;
		const etag = `"${tag}${encoded ? `-${encoding}` : ''}"`;
		const shared = { ...headers, etag, ...(compressible ? { vary: 'accept-encoding' } : {}) };
		return {
			body: encoded ? bytes : body,
			etag,
			headers: {
				...shared,
				'content-length': encoded ? bytes.length : body.length,
				...(encoded ? { 'content-encoding': encoding } : {}),
			},
			unchanged: shared,
		};
	};
	return {
		variants: { br: variant('br', br), gzip: variant('gzip', gz), identity: variant('identity', body) },
		bytes: body.length + (compressible ? br.length + gz.length : 0),
	};
}

/** What a visitor can take: its encodings, and the tags of what it has already. */
export type Wish = { encodings: string | undefined; known: string | undefined };

export const wishOf = ({ headers }: IncomingMessage): Wish => ({
	encodings: headers['accept-encoding'] as string | undefined,
	known: headers['if-none-match'],
});

/** Sends a page in the encoding the visitor likes, or 304 when the visitor has it already. */
export function sendPage(page: Page, { encodings, known }: Wish, response: ServerResponse, status = 200): void {
	const variant = page.variants[chooseEncoding(encodings)];
	if (matchesTag(known, variant.etag)) {
		response.writeHead(304, variant.unchanged).end();
	} else {
		// Node itself leaves the body out when the request was HEAD.
		response.writeHead(status, variant.headers).end(variant.body);
	}
}

/** Pages by address, the least recently asked for leaving first. */
class Shelf {
	readonly #pages = new Map<string, Page>();
	readonly #most: { pages: number; bytes: number };
	#bytes = 0;

	constructor(most: { pages: number; bytes: number }) {
		this.#most = most;
	}

	find(address: string): Page | undefined {
		const page = this.#pages.get(address);
		if (!page) return undefined;
		this.#pages.delete(address);
		this.#pages.set(address, page);
		return page;
	}

	keep(address: string, page: Page): void {
		if (page.bytes > this.#most.bytes / 4) return;
		this.#remove(address);
		this.#pages.set(address, page);
		this.#bytes += page.bytes;
		for (const oldest of this.#pages.keys()) {
			if (this.#pages.size <= this.#most.pages && this.#bytes <= this.#most.bytes) break;
			this.#remove(oldest);
		}
	}

	clear(): void {
		this.#pages.clear();
		this.#bytes = 0;
	}

	#remove(address: string): void {
		this.#bytes -= this.#pages.get(address)?.bytes ?? 0;
		this.#pages.delete(address);
	}
}

/**
 * Public pages kept ready. `open` says whether changes are being listened for: without that nothing is kept, because
 * nobody would say when it is out of date.
 */
export class PublicPages {
	// Anybody can invent query strings; on a small shelf of their own they push out only each other.
	readonly #plain = new Shelf({ pages: 1000, bytes: 32_000_000 });
	readonly #queried = new Shelf({ pages: 100, bytes: 4_000_000 });
	readonly #making = new Map<string, Promise<void>>();
	readonly #now: () => number;
	#dropped = () => {};
	#generation = 0;
	#midnight = 0;
	#open = false;

	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** Grows whenever pages are dropped: a page is kept only if nothing was dropped while it was rendered. */
	get generation(): number {
		this.#turnDay();
		return this.#generation;
	}

	find(address: string): Page | undefined {
		this.#turnDay();
		return this.#open ? this.#shelfOf(address).find(address) : undefined;
	}

	/** @param generation at the moment the rendering began */
	keep(address: string, page: Page, generation: number): void {
		if (this.#open && generation === this.generation && address.length <= 500)
			this.#shelfOf(address).keep(address, page);
	}

	/** Resolves when the page that is being made for an address is kept, or will not be; undefined when none is. */
	making(address: string): Promise<void> | undefined {
		return this.#making.get(address);
	}

	/** A page is being made for an address. @returns what to call when it is kept, or turned out to be not for everybody */
	make(address: string): () => void {
		if (this.#making.has(address)) return () => {};
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#making.set(address, promise);
		return () => {
			if (this.#making.get(address) === promise) this.#making.delete(address);
			resolve();
		};
	}

	/** Something that public pages show has changed. */
	drop(): void {
		this.#generation++;
		this.#plain.clear();
		this.#queried.clear();
		this.#dropped();
	}

	/** `told` is called after every drop. */
	onDrop(told: () => void): void {
		this.#dropped = told;
	}

	/** Changes are being listened for, or no longer. What was kept until now may have missed one. */
	listening(open: boolean): void {
		this.#open = open;
		this.drop();
	}

	#shelfOf(address: string): Shelf {
		return address.includes('?') ? this.#queried : this.#plain;
	}

	/** Pages say "today": at midnight in Albania all of them are yesterday's. */
	#turnDay(): void {
		const now = this.#now();
		if (now < this.#midnight) return;
		this.#midnight = instantOf(addDays(dayAt(new Date(now)), 1), '00:00').getTime();
		this.drop();
	}
}
