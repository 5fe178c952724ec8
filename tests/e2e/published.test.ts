import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { linksOf } from './crawl.ts';
import { openBrowser, openSite, type Site } from './site.ts';
import { invalid } from './valid.ts';

// What people learned, as anybody reads it: the month of the demonstration, in which five classes were asked before and after their hour.
const month = '/durres/2026-10';
let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	page = await (await browser.newContext({ javaScriptEnabled: false, baseURL: site.origin })).newPage();
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

const html = async (path: string): Promise<string> => (await fetch(site.origin + path)).text();

test('a month without a published announcement has no such page, and no table', async () => {
	for (const path of [
		'/sq/durres/2024-01/knowledge',
		'/en/tirane/2026-10/knowledge',
		'/en/tirane/2026-10/knowledge.csv',
	])
		expect([path, (await fetch(site.origin + path)).status]).toEqual([path, 404]);
});

test.each(['sq', 'en'])('is read without script, from the announcement and from the county (%s)', async (locale) => {
	const path = `/${locale}${month}/knowledge`;
	for (const from of [`/${locale}${month}/announcement`, `/${locale}/durres`, `/${locale}${month}`])
		expect(linksOf(await html(from), from, site.origin)).toContain(path);
	await page.goto(path);
	const sentences = await page.locator('.said li').allInnerTexts();
	expect(sentences).toHaveLength(5);
	// People where each was asked one question about it, else answers.
	const rounded =
		locale === 'sq'
			? /rreth \d+ veta.*rreth \d+ në 100.*para orës, rreth \d+ në 100/
			: /about \d+ (people|in 100).*about \d+ (people|in 100).*before the hour, about \d+ in 100/;
	for (const sentence of sentences) expect(sentence).toMatch(rounded);
	// Of how many, every number of people is rounded to five; there is one class more than an interval needs at least.
	const people = [...(await page.locator('dl').innerText()).matchAll(/\d+/g)].map(([n]) => Number(n));
	expect(people).toEqual([130, 130]);
	expect(await page.locator('svg circle').count()).toBe(10);
	expect(await page.locator('table tbody tr').count()).toBe(5);
	expect(await page.locator('main').innerText()).toMatch(
		locale === 'sq' ? /Demonstrim.*pyetjet ende nuk janë rishikuar/is : /Demonstration.*have not been reviewed yet/is,
	);
	expect(await invalid({ path, html: await html(path) })).toEqual([]);
});

test('is accessible on a telephone, on paper and in the dark', async () => {
	const context = await browser.newContext({ baseURL: site.origin });
	const window = await context.newPage();
	const said: string[] = [];
	for (const [locale, width, colorScheme] of [
		['sq', 320, 'light'],
		['en', 1280, 'dark'],
	] as const) {
		await window.setViewportSize({ width, height: 800 });
		await window.emulateMedia({ colorScheme });
		await window.goto(`/${locale}${month}/knowledge`);
		said.push(...(await violations(window, locale, { printed: true })));
		expect(await window.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
	}
	expect(said).toEqual([]);
	await context.close();
});

test('is a file for spreadsheets too, with nothing that one would run and nothing more than the page', async () => {
	const answer = await fetch(`${site.origin}/en${month}/knowledge.csv`);
	expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
	expect(answer.headers.get('content-disposition')).toMatch(
		/^attachment; filename="durres-2026-10-knowledge-en\.csv"$/,
	);
	const rows = (await answer.text()).trim().split('\r\n');
	// A head, five answers before and after, all together and pupils.
	expect(rows).toHaveLength(1 + 2 * 10);
	for (const row of rows) for (const cell of row.split(';')) expect(cell).toMatch(/^\ufeff?"[^=+@\t-][^"]*"$|^""$/);
	const counts = rows
		.slice(1)
		.flatMap((row) => [5, 8, 11].map((at) => Number(row.split(';')[at - 1]?.replaceAll('"', ''))));
	expect(counts.filter((n) => n % 5 !== 0)).toEqual([]);
});

test('the desk shows before and after approval what is public', async () => {
	const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false });
	await site.enterDesk(context);
	const desk = await context.newPage();
	await desk.goto(`/en/desk${month}/announcement`);
	await page.goto(`/en${month}/knowledge`);
	expect(await desk.locator('.said li').allInnerTexts()).toEqual(await page.locator('.said li').allInnerTexts());
	await context.close();
});
