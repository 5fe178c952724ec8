import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundaryIn, FormBroken, partsOf, textOf } from './multipart.server.ts';

/** A body in pieces of the given lengths, over and over. */
async function* inPieces(body: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
	for (let at = 0, n = 0; at < body.length; n++) {
		const length = Math.max(1, lengths[n % lengths.length] ?? 1);
		yield body.subarray(at, at + length);
		at += length;
	}
}

async function read(body: Buffer, lengths: readonly number[], boundary: string) {
	const found: { field: string; fileName: string | null; bytes: string }[] = [];
	for await (const { field, fileName, bytes } of partsOf(inPieces(body, lengths), boundary)) {
		const chunks: Buffer[] = [];
		for await (const chunk of bytes) chunks.push(chunk);
		found.push({ field, fileName, bytes: Buffer.concat(chunks).toString('latin1') });
	}
	return found;
}

test('reads what fetch sends, wherever the network cuts it', () =>
	fc.assert(
		fc.asyncProperty(
			fc.uint8Array({ maxLength: 400 }),
			fc.string({ maxLength: 40 }),
			fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }),
			async (content, text, lengths) => {
				const form = new FormData();
				form.set('title', text);
				form.set('file', new File([content], 'v.mp4'));
				const request = new Request('http://x/', { method: 'POST', body: form });
				const boundary = boundaryIn(request.headers.get('content-type')) ?? '';
				const body = Buffer.from(await request.arrayBuffer());
				const sent = text.replace(/\r\n?|\n/g, '\r\n');
				expect(await read(body, lengths, boundary)).toEqual([
					{ field: 'title', fileName: null, bytes: Buffer.from(sent).toString('latin1') },
					{ field: 'file', fileName: 'v.mp4', bytes: Buffer.from(content).toString('latin1') },
				]);
			},
		),
		{ numRuns: 60 },
	));

describe('refuses', () => {
	const whole = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\n';
	test('a form that is cut off anywhere', async () => {
		for (let length = 0; length < whole.length - 4; length++)
			await expect(read(Buffer.from(whole.slice(0, length)), [7], 'b')).rejects.toThrow(FormBroken);
		expect(await read(Buffer.from(whole), [7], 'b')).toHaveLength(1);
	});

	test.each([
		['a part without a name', '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--'],
		['a part of another kind', '--b\r\nContent-Disposition: attachment; name="a"\r\n\r\nx\r\n--b--'],
		['a head without end', `--b\r\n${'x'.repeat(9000)}`],
		['too many parts', `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(60)}--b--`],
	])('%s', async (_, body) => {
		await expect(read(Buffer.from(body), [50], 'b')).rejects.toThrow(FormBroken);
	});

	test('a field that is too long', async () => {
		await expect(textOf(inPieces(Buffer.alloc(100), [10]), 50)).rejects.toThrow(FormBroken);
	});
});

test('finds the boundary, quoted or not, and none elsewhere', () => {
	expect(boundaryIn('multipart/form-data; boundary=abc')).toBe('abc');
	expect(boundaryIn('multipart/form-data; charset=utf-8; boundary="a b"')).toBe('a b');
	expect(boundaryIn('application/x-www-form-urlencoded')).toBe(null);
	expect(boundaryIn(null)).toBe(null);
});
