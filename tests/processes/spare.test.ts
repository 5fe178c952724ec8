import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seatedCookie } from '../support/people.ts';
import { makeDirectory, type RunningServer, removeDirectory, run, startServer, stop } from '../support/server.ts';
import { buildId3, buildMp3 } from '../support/sounds.ts';

const directory = makeDirectory();
let server: RunningServer;
let sql: postgres.Sql;
const file = (name: string) => join(directory, 'static', name);
const paths = ['sq', 'en', 'sq/numbers', 'en/numbers'];

beforeAll(async () => {
	server = await startServer(directory);
	sql = postgres({ host: `${directory}/run`, username: 'postgres', database: 'kambana', max: 1, onnotice: () => {} });
	await vi.waitFor(() => expect(paths.filter((path) => !existsSync(file(`${path}/index.html`)))).toEqual([]), 60_000);
});
afterAll(async () => {
	await sql?.end();
	if (server) await stop(server);
	removeDirectory(directory);
});

/** A copy without its policy, as the application gives the page. */
const copyOf = (path: string): string =>
	readFileSync(file(`${path}/index.html`), 'utf8').replace(/<meta http-equiv="content-security-policy"[^>]*>/, '');

/** A form of the national office's desk about recordings. */
const send = (path: string, cookie: string, fields: Record<string, string | File> = {}): Promise<Response> => {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	const address = `${server.url}/sq/desk/kombetar/help/recordings/${path}`;
	const headers = { cookie, origin: server.url, accept: 'text/html' };
	return fetch(address, { method: 'POST', body, redirect: 'manual', headers });
};

/** Uploaded by one person of the office, published by another. @returns where the public has it */
async function publishSound(): Promise<string> {
	const [reads, publishes] = [
		await seatedCookie(directory, 'national', 'AL'),
		await seatedCookie(directory, 'secretary', 'AL'),
	];
	const fields = { language: 'sq', section: '4', recorder: 'Lexuesja e provës', numbers: '116 111' };
	const sent = (bytes: Buffer) =>
		send('new', reads, { ...fields, file: new File([new Uint8Array(bytes)], 'zeri.mp3') });
	expect((await sent(Buffer.from('<!doctype html><script>alert(1)</script>'))).status).toBe(422);
	const added = await sent(buildMp3({ tag: buildId3('Emri i pajisjes') }));
	const id = /recordings\/([0-9a-f-]{36})/.exec(added.headers.get('location') ?? '')?.[1] ?? '';
	expect([added.status, (await send(`${id}?/publish`, reads)).status, copyOf('sq').includes('<audio')]).toEqual([
		...[303, 409, false],
	]);
	expect((await send(`${id}?/publish`, publishes)).status).toBe(303);
	await vi.waitFor(() => expect(copyOf('sq')).toContain('<audio'), { timeout: 60_000, interval: 100 });
	return /<audio [^>]*src="([^"]+)"/.exec(copyOf('sq'))?.[1] ?? '';
}

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

	it('carry the answers that are read aloud, which no browser keeps', async () => {
		const address = await publishSound();
		const answer = await fetch(server.url + address, { headers: { range: 'bytes=10-19' } });
		expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
			...[206, 'audio/mpeg', 'no-store'],
		]);
		const whole = Buffer.from(await (await fetch(server.url + address)).arrayBuffer());
		expect([whole.includes('pajisjes'), readFileSync(file(address)).equals(whole)]).toEqual([false, true]);
		expect(copyOf('sq')).toContain('Lexon: Lexuesja e provës.');
	});

	it('follow a number that dies within a minute, and outlive application and database', async () => {
		expect(copyOf('sq')).toMatch(/class="number[^"]*" href="tel:116111"/);
		const began = Date.now();
		await sql`insert into line_tests (id, committee_id, line_id, outcome, tested_at, actor)
			select gen_random_uuid(), committee_id, id, 'out_of_service', now(), 'job' from help_lines where number = '116 111'`;
		await vi.waitFor(() => expect(copyOf('sq')).toContain('Nuk funksiononte më'), { timeout: 60_000, interval: 100 });
		console.info(`spare copies: fresh ${((Date.now() - began) / 1000).toFixed(1)} s after a number died`);
		await vi.waitFor(() => expect(copyOf('en/numbers').includes('116 111')).toBe(false), {
			timeout: 60_000,
			interval: 100,
		});
		// The recording that says it is silent now.
		expect(copyOf('sq')).not.toContain('<audio');
		await vi.waitFor(() => expect(readdirSync(file('files'))).toEqual([]), 60_000);
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
