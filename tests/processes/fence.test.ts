import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access } from '#people/access.ts';
import { allowances } from '#platform/limits.server.ts';
import { seatedCookie } from '../support/people.ts';
import { filesWith } from '../support/searching.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';
import { isDaily } from '../support/thorough.ts';
import { type Answer, type Asking, ask, askAll, openSocket } from '../support/wire.ts';

const directory = makeDirectory();
let server: RunningServer;
let sql: postgres.Sql;
let cookie: string;

beforeAll(async () => {
	// As behind a proxy: then a test can come from any address.
	server = await startServer(directory, { TRUST_PROXY: '1' });
	sql = postgres({ host: `${directory}/run`, username: 'postgres', database: 'kambana', max: 4, onnotice: () => {} });
	cookie = await seatedCookie(directory, 'secretary', 'AL-02');
});
afterAll(async () => {
	await sql?.end();
	if (server) await stop(server);
	removeDirectory(directory);
});

const here = () => ({ 'sec-fetch-site': 'same-origin', origin: server.url });
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const at = (path: string, asking: Asking = {}) => ask(server.url, path, asking);

/** Everything in the database: each row with the transaction that wrote it and its place. */
async function fingerprint(): Promise<string> {
	// What the clock does every minute is nobody's request, and that a request was refused is recorded a minute later (audit.server.ts): on a slow
	// machine both come in between.
	const tables = await sql<{ name: string }[]>`
		select format('%I.%I', schemaname, tablename) as name from pg_tables
		where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker') and tablename <> 'audit_head' order by 1`;
	const counted: Record<string, string> = { 'public.audit_entries': `where content::jsonb ->> 'what' <> 'refused'` };
	const rows = await Promise.all(
		tables.map(({ name }) =>
			sql.unsafe(`select '${name}', count(*), sum(hashtextextended(t::text || t.xmin || t.ctid, 0))
				from ${name} t ${counted[name] ?? ''}`),
		),
	);
	expect(tables.length).toBeGreaterThan(20);
	return JSON.stringify(rows);
}

/** Every route of the table of access, filled with what the demonstration has, and every named action of its page. */
async function targets(): Promise<string[]> {
	const [partner] = await sql`select id from partners limit 1`;
	const [place] = await sql`select id from places limit 1`;
	const filled = (route: string) =>
		route
			.replace('[lang=lang]', 'sq')
			.replace('/(public)', '')
			.replace(/\[(county|committee)\]/, 'durres')
			.replace('[month=month]', '2026-10')
			.replace('[number=number]', '23')
			.replace('[version=number]', '1')
			.replace('[format]', 'docx')
			.replace('[figure]', 'persons')
			.replace('[code]', 'forbidden')
			.replace('[preview=id]', '00000000-0000-4000-8000-000000000000')
			.replace('[id=id]', (route.includes('/places/') ? place : partner)?.id);
	const pages = import.meta.glob<{ actions?: Record<string, unknown> }>('/src/routes/**/+page.server.ts');
	const named = async (route: string) => {
		const actions = Object.keys((await pages[`/src/routes${route}/+page.server.ts`]?.())?.actions ?? {});
		return actions.filter((name) => name !== 'default').map((name) => `?/${name}`);
	};
	const all = await Promise.all(
		Object.keys(access).map(async (route) => ['', ...(await named(route))].map((action) => filled(route) + action)),
	);
	return all.flat();
}

