// `npm run pictures`: the pictures of the README, from the demonstration, into docs/pictures.
// `npm run pictures -- --all DIR`: every page at three widths in both languages, for looking at.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { closeDatabase } from '#platform/db.server.ts';
import { randomToken } from '#platform/secrets.server.ts';
import { crawl, isSampled, sample } from '../tests/e2e/crawl.ts';
import { openSite, type Site } from '../tests/e2e/site.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { makeDirectory, removeDirectory, startServer, stop } from '../tests/support/server.ts';
import { ensureBuild } from './boot/build.mjs';
import { closeAtEnd, runScript } from './outcome.ts';
import { withPalette } from './png.ts';
import { root } from './settings.ts';

process.env.KAMBANA_ROOT ??= root;
// This process and the server it starts are one installation.
process.env.KAMBANA_SECRET ??= randomToken();

const month = '2026-10';
const wide = { width: 1280, height: 860 };
const phone = { width: 375, height: 760 };
/** A picture of the README is not heavier than this. */
const mostBytes = 150_000;

await runScript(async () => {
	process.env.KAMBANA_BUILD ??= await ensureBuild(process.execPath, process.env);
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
	const context = await browser.newContext({
		baseURL: site.origin,
		javaScriptEnabled: false,
		locale: 'sq-AL',
		reducedMotion: 'reduce', // no picture of half a transition
	});
	const cookie = await site.enterDesk(context);
	const page = await context.newPage();
	const all = process.argv.indexOf('--all');
	if (all > 0) return everyPage(site, page, cookie, resolve(process.argv[all + 1] ?? 'pictures'));
	return readmePictures(page);
});

async function readmePictures(page: Page): Promise<number> {
	const folder = join(root, 'docs/pictures');
	mkdirSync(folder, { recursive: true });
	const heavy: string[] = [];
	const take = async (name: string) => {
		const file = join(folder, `${name}.png`);
		writeFileSync(file, withPalette(await page.screenshot()));
		const { size } = statSync(file);
		console.log(`${file}  ${Math.round(size / 1000)} kB`);
		if (size > mostBytes) heavy.push(name);
	};
	const open = async (path: string, size: { width: number; height: number }) => {
		await page.setViewportSize(size);
		const answer = await page.goto(path);
		if (answer?.status() !== 200) throw new Error(`${answer?.status()} ${path}`);
	};
	await open('/sq/desk/durres/2026-11', wide);
	await take('board');
	await open(`/sq/desk/durres/${month}/coverage`, wide);
	await take('coverage');
	await open(`/sq/durres/${month}/announcement`, phone);
	await take('announcement');
	// Before and after the hour, with how sure it is: the middle of the page.
	await open(`/sq/durres/${month}/knowledge`, wide);
	await page
		.locator('figure svg, svg[role="img"]')
		.first()
		.evaluate((picture) => picture.scrollIntoView({ block: 'center' }));
	await take('knowledge');
	await open('/sq', phone);
	await take('help');
	// What every number opens: the records that add up to it.
	await open(`/sq/desk/durres/${month}/figures/held`, wide);
	await take('records');
	await open('/sq/desk/durres/import', wide);
	await page
		.locator('input[type=file]')
		.setInputFiles({ name: 'dhjetor.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet()) });
	await Promise.all([page.waitForNavigation(), page.locator('main form:has(input[type=file]) button').first().click()]);
	await take('preview');
	if (heavy.length > 0) console.error(`Heavier than ${mostBytes / 1000} kB: ${heavy.join(', ')}`);
	return heavy.length > 0 ? 1 : 0;
}

/** A table as it comes in the mail: ten rows of the demonstration a month later, with a misspelt school and no such day. */
function sheet(): string {
	return readFileSync(join(root, 'db/demo/programi-durres-tetor-2026.csv'), 'utf8')
		.split('\n')
		.slice(0, 11)
		.join('\n')
		.replaceAll('.10.2026', '.12.2026')
		.replaceAll('/10/2026', '/12/2026')
		.replace('05.12.2026', '35.12.2026')
		.replace('9-vjeçare Shijak', '9-vjecare Shiak');
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
