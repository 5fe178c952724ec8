import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	context = await browser.newContext({
		baseURL: site.origin,
		javaScriptEnabled: false,
		viewport: { width: 1280, height: 900 },
	});
	page = await context.newPage();
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

type Focus = { name: string; seen: boolean };
const focus = (): Promise<Focus> =>
	page.evaluate(() => {
		const node = document.activeElement;
		if (!(node instanceof HTMLElement)) return { name: '', seen: false };
		const label =
			node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement
				? node.labels?.[0]?.textContent
				: null;
		const style = getComputedStyle(node);
		const box = node.getBoundingClientRect();
		const drawn = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
		return {
			name: (node.getAttribute('aria-label') ?? label ?? node.textContent ?? '').replace(/\s+/g, ' ').trim(),
			seen: drawn && box.width > 0 && box.height > 0,
		};
	});

/** Presses Tab until the thing of that name has the focus; what has the focus is always seen. */
async function tabTo(name: string | RegExp, most = 250): Promise<void> {
	const passed: string[] = [];
	for (let presses = 0; presses < most; presses++) {
		await page.keyboard.press('Tab');
		const now = await focus();
		if (now.name && !now.seen) throw new Error(`the focus on “${now.name}” cannot be seen`);
		if (typeof name === 'string' ? now.name === name : name.test(now.name)) return;
		passed.push(now.name);
	}
	throw new Error(`Tab never came to ${name}; it passed ${passed.slice(0, 60).join(' | ')}`);
}
async function enter(name: string | RegExp): Promise<void> {
	await tabTo(name);
	await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

test('a reader comes from home to an activity and into the other language', async () => {
	await page.goto('/sq');
	await page.keyboard.press('Tab');
	expect((await focus()).name).toBe('Dil nga kjo faqe');
	await page.keyboard.press('Tab');
	expect((await focus()).name).toBe('Kalo te përmbajtja');
	await enter('Programet e qarqeve');
	await enter('Durrës');
	expect(new URL(page.url()).pathname).toBe('/sq/durres');
	await enter(/Muaji i Antitrafikut|tetor/i);
	expect(new URL(page.url()).pathname).toMatch(/^\/sq\/durres\/\d{4}-\d{2}$/);
	await page.goto('/sq/durres/2026-10');
	await enter('Stendë informuese në shesh');
	await enter('English');
	expect(new URL(page.url()).pathname).toBe('/en/durres/2026-10/23');
});

test('the skip link skips', async () => {
	await page.goto('/sq/durres/2026-10');
	await tabTo('Kalo te përmbajtja', 2);
	await page.keyboard.press('Enter');
	await page.waitForURL(/#content$/);
	await page.keyboard.press('Tab');
	expect((await focus()).name).toBe('Kreu');
});

test('a secretary opens the desk, finds an activity, and adds one', async () => {
	await page.goto('/sq/desk/enter');
	await enter('Hyni si Elira Demo');
	expect(new URL(page.url()).pathname).toMatch(/^\/sq\/desk\/durres\//);
	await page.goto('/sq/desk/durres/2026-10');
	await enter('Veprimtaritë');
	expect(new URL(page.url()).pathname).toBe('/sq/desk/durres/2026-10/activities');
	await tabTo('Kërko');
	await page.keyboard.type('kruje');
	await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
	expect(await page.getByRole('row').count()).toBeGreaterThan(2);
	await enter(/^Orë informuese, klasat 8-9/);
	expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Orë informuese');
});