/** What forms of the desk bring: enough for many of them to be believed. */
const fields = {
	...{ name: 'Shoqata e Provës', kind: 'ngo', municipality: '', title: 'Provë', reason: 'Provë e kërkesave', ok: '1' },
	...{ alias: 'Prova', month: '2027-03', startsOn: '2027-03-01', endsOn: '2027-03-31', titleSq: 'Prova', key: 'x' },
};
const typed = new URLSearchParams(fields).toString();
const multipart = Object.entries(fields)
	.map(([name, value]) => `--edge\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
	.join('');

/** The ways to write a body; the second is the one that the framework once overlooked. */
const contents: [type: string | undefined, body: string][] = [
	['application/x-www-form-urlencoded', typed],
	['Application/X-WWW-Form-Urlencoded; Charset=UTF-8', typed],
	['multipart/form-data; boundary=edge', `${multipart}--edge--\r\n`],
	['text/plain', typed],
	['application/json', JSON.stringify(fields)],
	['application/xml', '<name>Shoqata e Provës</name>'],
	['application/octet-stream', typed],
	[undefined, typed],
];
const verbs = ['POST', 'PUT', 'PATCH', 'DELETE'];
const elsewhere: Record<string, () => Record<string, string>> = {
	'same-site': () => ({ 'sec-fetch-site': 'same-site', origin: 'http://other.localhost' }),
	'cross-site': () => ({ 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }),
	'cross-site that says it is ours': () => ({ 'sec-fetch-site': 'cross-site', origin: server.url }),
	'typed by a person': () => ({ 'sec-fetch-site': 'none' }),
	'a foreign Origin': () => ({ origin: 'https://elsewhere.example' }),
	'nothing said': () => ({}),
};

type Row = { path: string; method: string; headers: Record<string, string>; body: string };

const rows = (paths: string[], methods: string[], whence: Record<string, string>[], kinds = contents): Row[] =>
	paths.flatMap((path) =>
		methods.flatMap((method) =>
			kinds.flatMap(([type, body]) =>
				whence.map((headers) => ({
					...{ path, method, body },
					headers: { cookie, ...headers, ...(type ? { 'content-type': type } : {}) },
				})),
			),
		),
	);
const told = (row: Row, { status }: Answer) => `${status} ${row.method} ${row.path} ${JSON.stringify(row.headers)}`;

/** Ends when the server has closed the connection; with what it said. */
function drip(beginning: string): Promise<string> {
	const socket = openSocket(server.url).setEncoding('latin1');
	let said = '';
	socket.on('data', (text) => (said += text));
	socket.write(beginning);
	const drops = setInterval(() => socket.writable && socket.write('x'), 1000);
	return new Promise<string>((done) => socket.on('close', () => done(said))).finally(() => clearInterval(drops));
}
let slow: Promise<string>[] = [];

/** How long pages take, from memory and made for one visitor, the shortest first. */
async function waits(): Promise<number[]> {
	const times: number[] = [];
	for (let n = 0; n < 100; n++) {
		const began = performance.now();
		expect((await at(n % 2 === 0 ? '/sq' : '/sq/desk/enter')).status).toBe(200);
		times.push(performance.now() - began);
	}
	return times.sort((a, b) => a - b);
}

describe('200 connections that send a byte a second', () => {
	it('keep nobody waiting', async () => {
		const head = `Host: ${new URL(server.url).host}\r\nOrigin: ${server.url}\r\n`;
		const body = `POST /sq/desk/leave?/leave HTTP/1.1\r\n${head}Content-Length: 1000\r\n\r\n`;
		const alone = await waits();
		slow = Array.from({ length: 200 }, (_, n) => drip(n % 2 === 0 ? `GET /sq HTTP/1.1\r\n${head}X-Slow: ` : body));
		let ended = 0;
		for (const one of slow) one.then(() => ended++);
		// Answered while all of them hang on: nobody waits until they have gone.
		for (const path of ['/sq', '/sq/desk/enter']) expect((await at(path)).status).toBe(200);
		expect(ended).toBe(0);
		const median = (times: number[]) => times[times.length >> 1] ?? 0;
		const beside = await waits();
		console.log(
			`beside 200 slow connections others waited ${median(beside).toFixed(1)} ms (median; ${median(alone).toFixed(1)} ms alone), ` +
				`${beside.at(-1)?.toFixed(0)} ms at most`,
		);
	});
});

describe('a request from elsewhere', () => {
	it('changes nothing, with an open desk, whatever it sends to whatever address', async () => {
		const paths = await targets();
		const before = await fingerprint();
		// In the daily run each address is asked in a fifth of the ways, and each way at a fifth of the addresses.
		const strange = rows(
			paths,
			verbs,
			Object.values(elsewhere).map((whence) => whence()),
		).filter((_, turn) => isDaily(turn, 5));
		const answers = await askAll(strange, ({ path, ...asking }) => at(path, asking));
		const wrong = answers.flatMap((answer, n) =>
			answer.status === (strange[n]?.method === 'POST' ? 404 : 405) ? [] : [told(strange[n] as Row, answer)],
		);
		expect(wrong).toEqual([]);
		expect(await fingerprint()).toBe(before);

		// The same bodies from our own pages do act: what was refused was real.
		const staying = paths.filter((path) => !path.includes('/leave'));
		const own = rows(staying, ['POST'], [here()], contents.slice(0, 1));
		const ours = await askAll(own, ({ path, ...asking }) => at(path, asking));
		const acted = ours.filter(({ status }) => status === 303).length;
		expect(acted).toBeGreaterThan(5);
		expect(await fingerprint()).not.toBe(before);
		console.log(
			`requests from elsewhere: ${strange.length} (of ${contents.length} content types × ${verbs.length} verbs × ` +
				`${Object.keys(elsewhere).length} origin states × ${paths.length} routes and actions): 0 state changes; ` +
				`from our own pages ${own.length}, of which ${acted} acted`,
		);
	});
});

describe('how much', () => {
	const large = 'x'.repeat(256 * 1024 + 1);
	const sizes: [what: string, path: string, asking: Asking, status: number][] = [
		['a form that says so', '/en/desk/leave?/leave', { body: large }, 413],
		['a form in pieces', '/en/desk/leave?/leave', { body: large, headers: { 'transfer-encoding': 'chunked' } }, 413],
		['a form of too many fields', '/en/desk/leave?/leave', { body: 'a&'.repeat(20_000) }, 413],
		['a spreadsheet', '/en/desk/durres/import', { body: Buffer.alloc(17_000_000) }, 413],
		[
			'a spreadsheet in pieces',
			'/en/desk/durres/import',
			{ body: Buffer.alloc(17_000_000), headers: { 'transfer-encoding': 'chunked' } },
			413,
		],
		['a form of the usual size', '/en/desk/leave?/leave', { body: 'x'.repeat(256 * 1024) }, 303],
	];
	it.each(sizes)('%s: %s', async (_what, path, { body, headers = {} }, status) => {
		const answer = await at(path, { method: 'POST', headers: { ...here(), ...form, ...headers, cookie }, body });
		expect(answer.status).toBe(status);
		if (status === 413) expect(answer.body).toContain('<h1>The file is too large</h1>');
	});

	it('an address and headers have an end', async () => {
		expect((await at(`/sq?${'x'.repeat(4096)}`)).status).toBe(414);
		expect((await at('/sq', { headers: { 'x-long': 'x'.repeat(17_000) } })).status).toBe(431);
	});
});

describe('how often', () => {
	const flood = (path: string, address: string) =>
		askAll(new Array(5000).fill(path), () =>
			at(path, { method: 'POST', headers: { ...here(), ...form, 'x-forwarded-for': address }, body: 'key=x' }),
		);
	const count = (answers: Answer[], status: number) => answers.filter((answer) => answer.status === status).length;

	it('5,000 forms from one address are stopped, with a page that says how long to wait; others go on', async () => {
		const began = Date.now();
		const answers = await flood('/en/desk/leave?/leave', '203.0.113.77');
		// What an address sent is forgotten after a minute: a slow machine takes several for so many.
		const minutes = Math.ceil((Date.now() - began) / 60_000);
		expect(count(answers, 303)).toBeGreaterThanOrEqual(allowances.form.most);
		expect(count(answers, 303)).toBeLessThanOrEqual(allowances.form.most * minutes);
		expect(count(answers, 303) + count(answers, 429)).toBe(5000);
		const refused = answers.find(({ status }) => status === 429);
		expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
		expect(refused?.body).toContain('<h1>Too many requests</h1>');
		// Whatever was sent along before the last hop is not believed.
		const forged = { ...here(), ...form, 'x-forwarded-for': '198.51.100.9, 203.0.113.77' };
		expect((await at('/en/desk/leave?/leave', { method: 'POST', headers: forged })).status).toBe(429);
		const other = { ...here(), ...form, 'x-forwarded-for': '203.0.113.77, 198.51.100.9' };
		expect((await at('/en/desk/leave?/leave', { method: 'POST', headers: other })).status).toBe(303);
		expect((await at('/sq', { headers: { 'x-forwarded-for': '203.0.113.77' } })).status).toBe(200);
		console.log(`5,000 forms from one address: ${count(answers, 303)} taken, ${count(answers, 429)} refused (429)`);
	});

	it('signing in has a narrower gate, for a whole house of IPv6 addresses together', async () => {
		const answers = await askAll(
			new Array(1000).fill(0).map((_, n) => n),
			(n) =>
				at('/en/desk/enter?/enter', {
					method: 'POST',
					headers: { ...here(), ...form, 'x-forwarded-for': `2001:db8:0:7::${n.toString(16)}` },
					body: 'key=x',
				}),
		);
		expect(count(answers, 429)).toBe(1000 - allowances.signIn.most);
		console.log(`1,000 sign-ins from one house: ${allowances.signIn.most} tried, ${count(answers, 429)} refused (429)`);
	});

	it('thirty pupils behind one address send ten pages and ten forms each: none is refused', async () => {
		const school = { 'x-forwarded-for': '198.51.100.30' };
		const pupils = new Array(30).fill('/sq/desk/leave').flatMap((path) => new Array<string>(10).fill(path));
		const pages = await askAll(pupils, (path) => at(path, { headers: school }));
		const forms = await askAll(pupils, (path) =>
			at(`${path}?/leave`, { method: 'POST', headers: { ...here(), ...form, ...school }, body: 'a=b' }),
		);
		expect([...pages, ...forms].filter(({ status }) => status === 429)).toEqual([]);
		expect(forms.filter(({ status }) => status !== 303)).toEqual([]);
		console.log(`thirty pupils behind one address: ${pages.length + forms.length} requests, 0 refused`);
	});

	it('no address is anywhere on the disk or in the log', () => {
		for (const address of ['203.0.113.77', '198.51.100.30', '2001:db8:0:7']) {
			expect([address, filesWith([address], directory)]).toEqual([address, []]);
			expect(server.said()).not.toContain(address);
		}
	});
});

describe('the 200 slow connections', () => {
	it('were all told so and closed', async () => {
		const answers = await Promise.all(slow);
		expect(answers).toHaveLength(200);
		expect(answers.filter((said) => !said.startsWith('HTTP/1.1 408 '))).toEqual([]);
	});
});
