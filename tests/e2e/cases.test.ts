import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '#platform/db.server.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';

// A case as one reader, a class and an author meet it, without script.
let site: Site;
let browser: Browser;
const made = 'durres-prova-e-rruges';

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
});
afterAll(async () => {
	await inTransaction({ kind: 'installation' }, (tx) =>
		sql`update case_versions set state = 'withdrawn' where case_id in (select id from cases where slug like 'durres-prova%')`.execute(
			tx,
		),
	);
	await browser?.close();
	await site?.close();
});

const open = async (role?: 'secretary' | 'chair', width = 375): Promise<Page> => {
	const context = await browser.newContext({
		...{ baseURL: site.origin, javaScriptEnabled: false, viewport: { width, height: 760 } },
	});
	if (role) await site.enterDesk(context, role);
	return context.newPage();
};

test('one reader goes from the list to an ending, back and to the help page, without script or cookie', async () => {
	const page = await open();
	await page.goto('/sq/cases');
	await page.getByRole('link', { name: 'Mesazhi' }).click();
	expect(await page.locator('main').innerText()).toContain('për t’u rishikuar');
	await page.getByRole('link', { name: 'Fillo', exact: true }).click();
	expect(await page.title()).toBe('Si do të veproje ti? · Mesazhi');
	const small = await page
		.locator('.choices a')
		.evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height).filter((height) => height < 44));
	expect(small).toEqual([]);
	await page.locator('.choices a').nth(1).click();
	await page.locator('.choices a').nth(1).click();
	await page.locator('.choices a').first().click();
	expect(new URL(page.url()).pathname).toBe('/sq/cases/mesazhi/b-b-a');
	expect(await page.locator('main').innerText()).toMatch(/Fundi, pas 3 zgjedhjesh[\s\S]*Çfarë ndihmon tani/);
	await page.goBack();
	expect(new URL(page.url()).pathname).toBe('/sq/cases/mesazhi/b-b');
	await page.goForward();
	await page.getByRole('link', { name: 'Numrat dhe ndihma' }).click();
	expect(new URL(page.url()).pathname).toBe('/sq');
	expect(await page.context().cookies()).toEqual([]);
	await page.goto('/sq/cases/mesazhi/b');
	expect(await page.locator('a[data-leave]').getAttribute('href')).toBe('');
	// The way out is known by a link of the page to itself: no other may be one.
	expect(await page.locator('a[href="/sq/cases/mesazhi/b"]:not([aria-current])').count()).toBe(0);
	expect((await page.goto('/sq/cases/mesazhi/d'))?.status()).toBe(404);
	expect((await page.goto('/sq/cases/mesazhi/b-b-a-a'))?.status()).toBe(404);
	await page.context().close();
});

test('a class plays by the keyboard, and the same story stands on paper with numbers and what to do when a child tells something', async () => {
	const page = await open(undefined, 1280);
	await page.goto('/en/cases/te-semafori/class/start');
	await page.locator('.choices a').first().focus();
	await page.keyboard.press('Enter');
	await page.waitForURL('**/class/a');
	expect(await page.locator('main').innerText()).toContain('To talk about: What strikes you in Ardi’s words?');
	await page.goto('/en/cases/te-semafori/print');
	await page.emulateMedia({ media: 'print' });
	const paper = await page.locator('main').innerText();
	expect(paper).toMatch(/Never promise secrecy/);
	expect(paper).toMatch(/Do not investigate/);
	expect(paper.match(/Scene \d+/g)?.length).toBe(13);
	for (const [, number] of paper.matchAll(/Go to (\d+)/g))
		expect(await page.locator(`#scene-${number}`).count()).toBe(1);
	await page.context().close();
});

test('an author writes, is told the line of a mistake, and a second person approves', async () => {
	const author = await open('secretary', 1280);
	await author.goto('/sq/desk/durres/cases/new');
	const field = author.locator('textarea[name=source]');
	const text = (await field.inputValue()).replace('Titulli', 'Prova e rrugës');
	await field.fill(text.replace('-> vazhdimi', '-> askund'));
	await author.getByLabel('Tekstin e shkroi').check();
	await author.getByRole('button', { name: 'Ruaj si version të ri' }).click();
	expect(await author.locator('[role=alert]').innerText()).toContain('Nuk ka skenë me emrin «askund»');
	await field.fill(text);
	await author.getByRole('button', { name: 'Shih paraprakisht' }).click();
	expect(await author.locator('.preview').innerText()).toContain('4 skena');
	await author.getByRole('button', { name: 'Ruaj si version të ri' }).click();
	await author.getByRole('button', { name: 'Dërgo për rishikim' }).click();
	expect(await author.locator('main').innerText()).toContain('Autori nuk e miraton tekstin e vet');
	const reader = await open();
	expect((await reader.goto(`/sq/cases/${made}`))?.status()).toBe(404);

	const chair = await open('chair', 1280);
	await chair.goto(new URL(author.url()).pathname);
	await chair.getByRole('button', { name: 'Mirato dhe publiko' }).click();
	expect(await chair.locator('.error').first().innerText()).toContain('Mungon');
	await chair.getByLabel('Kush e rishikoi').fill('Psikologe e shkollës');
	await chair.getByLabel('E lexova të gjithë rastin').check();
	await chair.getByRole('button', { name: 'Mirato dhe publiko' }).click();
	expect((await reader.goto(`/sq/cases/${made}/start`))?.status()).toBe(200);
	expect(await reader.locator('main').innerText()).toContain('E rishikoi Psikologe e shkollës');
	for (const one of [author, chair, reader]) await one.context().close();
});

test('the pages of authors with mistakes are as accessible as without', async () => {
	const context = await browser.newContext({ baseURL: site.origin });
	await site.enterDesk(context);
	const page = await context.newPage();
	await page.goto('/sq/desk/durres/cases/new');
	await page.locator('textarea').fill('# title: Provë\nA.\n* [B] -> c\n');
	await page.getByRole('button', { name: 'Shih paraprakisht' }).click();
	expect(await page.locator('[role=alert] li').count()).toBeGreaterThan(5);
	expect(await violations(page, 'mistakes of a text')).toEqual([]);
	await context.close();
});
