import { type Incoming, receive } from './files.server.ts';
import { control, type Typed } from './forms.ts';
import { boundaryIn, FormBroken, partsOf, textOf } from './multipart.server.ts';

/** A short field of a form that brings a file. */
const mostFieldBytes = 16 * 1024;

/**
 * Reads a form with one file as it comes: the file goes to the disk, the other fields are few and short. Null where no file was chosen; what is
 * refused leaves nothing behind.
 * @throws FileRefused @throws FormBroken
 */
export async function receiveForm(
	{ body, headers }: Request,
	{ field, most }: { field: string; most: number },
): Promise<{ typed: Typed; incoming: Incoming | null }> {
	const boundary = boundaryIn(headers.get('content-type'));
	const typed: Typed = {};
	let incoming: Incoming | null = null;
	if (!body || !boundary) return { typed, incoming };
	try {
		for await (const part of partsOf(untilGone(body), boundary)) {
			if (part.field === field && part.fileName && !incoming) incoming = await receive(part.bytes, most);
			else if (part.fileName === null && !Object.hasOwn(typed, part.field)) {
				const text = await textOf(part.bytes, mostFieldBytes);
				const value = [text.replaceAll('\r\n', '\n').replace(control, '').trim()];
				// A stranger may call a field "constructor": only what the form brought is its own.
				Object.defineProperty(typed, part.field, { value, enumerable: true, writable: true });
			}
		}
	} catch (fault) {
		await incoming?.discard();
		throw fault;
	}
	return { typed, incoming };
}

/** A connection that breaks is no bug of ours. */
async function* untilGone(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const reader = body.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read().catch((cause: unknown) => {
				throw new FormBroken('the sender has gone', { cause });
			});
			if (done) return;
			yield value;
		}
	} finally {
		reader.releaseLock();
	}
}
