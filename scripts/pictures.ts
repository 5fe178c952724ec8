// `node scripts/pictures.ts`: the pictures of the README, from the demonstration, into docs/pictures.
// `node scripts/pictures.ts --all DIR`: every page at three widths in both languages, for looking at.
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { closeDatabase } from '#platform/db.server.ts';
import { crawl, isSampled, sample } from '../tests/e2e/crawl.ts';
import { openSite, type Site } from '../tests/e2e/site.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { makeDirectory, removeDirectory, startServer, stop } from '../tests/support/server.ts';
import { closeAtEnd, runScript } from './outcome.ts';
import { root } from './settings.ts';

process.env.KAMBANA_ROOT ??= root;

type Picture = { name: string; path: string; width: number; height: number; whole?: boolean };

const month = '2026-10';
const pictures: readonly Picture[] = [
	{ name: 'board', path: `/sq/desk/durres/${month}`, width: 1280, height: 860 },
	{ name: 'activity', path: `/sq/desk/durres/${month}/activities/23`, width: 1280, height: 860 },
	{ name: 'coverage', path: `/sq/desk/durres/${month}/coverage`, width: 1280, height: 860 },
	{ name: 'announcement-desktop', path: `/sq/durres/${month}/announcement`, width: 768, height: 900 },
	{ name: 'announcement-phone', path: `/sq/durres/${month}/announcement`, width: 375, height: 760 },
	{ name: 'programme-phone', path: `/sq/durres/${month}`, width: 375, height: 760 },
	{ name: 'home', path: '/en', width: 768, height: 900 },
];
/** A picture of the README is not heavier than this. */
const mostBytes = 150_000;

await runScript(async () => {
	const directory = makeDirectory();
	closeAtEnd(() => removeDirectory(directory));
	const server = await startServer(directory);
	closeAtEnd(() => stop(server));
	process.env.KAMBANA_TEST_URL = server.url;
	process.env.KAMBANA_SOCKET = join(directory, 'run');
	closeAtEnd(closeDatabase);
	const browser = await launchBrowser();
	closeAtEnd(() => browser.close());
	const site = await openSite();
	const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false, locale: 'sq-AL' });
	const cookie = await site.enterDesk(context);
	const page = await context.newPage();
	const all = process.argv.indexOf('--all');
	if (all > 0) return everyPage(site, page, cookie, resolve(process.argv[all + 1] ?? 'pictures'));
	return readmePictures(context, page);
});

async function readmePictures(context: BrowserContext, page: Page): Promise<number> {
	const folder = join(root, 'docs/pictures');
	mkdirSync(folder, { recursive: true });
	const heavy: string[] = [];
	const take = async (name: string, whole = false) => {
		const file = join(folder, `${name}.png`);
		await page.screenshot({ path: file, fullPage: whole });
		const { size } = statSync(file);
		console.log(`${file}  ${Math.round(size / 1000)} kB`);
		if (size > mostBytes) heavy.push(name);
	};
	for (const { name, path, width, height, whole } of pictures) {
		await page.setViewportSize({ width, height });
		const answer = await page.goto(path);
		if (answer?.status() !== 200) throw new Error(`${answer?.status()} ${path}`);
		await take(name, whole);
	}
	await page.setViewportSize({ width: 1280, height: 860 });
	// What every number opens: the records behind the activities held.
	await page.goto(`/sq/durres/${month}/announcement`);
	const figure = page.locator('main a[href*="/figures/"], main a[href*="#"]').first();
	if ((await figure.count()) > 0) {
		await figure.click();
		await take('evidence');
	}
	await page.goto('/sq/desk/durres/import');
	await page.locator('input[type=file]').setInputFiles(join(root, 'db/demo/programi-durres-tetor-2026.csv'));
	await Promise.all([page.waitForNavigation(), page.locator('main form:has(input[type=file]) button').first().click()]);
	await take('preview');
	await context.close();
	return heavy.length > 0 ? 1 : 0;
}

async function everyPage(site: Site, page: Page, cookie: string, folder: string): Promise<number> {
	mkdirSync(folder, { recursive: true });
	const ask = (path: string) => fetch(site.origin + path, { redirect: 'manual', headers: { cookie } });
	const pages = sample(
		await crawl(site.origin, ask, ['/sq', '/en', '/sq/desk', '/en/desk', '/sq/nothing'], isSampled),
		1,
	);
	for (const width of [375, 768, 1280]) {
		await page.setViewportSize({ width, height: 900 });
		for (const { path } of pages) {
			await page.goto(path);
			await page.screenshot({
				path: join(folder, `${path.slice(1).replace(/[^\w-]+/g, '_')}-${width}.png`),
				fullPage: true,
			});
		}
	}
	console.log(`${pages.length} pages at three widths in ${folder}`);
	return 0;
}
