import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeDirectory, type RunningServer, removeDirectory, run, startServer, stop } from '../support/server.ts';

const directory = makeDirectory();
let server: RunningServer;
let sql: postgres.Sql;
const file = (name: string) => join(directory, 'static', name);
const paths = ['sq', 'en', 'sq/numbers', 'en/numbers'];

beforeAll(async () => {
	server = await startServer(directory);
	sql = postgres({ host: `${directory}/run`, username: 'postgres', database: 'kambana', max: 1, onnotice: () => {} });
	await vi.waitFor(() => expect(paths.filter((path) => !existsSync(file(`${path}/index.html`)))).toEqual([]), 10_000);
});
afterAll(async () => {
	await sql?.end();
	if (server) await stop(server);
	removeDirectory(directory);
});

/** A copy without its policy, as the application gives the page. */
const copyOf = (path: string): string =>
	readFileSync(file(`${path}/index.html`), 'utf8').replace(/<meta http-equiv="content-security-policy"[^>]*>/, '');

describe('copies of the help pages for a web server', () => {
	it('are the pages, whole, in three encodings, with their policy inside', async () => {
		for (const path of paths) {
			expect(copyOf(path)).toBe(await (await fetch(`${server.url}/${path}`)).text());
			const html = readFileSync(file(`${path}/index.html`));
			expect(html.toString()).toMatch(
				/<meta http-equiv="content-security-policy" content="default-src 'none';[^"]*style-src[^"]*sha256-/,
			);
			expect(brotliDecompressSync(readFileSync(file(`${path}/index.html.br`)))).toEqual(html);
			expect(gunzipSync(readFileSync(file(`${path}/index.html.gz`)))).toEqual(html);
			expect(statSync(file(`${path}/index.html.br`)).size).toBeLessThan(14 * 1024);
		}
	});

	it('follow a number that dies within a minute, and outlive application and database', async () => {
		expect(copyOf('sq')).toMatch(/class="number[^"]*" href="tel:116111"/);
		const began = Date.now();
		await sql`insert into line_tests (id, committee_id, line_id, outcome, tested_at, actor)
			select gen_random_uuid(), committee_id, id, 'out_of_service', now(), 'job' from help_lines where number = '116 111'`;
		await vi.waitFor(() => expect(copyOf('sq')).toContain('Nuk funksiononte më'), { timeout: 20_000, interval: 100 });
		console.info(`spare copies: fresh ${((Date.now() - began) / 1000).toFixed(1)} s after a number died`);
		await vi.waitFor(() => expect(copyOf('en/numbers').includes('116 111')).toBe(false), {
			timeout: 5_000,
			interval: 100,
		});
		await stop(server);
		expect(copyOf('sq')).toContain('Nuk funksiononte më');
	});

	it('are written by hand too, while nothing runs', async () => {
		const out = join(directory, 'elsewhere');
		const command = run(process.execPath, ['scripts/kambana.ts', 'static', '--out', out], { DATA_DIR: directory });
		expect([await command.ended, command.said()]).toEqual([0, expect.stringContaining('4 of 4 pages written')]);
		expect(readFileSync(join(out, 'sq/index.html'), 'utf8')).toContain('Nuk funksiononte më');
	});
});
