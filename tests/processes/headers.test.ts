import fc from 'fast-check';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearedAtSignOut, securityHeaders } from '#platform/headers.ts';
import { leavingScript } from '#platform/leaving.server.ts';
import { crawl, linksOf, pattern } from '../e2e/crawl.ts';
import { launchBrowser } from '../support/browser.ts';
import { enterContext, seatedCookie } from '../support/people.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';
import { thorough } from '../support/thorough.ts';
import { type Answer, type Asking, ask, askAll, say } from '../support/wire.ts';

const directory = makeDirectory();
let server: RunningServer;
let sql: postgres.Sql;
let cookie: string;
let pages: string[];
/** Every answer that this file has met. */
const met: [what: string, answer: Answer][] = [];

beforeAll(async () => {
	server = await startServer(directory, { TRUST_PROXY: '1' });
	sql = postgres({ host: `${directory}/run`, username: 'postgres', database: 'kambana', max: 1, onnotice: () => {} });
	cookie = await seatedCookie(directory, 'secretary', 'AL-02');
});
afterAll(async () => {
	await sql?.end();
	if (server) await stop(server);
	removeDirectory(directory);
});

async function at(path: string, asking: Asking = {}): Promise<Answer> {
	const answer = await ask(server.url, path, asking);
	met.push([`${asking.method ?? 'GET'} ${path.slice(0, 80)}`, answer]);
	return answer;
}

/** Durrës in one language; of pages that are all alike one in ten, of figures two. */
const isNear = (path: string): boolean =>
	/^\/sq(\/desk)?(\/durres(\/|$|\?)|\/?$|\?)|^\/en(\/desk)?\/durres\/2026-10$/.test(path) &&
	!/\/(activities\/|2026-\d\d\/)\d?[1-9](\/|$)|\/[0-9a-f-]{35}[1-9a-f]/.test(path) &&
	!/\/(figures|announcement)\/(?!(persons|held|version|download)\b)/.test(path);
const isDesk = (path: string): boolean => /^\/(sq|en)\/desk(\/|\?|$)/.test(path);

/** What is wrong with the head of an answer. */
function faultsOf([what, { status, headers }]: (typeof met)[number]): string[] {
	const faults: string[] = [];
	const path = what.split(' ')[1] ?? '';
	const must = (holds: boolean, fault: string) => holds || faults.push(`${status} ${what}: ${fault}`);
	const said = (name: string) => String(headers[name] ?? '');
	for (const [name, value] of Object.entries(securityHeaders)) {
		if (name === 'content-security-policy') continue;
		const fine = name === 'referrer-policy' ? [value, 'same-origin'] : [value];
		must(fine.includes(said(name)), `${name} is "${said(name)}"`);
	}
	const policy = said('content-security-policy');
	for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
		must(policy.includes(part), `the policy lacks ${part}`);
	must(!/unsafe|\*|https?:|blob:|strict-dynamic/.test(policy), `the policy is open: ${policy}`);
	must(/form-action '(self|none)'/.test(policy), 'forms may lead anywhere');
	const isHtml = said('content-type').startsWith('text/html');
	if (isHtml && policy.includes('style-src'))
		must(policy.includes("require-trusted-types-for 'script'"), 'text may become script');
	const [cache, isPublic] = [said('cache-control'), said('x-robots-tag') === ''];
	must(cache === 'no-store' || (isPublic && /^public, ?max-age=/.test(cache)), `kept too long: ${cache}`);
	must(!isPublic || (status < 400 && !isDesk(path)), 'open to search engines');
	must(!isPublic || !/script-src 'self'|connect-src 'self'/.test(policy), 'a public page that could run a script');
	must(/^text\/|[/+]xml/.test(said('content-type')) ? /charset=utf-8/i.test(said('content-type')) : true, 'no charset');
	for (const name of Object.keys(headers))
		must(!/^(server|x-powered-by|x-sveltekit-.*|x-kambana-.*|via)$/.test(name), `it tells ${name}`);
	must(status === 101 || said('access-control-allow-origin') === '', 'another site may read it');
	return faults;
}

const form = (more: Record<string, string> = {}) => ({
	'content-type': 'application/x-www-form-urlencoded',
	origin: server.url,
	...more,
});

