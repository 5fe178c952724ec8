import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';

const directory = makeDirectory();
let server: RunningServer;
let browser: Browser;
/** Another site: an ordinary page, and what it was told about where somebody came from. */
let elsewhere: Server;
let other: string;
let told: (string | undefined)[] = [];

beforeAll(async () => {
	elsewhere = createServer(({ url, headers }, answer) => {
		if (url !== '/favicon.ico') told.push(headers.referer);
		answer.setHeader('content-type', 'text/html');
		answer.end(`<!doctype html><title>${url}</title><h1>${url}</h1>`);
	}).listen(0, '127.0.0.1');
	await new Promise((done) => elsewhere.once('listening', done));
	other = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
	server = await startServer(directory, { EXIT_ADDRESS: `${other}/weather` });
	browser = await launchBrowser();
});
afterAll(async () => {
	await browser?.close();
	if (server) await stop(server);
	elsewhere?.close();
	removeDirectory(directory);
});

/** Somebody who was on another site first, then opens the help page by its address. */
async function reader(javaScriptEnabled: boolean, more: { hasTouch?: boolean } = {}): Promise<[Page, BrowserContext]> {
	const context = await browser.newContext({ javaScriptEnabled, ...more });
	const page = await context.newPage();
	await page.goto(`${other}/before`);
	await page.goto(`${server.url}/sq`);
	expect(await page.locator('h1').textContent()).toBe('Këshilla për punë, udhëtim dhe ndihmë');
	told = [];
	return [page, context];
}

const exit = (page: Page) => page.getByRole('link', { name: 'Dil nga kjo faqe' });

/** Gone to the weather, nothing told, and Back leads to what was before. */
async function expectGone(page: Page, context: BrowserContext): Promise<void> {
	await page.waitForURL(`${other}/weather`);
	expect(told).toEqual([undefined]);
	await page.goBack();
	expect(page.url()).toBe(`${other}/before`);
	expect(await context.cookies()).toEqual([]);
	await context.close();
}

describe('leaving the help page', () => {
	it('without a script is one navigation, and Back never shows it', async () => {
		const [page, context] = await reader(false);
		const asked: string[] = [];
		page.on('request', (request) => request.isNavigationRequest() && asked.push(request.url()));
		await exit(page).click();
		await page.waitForURL(`${other}/weather`);
		expect(asked).toEqual([`${server.url}/sq`, `${other}/weather`]);
		await expectGone(page, context);
	});

	it.each([
		['a mouse', (page: Page) => exit(page).click(), {}],
		['a finger', (page: Page) => exit(page).tap(), { hasTouch: true }],
		[
			'Tab and Enter',
			async (page: Page) => {
				await page.keyboard.press('Tab');
				await page.keyboard.press('Enter');
			},
			{},
		],
		[
			'Shift three times',
			async (page: Page) => {
				for (let time = 0; time < 3; time++) await page.keyboard.press('Shift');
			},
			{},
		],
	] as const)('with %s is instant, and Back never shows it', async (_way, act, more) => {
		const [page, context] = await reader(true, more);
		await act(page);
		await expectGone(page, context);
	});

	it('blanks the page at once, while the other site has not answered yet', async () => {
		const [page, context] = await reader(true);
		let answer = () => {};
		const waiting = new Promise<void>((done) => {
			answer = done;
		});
		await page.route(`${other}/weather`, async (route) => {
			await waiting;
			await route.continue();
		});
		const took = await page.evaluate(() => {
			const began = performance.now();
			document.querySelector<HTMLElement>('a[data-leave]')?.click();
			return { ms: performance.now() - began, text: document.body.innerText, title: document.title };
		});
		expect(took).toMatchObject({ text: '', title: '…' });
		console.info(`leaving: blank ${took.ms.toFixed(1)} ms after the click`);
		answer();
		await expectGone(page, context);
	});

	it('after another language and the numbers, Back still never shows any of it', async () => {
		const [page, context] = await reader(true);
		await page.getByRole('link', { name: 'English' }).click();
		await page.waitForURL(`${server.url}/en`);
		await page.getByRole('link', { name: 'Print the numbers' }).click();
		await page.waitForURL(`${server.url}/en/numbers`);
		told = [];
		await page.getByRole('link', { name: 'Leave this page' }).click();
		await expectGone(page, context);
	});

	it('works where another site has added something to the address', async () => {
		const [page, context] = await reader(false);
		await page.goto(`${other}/before`);
		await page.goto(`${server.url}/sq?fbclid=abc`);
		told = [];
		await exit(page).click();
		await expectGone(page, context);
	});

	it.each([true, false])('an address that is nobody’s is left in the same way (script: %s)', async (script) => {
		const [page, context] = await reader(script);
		await page.goto(`${other}/before`);
		const lost = await page.goto(`${server.url}/sq/ndihme-e-gabuar`);
		expect(lost?.status()).toBe(404);
		told = [];
		await exit(page).click();
		await expectGone(page, context);
	});

	it('two presses of Shift, or one among other keys, do nothing', async () => {
		const [page, context] = await reader(true);
		for (const key of ['Shift', 'Shift', 'a', 'Shift', 'Tab', 'Shift']) await page.keyboard.press(key);
		expect(page.url()).toBe(`${server.url}/sq`);
		await context.close();
	});
});

it('every public page can be left the same way, and none links to itself otherwise', async () => {
	for (const path of ['/sq', '/en/numbers', '/sq/programmes', '/sq/durres', '/en/durres/2026-10', '/sq/privacy']) {
		const html = await (await fetch(server.url + path)).text();
		const own = [...html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>/g)].filter(([, href]) => href === path || href === '');
		expect([path, own.map(([link]) => link.includes('data-leave'))]).toEqual([path, [true]]);
		const left = await fetch(server.url + path, { redirect: 'manual', headers: { referer: server.url + path } });
		expect([left.status, left.headers.get('location')]).toEqual([303, `${other}/weather`]);
		expect(left.headers.get('cache-control')).toBe('no-store');
	}
});
