/**
 * Reads a form with one large file as it comes, without holding it: `Request.formData` keeps everything in memory first. Strict: what browsers send is read, everything
 * else is refused.
 */

/** What a part says of itself. */
export type Part = { field: string /** As the sender calls it; only shown, never a path. */; fileName: string | null };

/** The form is none, or is cut off; a bug or a program, never a person. */
export class FormBroken extends Error {}

const mostHeaderBytes = 4096;
const mostParts = 50;

/** `boundary` of `multipart/form-data`, or null. */
export const boundaryIn = (contentType: string | null): string | null =>
	/^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i
		.exec(contentType ?? '')
		?.slice(1)
		.find(Boolean) ?? null;

/**
 * Walks through the parts of a form. Each part's bytes have to be read to their end, or are passed over, before the next part is handed out; who stops early
 * leaves the rest unread.
 */
export async function* partsOf(
	body: AsyncIterable<Uint8Array>,
	boundary: string,
): AsyncGenerator<Part & { bytes: AsyncGenerator<Buffer> }> {
	const source = new Source(body);
	const delimiter = Buffer.from(`\r\n--${boundary}`);
	source.put(Buffer.from('\r\n'));
	await drain(source.until(delimiter));
	for (let n = 0; ; n++) {
		const end = (await source.take(2)).toString('latin1');
		if (end === '--') return;
		if (end !== '\r\n' || n >= mostParts) throw new FormBroken('no part where one has to begin');
		const part = readHead(await source.upTo('\r\n\r\n', mostHeaderBytes));
		const bytes = source.until(delimiter);
		yield { ...part, bytes };
		await drain(bytes);
	}
}

async function drain(bytes: AsyncIterable<Buffer>): Promise<void> {
	for await (const _ of bytes);
}

/** The bytes of a short field. */
export async function textOf(bytes: AsyncIterable<Buffer>, most: number): Promise<string> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of bytes) {
		length += chunk.length;
		if (length > most) throw new FormBroken('a field is too long');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

function readHead(head: string): Part {
	const line = head.split('\r\n').find((one) => /^content-disposition:/i.test(one)) ?? '';
	const field = /;\s*name="([^"]*)"/i.exec(line)?.[1];
	if (!/^content-disposition:\s*form-data\s*;/i.test(line) || field === undefined)
		throw new FormBroken('a part without a name');
	return { field, fileName: /;\s*filename="([^"]*)"/i.exec(line)?.[1] ?? null };
}

/** Bytes that have come and are not yet taken. */
class Source {
	readonly #chunks: AsyncIterator<Uint8Array>;
	#held: Buffer = Buffer.alloc(0);

	constructor(body: AsyncIterable<Uint8Array>) {
		this.#chunks = body[Symbol.asyncIterator]();
	}

	put(bytes: Buffer): void {
		this.#held = Buffer.concat([this.#held, bytes]);
	}

	async #more(): Promise<void> {
		const { value, done } = await this.#chunks.next();
		if (done) throw new FormBroken('the form ends in the middle');
		this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value]);
	}

	async take(length: number): Promise<Buffer> {
		while (this.#held.length < length) await this.#more();
		const taken = this.#held.subarray(0, length);
		this.#held = this.#held.subarray(length);
		return taken;
	}

	/** A short text, without its end mark. */
	async upTo(mark: string, most: number): Promise<string> {
		let at = this.#held.indexOf(mark);
		while (at === -1) {
			if (this.#held.length > most) throw new FormBroken('the head of a part is too long');
			await this.#more();
			at = this.#held.indexOf(mark);
		}
		const text = (await this.take(at)).toString('utf8');
		await this.take(mark.length);
		return text;
	}

	/** Everything before the mark, as it comes; the mark itself is taken too. */
	async *until(mark: Buffer): AsyncGenerator<Buffer> {
		for (;;) {
			const at = this.#held.indexOf(mark);
			if (at !== -1) {
				const rest = await this.take(at);
				await this.take(mark.length);
				if (rest.length > 0) yield rest;
				return;
			}
			// The last bytes may be the beginning of the mark.
			const sure = this.#held.length - mark.length + 1;
			if (sure > 0) yield await this.take(sure);
			await this.#more();
		}
	}
}
