import { request } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { securityHeaders } from '#platform/headers.ts';
import { leavingScript } from '#platform/leaving.server.ts';
import { readPdf } from '../support/pdf.ts';
import { crawl, every, type Found, isLinkedStill, linksOf, sample } from './crawl.ts';
import { openBrowser, openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
let pages: Found[];
const isPublic = (path: string): boolean => /^\/(sq|en)(\/|$)/.test(path) && !/^\/(sq|en)\/desk(\/|$)/.test(path);

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	pages = await crawl(
		site.origin,
		(path) => fetch(site.origin + path, { redirect: 'manual' }),
		['/sq', '/en'],
		isPublic,
		// Enough for every activity of a month; the ways through the cases are many and alike.
		every ? undefined : 40,
	);
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

/** The bytes as they travel. */
const raw = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
	new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; bytes: number }>((done, failed) => {
		request(site.origin + path, { method, headers: { accept: 'text/html', ...headers } }, (answer) => {
			let bytes = 0;
			answer.on('data', (chunk: Buffer) => {
				bytes += chunk.length;
			});
			answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, bytes }));
		})
			.on('error', failed)
			.end();
	});

test('home, a county, its programme, an activity and an announcement are reached by links, in both languages', async () => {
	for (const locale of ['sq', 'en']) {
		const paths = pages.map(({ path }) => path);
		for (const page of [
			'',
			'/durres',
			'/durres/2026-10',
			'/durres/2026-10/23',
			'/durres/2026-10/announcement',
			'/durres/2026-10/knowledge',
		])
			expect(paths).toContain(`/${locale}${page}`);
	}
	const gone = pages.filter(({ status }) => status !== 200);
	const read = async (path: string) => (await fetch(site.origin + path)).text();
	const linked = await Promise.all(gone.map((one) => isLinkedStill(one, site.origin, read)));
	expect(gone.filter((_, at) => linked[at]).map(({ path, status }) => `${status} ${path}`)).toEqual([]);
});

