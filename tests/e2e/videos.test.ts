import { sql } from 'kysely';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { inTransaction } from '#platform/db.server.ts';
import { openBrowser, openSite, type Site } from './site.ts';

// A film from the upload to the public page, in a browser without script, by two people.
let site: Site;
let browser: Browser;
let secretary: Page;
let address = '';

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	secretary = await (await enter('secretary')).newPage();
});
afterAll(async () => {
	await inTransaction({ kind: 'installation' }, (tx) => sql`delete from videos where title_en = 'Journey'`.execute(tx));
	await browser?.close();
	await site?.close();
});

async function enter(role: 'secretary' | 'chair' | null, javaScriptEnabled = false): Promise<BrowserContext> {
	const context = await browser.newContext({
		baseURL: site.origin,
		javaScriptEnabled,
		viewport: { width: 1280, height: 900 },
	});
	if (role) await site.enterDesk(context, role);
	return context;
}
const press = (page: Page, name: string) =>
	Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);
const main = (page: Page) => page.locator('main').innerText();

describe('the secretary', () => {
	test('adds a video; a form without its facts comes back with them', async () => {
		await secretary.goto('/sq/desk/durres/videos');
		await Promise.all([secretary.waitForNavigation(), secretary.getByRole('link', { name: 'Video e re' }).click()]);
		await secretary.getByLabel('Titulli në shqip').fill('Udhëtim');
		await press(secretary, 'Ruaj dhe vazhdo te ngarkimi');
		expect(await secretary.getByLabel('Titulli në shqip').inputValue()).toBe('Udhëtim');
		await secretary.getByLabel('Titulli në anglisht').fill('Journey');
		await secretary.getByLabel('Për kë është').selectOption('job_seekers');
		await secretary
			.getByLabel('Si të dalloni')
			.or(secretary.locator('input[name="answers"][value="2"]'))
			.first()
			.check();
		await secretary.getByLabel('Kush e bëri').fill('Kambana');
		await secretary.getByLabel('Me ç’të drejtë përdoret').selectOption('cc_by');
		await press(secretary, 'Ruaj dhe vazhdo te ngarkimi');
		expect(new URL(secretary.url()).pathname).toMatch(/\/videos\/[0-9a-f-]{36}\/upload$/);
		address = new URL(secretary.url()).pathname.replace(/\/upload$/, '');
	});

	test('uploads what is no film and is told; then the film, which is looked at', async () => {
		await secretary.getByLabel('Skedari i filmit').setInputFiles({
			...{ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.from('<!doctype html><p>Jo film') },
		});
		await press(secretary, 'Ngarko filmin');
		expect(await main(secretary)).toContain('Skedari nuk është video');
		await secretary.getByLabel('Skedari i filmit').setInputFiles('db/demo/video/oferta.mp4');
		await press(secretary, 'Ngarko filmin');
		expect(new URL(secretary.url()).pathname).toBe(address);
		expect(await main(secretary)).toContain('854 × 480, h264+aac');
		expect(await main(secretary)).toContain('Mungojnë titrat dhe teksti në shqip.');
	});

	test('writes captions; a slip is told with its line, and what was typed stays', async () => {
		await secretary.goto(`${address}/captions`);
		await secretary.getByLabel('Gjuha').selectOption('sq');
		await secretary.getByLabel('Titrat', { exact: true }).fill('WEBVTT\n\n00:01,000 --> 00:04.000\nFjalë');
		await secretary.getByLabel('Teksti i plotë').fill('Fjalë.');
		await secretary.getByLabel('Kush i kontrolloi me film').fill('Zyra e provës');
		await press(secretary, 'Ruaj');
		expect(await main(secretary)).toContain('Rreshti 3: në «00:01,000» shkruani pikë');
		await secretary.getByLabel('Skedari i titrave').setInputFiles('db/demo/video/titrat.sq.vtt');
		await press(secretary, 'Ruaj');
		expect(await main(secretary)).toContain('Titrat dhe teksti u ruajtën.');
		expect(await main(secretary)).toContain('Ju e ndryshuat i fundit');
		expect(await secretary.getByRole('button', { name: 'Mirato videon' }).count()).toBe(0);
	});
});

test('the secretary stops sizes that are being made, where FFmpeg is: a test does not wait for films', async () => {
	await secretary.goto(address);
	const stop = secretary.getByRole('button', { name: 'Ndalo përgatitjen e madhësive' });
	if ((await stop.count()) > 0) await press(secretary, 'Ndalo përgatitjen e madhësive');
	expect(await main(secretary)).not.toContain('Madhësitë po përgatiten ende.');
});

test('the chair approves it, when no size is under way any more', async () => {
	const chair = await (await enter('chair')).newPage();
	// Where FFmpeg is installed, the sizes come first.
	await vi.waitFor(
		async () => {
			await chair.goto(address);
			expect(await chair.getByRole('button', { name: 'Mirato videon' }).count()).toBe(1);
		},
		{ timeout: 240_000, interval: 500 },
	);
	await press(chair, 'Mirato videon');
	expect(await main(chair)).toContain('Videoja u miratua.');
	await chair.context().close();
});

describe('anybody', () => {
	test('finds it with length and weight; but for the captions, a kilobyte, nothing is loaded before it is asked for', async () => {
		const context = await enter(null);
		const page = await context.newPage();
		const loaded: string[] = [];
		page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
		await page.goto('/sq/videos');
		await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Udhëtim' }).click()]);
		expect(await main(page)).toMatch(/0:54 minuta, 0,\d MB\. Filmi nuk shkarkohet/);
		expect(await page.title()).toBe('Video · Kambana');
		const video = page.locator('video');
		expect(await video.getAttribute('preload')).toBe('none');
		expect(await video.getAttribute('autoplay')).toBe(null);
		expect(loaded.filter((path) => path.startsWith('/files/'))).toEqual([]);
		const track = (await video.locator('track[default]').getAttribute('src')) ?? '';
		const captions = await context.request.get(track);
		expect([captions.status(), captions.headers()['content-type']]).toEqual([200, 'text/vtt; charset=utf-8']);
		const source = (await video.locator('source').getAttribute('src')) ?? '';
		const part = await context.request.get(source, { headers: { range: 'bytes=4-7' } });
		expect([part.status(), await part.text()]).toEqual([206, 'ftyp']);
		await context.close();
	});
});
