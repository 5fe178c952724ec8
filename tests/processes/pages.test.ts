import { get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliDecompressSync } from 'node:zlib';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

const directory = makeDirectory();
let server: RunningServer;
let sql: postgres.Sql;

/** As it comes over the wire: fetch would unpack it. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const request = get(
			`${server.url}${path}`,
			{ method, headers: { 'accept-encoding': 'br', accept: 'text/html', ...headers } },
			async (answer) => {
				const chunks = await answer.toArray();
				resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) });
			},
		);
		request.on('error', reject);
		request.end();
	});
}

beforeAll(async () => {
	server = await startServer(directory);
	sql = postgres({
		path: `${directory}/run/.s.PGSQL.5432`,
		host: `${directory}/run`,
		username: 'postgres',
		database: 'kambana',
		max: 1,
		onnotice: () => {},
	});
	await vi.waitFor(async () => expect(await isKept('/sq')).toBe(true), { timeout: 20_000, interval: 50 });
});
afterAll(async () => {
	await sql?.end();
	if (server) await stop(server);
	removeDirectory(directory);
});

/** Whether a page comes from memory: then PostgreSQL is not asked for it. */
async function isKept(path: string): Promise<boolean> {
	await ask(path);
	const before = await transactions();
	for (let time = 0; time < 100; time++) await ask(path);
	return (await transactions()) - before < 90;
}

async function transactions(): Promise<number> {
	const [stat] = await sql<
		{ n: number }[]
	>`select xact_commit::int as n from pg_stat_database where datname = 'kambana'`;
	return stat?.n ?? 0;
}

describe('a public page', () => {
	it('comes compressed, with a tag, and 304 when the visitor has it', async () => {
		const first = await ask('/sq');
		expect(first.status).toBe(200);
		expect(first.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
		expect(first.headers['x-kambana-public']).toBeUndefined();
		expect(Number(first.headers['content-length'])).toBe(first.body.length);
		expect(brotliDecompressSync(first.body).toString()).toContain('<html lang="sq">');
		const again = await ask('/sq', { 'if-none-match': String(first.headers.etag) });
		expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) });
		expect(again.headers.etag).toBe(first.headers.etag);
	});

	it('is the same in every encoding, each with its own tag', async () => {
		const plain = await ask('/sq', { 'accept-encoding': 'unheard-of' });
		const packed = await ask('/sq');
		expect(plain.headers['content-encoding']).toBeUndefined();
		expect(brotliDecompressSync(packed.body)).toEqual(plain.body);
		expect(plain.headers.etag).not.toBe(packed.headers.etag);
	});

	it('has the same head for HEAD, also when it is not kept yet', async () => {
		for (const path of ['/sq', '/en?head']) {
			const head = await ask(path, {}, 'HEAD');
			const full = await ask(path);
			expect(head.body.length).toBe(0);
			for (const name of ['etag', 'content-length', 'content-encoding', 'cache-control'])
				expect(head.headers[name]).toBe(full.headers[name]);
		}
	});

	it('is not what another host name got', async () => {
		const ours = await ask('/sq');
		const others = await ask('/sq', { host: 'elsewhere.example', 'x-forwarded-host': 'evil.example' });
		expect(others.status).toBe(200);
		expect(brotliDecompressSync(others.body).toString()).not.toContain('evil.example');
		expect((await ask('/sq')).headers.etag).toBe(ours.headers.etag);
	});

	it('is made once for two hundred who ask for it at the same moment', async () => {
		const settled = async () => {
			// PostgreSQL tells of its transactions a second later.
			await pause(1_500);
			return transactions();
		};
		const before = await settled();
		const answers = await Promise.all(Array.from({ length: 200 }, () => ask('/sq/programmes?together')));
		const [first] = answers;
		expect(answers.every(({ status, body }) => status === 200 && first?.body.equals(body))).toBe(true);
		// Some fifteen of them are the application's own, in those three seconds; more when PostgreSQL tidies up.
		expect((await settled()) - before).toBeLessThan(150);
	});

	it('stays when somebody answers a check without script', async () => {
		expect(await isKept('/sq')).toBe(true);
		const before = await transactions();
		for (let time = 0; time < 100; time++) {
			const sent = await fetch(`${server.url}/sq/k/AAAAAA/answer`, {
				...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ q0: '1' }) },
				headers: { origin: server.url, accept: 'text/html' },
			});
			expect([sent.status, sent.headers.has('x-kambana-same')]).toEqual([303, false]);
			await ask('/sq');
		}
		expect((await transactions()) - before).toBeLessThan(90);
	});

	it('is dropped when PostgreSQL says that something public changed', async () => {
		const renamed = (name: string) =>
			sql`update counties set name = ${name} where code = (select min(code) from counties)`;
		const [county] = await sql<{ name: string }[]>`select name from counties order by code limit 1`;
		if (!county) return expect((await ask('/sq/programmes')).status).toBe(200);
		await ask('/sq/programmes');
		await renamed('Qarku i Provës');
		await sql`notify public_changed`;
		await vi.waitFor(
			async () =>
				expect(brotliDecompressSync((await ask('/sq/programmes')).body).toString()).toContain('Qarku i Provës'),
			{ timeout: 20_000 },
		);
		await renamed(county.name);
		await sql`notify public_changed`;
	});
});

describe('what is not public', () => {
	it('is compressed as it is rendered, and not kept', async () => {
		const { status, headers } = await ask('/sq/desk');
		expect(status).toBe(401);
		expect(headers['content-encoding']).toBe('br');
		expect(String(headers['cache-control'])).not.toContain('public');
	});
});