describe('a public page', () => {
	test('is one request, without cookie or third party, with JavaScript off', async () => {
		const context = await browser.newContext({ javaScriptEnabled: false });
		const page = await context.newPage();
		const asked: string[] = [];
		page.on('request', (asking) => asked.push(asking.url()));
		for (const { path } of sample(pages, 4)) {
			asked.length = 0;
			// Without script nothing is asked for after this.
			await page.goto(site.origin + path, { waitUntil: 'load' });
			// The captions of a film are there before it is.
			const own = asked.filter((url) => !/\/videos\/[^/]+\/captions\//.test(url));
			expect(own).toEqual([site.origin + path]);
			expect([path, await page.locator('script').count(), await page.locator('h1').count()]).toEqual([path, 1, 1]);
		}
		expect(await context.cookies()).toEqual([]);
		await context.close();
	});

	test('holds no script but that for leaving, no style sheet to fetch, no preload and no address of others', () => {
		for (const { path, html: whole } of pages) {
			const html = whole.replace(`<script>${leavingScript}</script>`, '');
			expect(whole.length - html.length).toBe(leavingScript.length + '<script></script>'.length);
			expect([path, html.match(/<script|\son[a-z]+="|javascript:/gi)]).toEqual([path, null]);
			expect([
				path,
				html.match(/<link[^>]+rel="(stylesheet|modulepreload|preload)"(?![^>]*\sdisabled)[^>]*>/g),
			]).toEqual([path, null]);
			const fetched = [...html.matchAll(/\s(?:src|action|poster|srcset)="([^"]*)"/g)].map((match) => match[1]);
			expect([path, fetched.filter((address) => !address?.startsWith('/'))]).toEqual([path, []]);
		}
	});

	test('travels in at most 14 KB', async () => {
		for (const { path } of pages) {
			for (const encoding of ['br', 'gzip']) {
				const { bytes, headers } = await raw(path, { 'accept-encoding': encoding });
				expect([path, headers['content-encoding'], bytes <= 14 * 1024]).toEqual([path, encoding, true]);
			}
		}
	});

	test('has a strong tag that stays, and answers 304 to who has it', async () => {
		for (const path of ['/sq', '/en/durres/2026-10', '/sq/durres/calendar.ics', '/en/durres/2026-10/poster/a4.pdf']) {
			const first = await raw(path, { 'accept-encoding': 'br' });
			const again = await raw(path, { 'accept-encoding': 'br', 'if-none-match': String(first.headers.etag) });
			expect(String(first.headers.etag)).toMatch(/^"[^"]+"$/);
			expect([path, again.status, again.bytes, again.headers.etag]).toEqual([path, 304, 0, first.headers.etag]);
		}
	});
});

test('the poster of a month is reached from its page, names nothing closed, and has one address', async () => {
	const at = '/sq/durres/2026-10';
	const html = await (await fetch(site.origin + at)).text();
	for (const size of ['a3', 'a4']) {
		expect(linksOf(html, at, site.origin)).toContain(`${at}/poster/${size}.pdf`);
		const answer = await fetch(`${site.origin}${at}/poster/${size}.pdf`);
		expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
		const { text, marked } = await readPdf(new Uint8Array(await answer.arrayBuffer()));
		expect(marked.get('Marked')).toBe(true);
		expect(text).toContain('Stendë informuese në shesh');
		expect(text).not.toMatch(/Eftali Koçi|Isuf Ferra|Porto Romano/);
	}
	for (const path of ['poster/a5.pdf', 'poster/a4', 'poster/a4.pdf?x=1'])
		expect([path, (await fetch(`${site.origin}${at}/${path}`)).status]).toEqual([path, 404]);
});

describe('every answer', () => {
	const answers: [string, number, string][] = [
		['/sq', 200, 'text/html'],
		['/nothing', 404, 'text/html'],
		['/sq/nothing', 404, 'text/html'],
		['/en/durres/2026-10/99999', 404, 'text/html'],
		['/sq/desk', 401, 'text/html'],
		['/', 302, ''],
		['/robots.txt', 200, 'text/plain'],
		['/favicon.svg', 200, 'image/svg+xml'],
		['/healthz', 200, 'text/plain'],
		['/sq/durres/calendar.ics', 200, 'text/calendar; charset=utf-8'],
	];
	test.each(answers)('%s is %i and carries the security headers', async (path, status, type) => {
		const answer = await raw(path);
		expect([answer.status, String(answer.headers['content-type'] ?? '').slice(0, type.length)]).toEqual([status, type]);
		// What holds forms tells its own site where they come from; public pages tell nobody.
		for (const [name, value] of Object.entries(securityHeaders)) {
			if (name === 'content-security-policy') continue; // pages bring their own
			const fine = name === 'referrer-policy' ? [value, 'same-origin'] : [value];
			expect([name, fine.includes(String(answer.headers[name]))]).toEqual([name, true]);
		}
		expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
		expect(answer.headers['set-cookie']).toBeUndefined();
		expect(answer.headers['x-powered-by']).toBeUndefined();
	});

	test('refuses what it does not know: methods, forms of other sites, stray addresses', async () => {
		expect((await raw('/sq', {}, 'DELETE')).status).toBeGreaterThanOrEqual(400);
		expect(
			(
				await raw(
					'/sq/desk/leave',
					{ origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
					'POST',
				)
			).status,
		).toBeOneOf([403, 404]);
		for (const path of ['/sq/..%2f..%2fetc/passwd', '/%c0%ae', '/sq/durres/2026-13', '/sq//durres'])
			expect([path, (await raw(path)).status >= 300]).toEqual([path, true]);
	});

	test('what is missing says so in the language of the address', async () => {
		for (const [path, lang, words] of [
			['/sq/nothing', 'sq', 'Faqja nuk u gjet'],
			['/en/nothing', 'en', 'Page not found'],
			['/nothing', 'sq', 'Faqja nuk u gjet'],
		] as const) {
			const html = await (await fetch(site.origin + path)).text();
			expect(html).toContain(`<html lang="${lang}"`);
			expect(html).toContain(`<h1>${words}</h1>`);
			expect(linksOf(html, path, site.origin).length).toBeGreaterThan(2);
		}
	});
});

test('closed activities are named nowhere in public: no title, no place of theirs', async () => {
	const programme = await (await fetch(`${site.origin}/sq/durres/2026-10`)).text();
	expect(programme).toContain('Programi ka 25 veprimtari.');
	const feed = await (await fetch(`${site.origin}/sq/durres/2026-10/calendar.ics`)).text();
	const everything = [...pages.map(({ html }) => html), feed].join('\n');
	for (const secret of [
		'Eftali Koçi',
		'Isuf Ferra',
		'Porto Romano',
		'Takim derë më derë',
		'Pasdite me nënat',
		'Jeta në konvikt',
	]) {
		expect([secret, everything.includes(secret)]).toEqual([secret, false]);
	}
	for (const number of [1, 10, 13])
		expect((await fetch(`${site.origin}/sq/durres/2026-10/${number}`)).status).toBe(404);
});

test('an activity is a schema.org Event, read as machines read it', async () => {
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(`${site.origin}/sq/durres/2026-10/23`);
	const event = page.locator('[itemscope][itemtype="https://schema.org/Event"]');
	const value = (name: string) =>
		event
			.locator(`[itemprop="${name}"]`)
			.first()
			.evaluate((node) => node.getAttribute('content') ?? node.getAttribute('datetime') ?? node.textContent?.trim());
	expect(await value('name')).toBe('Stendë informuese në shesh');
	expect(await value('startDate')).toBe('2026-10-04T10:00:00+02:00');
	expect(await value('endDate')).toBe('2026-10-04T13:00:00+02:00');
	expect(await value('eventStatus')).toBe('https://schema.org/EventScheduled');
	expect(await value('eventAttendanceMode')).toBe('https://schema.org/OfflineEventAttendanceMode');
	expect(await value('isAccessibleForFree')).toBe('true');
	expect(await value('inLanguage')).toBe('sq');
	expect(
		await event
			.locator('[itemprop="location"][itemtype="https://schema.org/Place"] [itemprop="name"]')
			.first()
			.textContent(),
	).toContain('Sheshi');
	expect(
		await event
			.locator('[itemtype="https://schema.org/PostalAddress"] [itemprop="addressCountry"]')
			.getAttribute('content'),
	).toBe('AL');
	expect(await event.locator('[itemprop="organizer"] [itemprop="name"]').textContent()).toBe('NJVKSH Durrës');
	await context.close();
});