describe('every answer has all headers', () => {
	it('pages, files and redirects, public and at the desk', async () => {
		const links = new Set<string>();
		const walk = async (path: string) => {
			const { status, headers, body } = await at(path, { headers: { cookie } });
			for (const link of linksOf(body, path, server.url)) links.add(link);
			const { location, 'content-type': type } = headers as Record<string, string>;
			return new Response(body, {
				status,
				headers: { ...(location && { location }), ...(type && { 'content-type': type }) },
			});
		};
		const found = await crawl(
			server.url,
			walk,
			['/sq', '/en/durres/2026-10', '/sq/desk', '/en/desk/durres/2026-10'],
			isNear,
		);
		pages = found.map(({ path }) => path);
		expect(pages.length).toBeGreaterThan(50);
		const walked = new Set(pages);
		const isFile = (path: string) => /\.(csv|ics)$|\/(csv|docx|pdf)$/.test(path);
		const left = [...links].filter((link) => !walked.has(link));
		const files = [...left.filter(isFile), ...left.filter((link) => !isFile(link))].slice(0, 100);
		for (const path of ['/', '/sq/', '/robots.txt', '/favicon.svg', '/healthz', '/sq/desk/leave']) await at(path);
		await askAll(files, (path) => at(path, { headers: { cookie } }));
		const [first] = pages;
		const { headers } = await at(first ?? '');
		await at(first ?? '', { headers: { 'if-none-match': String(headers.etag) } });
		await at(first ?? '', { method: 'HEAD' });
		await at('/robots.txt', { headers: { range: 'bytes=0-9' } });
		const kinds = new Set(met.map(([, answer]) => String(answer.headers['content-type'] ?? '').split(';')[0]));
		for (const kind of ['text/html', 'text/csv', 'text/calendar', 'text/plain', 'image/svg+xml', 'application/pdf'])
			expect([...kinds]).toContain(kind);
	});

	it('what is refused or fails', async () => {
		const post = (path: string, headers: Record<string, string>, body = 'a=b') =>
			at(path, { method: 'POST', headers, body });
		for (const path of ['/nothing', '/sq/nothing', '/sq/durres/2026-13', '/sq?x-sveltekit-x=1', '/%c0%ae', '/sq/%00'])
			await at(path);
		for (const path of ['/_app/nothing.js', '/_app/env.js', '/sq/desk', '/sq/refused/conflict', '/sq/__data.json'])
			await at(path);
		for (const method of ['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) await at('/sq', { method });
		await post('/robots.txt', form());
		await post('/sq', form());
		await post('/sq/desk/leave?/leave', { 'content-type': 'text/plain', origin: 'https://elsewhere.example' });
		await post('/sq/desk/leave?/leave', { 'content-type': 'application/json', origin: server.url });
		const left = await post('/sq/desk/leave?/leave', form());
		expect(left.headers['clear-site-data']).toBe(clearedAtSignOut);
		await post('/sq/desk/leave?/nothing', form());
		await at('/sq', { headers: { 'content-length': '5' }, body: 'never' });
		await post('/sq/desk/leave?/leave', form(), 'x'.repeat(300_000));
		await post('/sq/desk/durres/import', form({ 'content-length': '17000000', expect: '100-continue' }), '');
		for (let n = 0; n < 102; n++) await post('/sq/desk/enter?/enter', form({ 'x-forwarded-for': '203.0.113.9' }));
		await at(`/sq?${'x'.repeat(5000)}`);
		await at('/robots.txt', { headers: { range: 'bytes=999999-' } });
		await at('/sq/desk/durres/2026-10', { headers: { cookie: '__Host-kambana=nonsense' } });
		for (const text of [
			'GARBAGE\r\n\r\n',
			'GET /sq HTTP/1.1\r\n\r\n',
			'GET http://elsewhere.example/ HTTP/1.1\r\nHost: x\r\n\r\n',
			'GET /sq HTTP/1.1\r\nHost: ]\r\nX-Forwarded-Proto: gopher\r\n\r\n',
			'CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\n\r\n',
			'GET /sq HTTP/1.1\r\nHost: x\r\nExpect: more\r\n\r\n',
			'POST /sq HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
			`GET /sq HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`,
			'GET /sq HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
		])
			met.push([`(by hand) ${text.slice(0, 40)}`, await say(server.url, text)]);
		await sql`alter table counties rename to counties_away`;
		await sql`notify public_changed`;
		const fault = await at('/sq/durres?fault');
		await sql`alter table counties_away rename to counties`;
		expect(fault.status).toBe(500);
		const seen = new Set(met.map(([, { status }]) => status));
		for (const status of [200, 206, 302, 303, 304, 308, 400, 401, 404, 405, 413, 414, 415, 416, 417, 429, 431, 500])
			expect([...seen]).toContain(status);
	});

	it('and says HSTS over https, only there', async () => {
		const secure = { 'x-forwarded-proto': 'https' };
		const answers = await askAll(['/sq', '/sq', '/nothing', '/robots.txt', '/sq/desk', '/'], (path) =>
			at(path, { headers: secure }),
		);
		answers.push(await at('/sq', { method: 'POST', headers: secure }));
		expect(answers.map(({ headers }) => headers['strict-transport-security'])).toEqual(
			answers.map(() => 'max-age=63072000; includeSubDomains'),
		);
		expect((await at('/sq')).headers['strict-transport-security']).toBeUndefined();
	});

	it('without exception', () => {
		const faults = met.flatMap(faultsOf);
		expect(faults).toEqual([]);
		const statuses = [...new Set(met.map(([, { status }]) => status))].sort();
		console.log(
			`all headers on ${met.length} of ${met.length} answers (100 %), with the statuses ${statuses.join(' ')}`,
		);
	});
});

describe('in the browser', () => {
	let browser: Browser;
	let context: BrowserContext;
	const told = new Set<string>();

	beforeAll(async () => {
		browser = await launchBrowser();
		context = await browser.newContext();
		await enterContext(context, server.url, cookie);
		await context.exposeBinding('tell', (_source, text: string) => void told.add(text));
		await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
			tell('violation: ' + event.violatedDirective + ' ' + event.blockedURI + ' at ' + location.pathname))`);
	});
	afterAll(() => browser?.close());

	const open = async (): Promise<Page> => {
		const page = await context.newPage();
		page.on(
			'console',
			(message) => ['error', 'warning'].includes(message.type()) && isNews(message.text()) && told.add(message.text()),
		);
		page.on('dialog', (dialog) => {
			told.add(`dialog: ${dialog.message()}`);
			return dialog.dismiss();
		});
		return page;
	};
	/** The browser mentions every page that is no success. */
	const isNews = (text: string): boolean =>
		!/^Failed to load resource: the server responded with a status of [45]/.test(text);

	it('page loads without a violation of the policy', async () => {
		const chosen = [...pages, ...pages.map((path) => path.replace(/^\/sq/, '/en'))].concat([
			'/nothing',
			'/sq/nothing',
			'/%c0',
			'/sq/desk/berat/nothing',
		]);
		const loads = Array.from({ length: thorough ? 200 : 90 }, (_, n) => chosen[n % chosen.length] ?? '');
		const page = await open();
		for (const path of loads) await page.goto(server.url + path);
		expect([...told]).toEqual([]);
		// The listener hears: what the policy forbids is told.
		await page.evaluate("document.body.setAttribute('style', 'color: red')");
		await expect.poll(() => [...told].join()).toMatch(/violation: style-src/);
		told.clear();
		console.log(
			`${loads.length} page loads (${new Set(loads).size} addresses): 0 violations of the content security policy`,
		);
		await page.close();
	});

	const payloads = [
		'"><script>alert(1)</script>',
		"'><img src=x onerror=alert(1)>",
		'</title><svg onload=alert(1)>',
		'</style><script>alert(1)</script>',
		'"autofocus onfocus=alert(1) x="',
		'javascript:alert(1)',
		'{{constructor.constructor("alert(1)")()}}',
		'--><script>alert(1)</script>',
		'\r\nset-cookie: a=b',
		'__proto__[x]',
		'constructor',
		'/confirm"><script>alert(1)</script>',
	];

	it('names of parameters are never written into a page', async () => {
		// The file of a script of our own is no script that a name brought along.
		const files = /<script(?: type="module")? src="\/[a-z-]+\.js"(?: defer)?><\/script>/g;
		const withoutOurs = (page: string) => page.replace(`<script>${leavingScript}</script>`, '').replace(files, '');
		const tricky = fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(...'<>"\'`&/=\\;:(){}[]\r\n\0 aë') });
		const names = [...payloads, ...fc.sample(tricky, { numRuns: 30, seed: 20261124 }).map((text) => `<i${text}`)];
		const somePages = spread([...new Map(pages.map((path) => [pattern(path), path])).values()], 8);
		const asked = somePages.flatMap((path) => names.map((name) => ({ path, name })));
		const answers = await askAll(asked, ({ path, name }) => {
			const [start, query = ''] = path.split('?');
			const parameter = encodeURIComponent(name);
			return at(`${start}?${query}&${parameter}=${parameter}&${parameter}`, { headers: { cookie } });
		});
		const wrong = answers.flatMap(({ status, headers, body }, n) => {
			const { path, name } = asked[n] ?? { path: '', name: '' };
			const written = /[<>"]/.test(name) && body.includes(name);
			const broken =
				status >= 500 || headers['set-cookie'] !== undefined || /<script|\son\w+=/i.test(withoutOurs(body));
			return written || broken ? [`${status} ${path} ${JSON.stringify(name)}`] : [];
		});
		expect(wrong).toEqual([]);
		const page = await open();
		for (const [n, name] of payloads.entries())
			await page.goto(`${server.url}${somePages[n % somePages.length]?.split('?')[0]}?${encodeURIComponent(name)}=1`);
		expect([...told]).toEqual([]);
		await page.close();
		expect(met.flatMap(faultsOf)).toEqual([]);
		console.log(
			`${asked.length} requests with ${names.length} fuzzed parameter names: 0 written into a page, 0 faults`,
		);
	});
});

/** So many of a list, from its whole length. */
function spread<T>(all: readonly T[], most: number): T[] {
	const step = Math.max(1, all.length / most);
	return Array.from({ length: Math.min(most, all.length) }, (_, n) => all[Math.floor(n * step)] as T);
}
