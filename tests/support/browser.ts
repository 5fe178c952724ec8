import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { type Browser, chromium, type Locator } from 'playwright-core';

// Unpacked once; the packages bring the libraries that a bare machine lacks.
const folder = resolve(import.meta.dirname, '../../node_modules/.cache/chromium');

/**
 * A Chromium that comes with the packages, or the one that `CHROME` names. The arguments that the package itself
 * proposes are not taken: they switch off the security that is to be tested.
 */
export async function launchBrowser(): Promise<Browser> {
	const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
	const own = process.env.CHROME;
	if (own) return readAfterClicks(await chromium.launch({ executablePath: own, args }));
	const { executablePath, libraries } = await unpack();
	const env = { ...process.env, LD_LIBRARY_PATH: libraries } as Record<string, string>;
	return readAfterClicks(await chromium.launch({ executablePath, args, env }));
}

let clicksRead = false;

/**
 * A click ends here when the page that it leads to has been read. By itself it ends when that page begins to arrive, and whoever
 * counts then, on a machine that is busy, counts half a page.
 */
async function readAfterClicks(browser: Browser): Promise<Browser> {
	if (clicksRead) return browser;
	const page = await browser.newPage();
	const shape: Locator = Object.getPrototypeOf(page.locator('html'));
	const { click } = shape;
	shape.click = async function (this: Locator, options) {
		await click.call(this, options);
		await this.page().waitForLoadState('domcontentloaded');
	};
	clicksRead = true;
	await page.close();
	return browser;
}

/** Unpacks beside its place and moves it there when it is complete; two tests at once do not disturb each other. */
async function unpack(): Promise<{ executablePath: string; libraries: string }> {
	const place = { executablePath: join(folder, 'chromium'), libraries: join(folder, 'al2023', 'lib') };
	if (existsSync(place.executablePath)) return place;
	const unfinished = `${folder}-${process.pid}`;
	mkdirSync(unfinished, { recursive: true });
	const outside = process.env.TMPDIR;
	process.env.TMPDIR = unfinished; // where the package unpacks to
	try {
		const { default: packed, inflate } = await import('@sparticuz/chromium');
		await packed.executablePath();
		const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
		await inflate(join(dirname(main), '..', 'bin', 'al2023.tar.br'));
	} finally {
		if (outside === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = outside;
	}
	try {
		renameSync(unfinished, folder);
	} catch (fault) {
		if (!existsSync(place.executablePath)) throw fault;
	}
	return place;
}
