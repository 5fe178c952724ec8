import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makePage, PublicPages } from './pages.server.ts';

const text = Buffer.from('<p>Muaji i Antitrafikut</p>'.repeat(50));
const html = { 'content-type': 'text/html' };

describe('makePage', () => {
	it('holds the same bytes in every encoding, each with a tag of its own', async () => {
		const { br, gzip, identity } = (await makePage(text, html)).variants;
		expect(brotliDecompressSync(br.body)).toEqual(text);
		expect(gunzipSync(gzip.body)).toEqual(text);
		expect(identity.body).toEqual(text);
		expect(new Set([br.etag, gzip.etag, identity.etag]).size).toBe(3);
		expect(br.headers).toMatchObject({
			'content-encoding': 'br',
			'content-length': br.body.length,
			vary: 'accept-encoding',
		});
	});

	it('leaves a few bytes as they are', async () => {
		const { br } = (await makePage(Buffer.from('po'), html)).variants;
		expect(br.headers['content-encoding']).toBeUndefined();
		expect(br.body.toString()).toBe('po');
	});
});

describe('PublicPages', () => {
	const noon = Date.parse('2026-10-18T10:00:00Z');

	it('keeps nothing while nobody listens for changes', async () => {
		const pages = new PublicPages();
		pages.keep('a', await makePage(text, html), pages.generation);
		expect(pages.find('a')).toBeUndefined();
	});

	it('says while a page is being made, to whoever could wait for it; made twice, the first counts', async () => {
		const pages = new PublicPages();
		expect(pages.making('a')).toBeUndefined();
		const done = pages.make('a');
		const another = pages.make('a');
		const waiting = pages.making('a');
		expect(waiting).toBeInstanceOf(Promise);
		expect(pages.making('b')).toBeUndefined();
		another();
		expect(pages.making('a')).toBe(waiting);
		done();
		await waiting;
		expect(pages.making('a')).toBeUndefined();
	});

	it('does not keep a page whose rendering began before a change', async () => {
		const pages = new PublicPages();
		pages.listening(true);
		const before = pages.generation;
		pages.drop();
		pages.keep('a', await makePage(text, html), before);
		expect(pages.find('a')).toBeUndefined();
		pages.keep('a', await makePage(text, html), pages.generation);
		expect(pages.find('a')).toBeDefined();
	});

	it('drops everything at midnight in Albania, also what was being rendered', async () => {
		let now = noon;
		const pages = new PublicPages(() => now);
		pages.listening(true);
		const page = await makePage(text, html);
		pages.keep('a', page, pages.generation);
		now = Date.parse('2026-10-18T21:59:59Z');
		expect(pages.find('a')).toBe(page);
		const before = pages.generation;
		now = Date.parse('2026-10-18T22:00:00Z');
		expect(pages.find('a')).toBeUndefined();
		pages.keep('a', page, before);
		expect(pages.find('a')).toBeUndefined();
	});

	it('lets invented query strings push out only each other', async () => {
		const pages = new PublicPages();
		pages.listening(true);
		const page = await makePage(text, html);
		pages.keep('/sq', page, pages.generation);
		for (let number = 0; number < 2000; number++) pages.keep(`/sq?x=${number}`, page, pages.generation);
		expect(pages.find('/sq')).toBe(page);
		expect(pages.find('/sq?x=0')).toBeUndefined();
		expect(pages.find('/sq?x=1999')).toBe(page);
	});
});
