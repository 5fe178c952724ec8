import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { PublicPages } from './pages.server.ts';
import { keepSpare } from './spare.server.ts';

test('a page that changes while the copies are written is written again soon, not an hour later', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'kambana-'));
	const pages = new PublicPages();
	let asked = 0;
	const server = createServer((_request, response) => {
		asked += 1;
		const text = `<!doctype html><html><head></head><body>${asked === 1 ? 'before' : 'after'}</body></html>`;
		// The first is under way when something public changes.
		if (asked === 1) pages.drop();
		response.setHeader('content-type', 'text/html').end(text);
	});
	await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const copies = keepSpare(pages, origin, { folder, paths: ['/sq'] });
	const copy = () => readFileSync(join(folder, 'sq/index.html'), 'utf8');
	try {
		await vi.waitFor(() => expect(copy()).toContain('after'), { timeout: 30_000, interval: 50 });
		expect(asked).toBe(2);
	} finally {
		await copies.stop();
		server.closeAllConnections();
		server.close();
		rmSync(folder, { recursive: true, force: true });
	}
});
