import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { buildActivities, buildPartner, buildProgramme } from '../support/builders.ts';
import { openBrowser, openSite, type Site } from './site.ts';

// A month of its own, long past, so that nobody else's journey meets it; it stays in preparation and is left there.
const slug = '2024-03';
const board = `/sq/desk/durres/${slug}`;
const byDay = `${board}?view=days`;
let site: Site;
let browser: Browser;
let scripted: BrowserContext;
let page: Page;
/** The same secretary in a browser that runs no script. */
let plain: Page;

beforeAll(async () => {
	site = await openSite();
	await inTransaction({ kind: 'installation' }, async (tx) => {
		const { id } = await getCommittee(tx, { code: 'AL-02' });
		const programme = await buildProgramme(tx, id, { slug, approved: false, demonstration: true });
		const leadId = await buildPartner(tx, id, 'Institucioni i tabelës', 'ngo');
		const at = {
			leadId,
			setting: 'community' as const,
			state: 'proposed' as const,
			startsAt: '10:00',
			endsAt: '11:00',
		};
		await buildActivities(tx, programme, [
			{ ...at, number: 1, title: 'Takimi i parë', takesPlaceOn: `${slug}-12` },
			{ ...at, number: 2, title: 'Takimi i dytë', takesPlaceOn: `${slug}-15` },
			{ ...at, number: 3, title: 'Takimi i mbajtur', takesPlaceOn: `${slug}-06`, state: 'held' },
		]);
	});
	browser = await openBrowser();
	const enter = async (javaScriptEnabled: boolean) => {
		const context = await browser.newContext({
			...{ baseURL: site.origin, javaScriptEnabled, viewport: { width: 1280, height: 1000 } },
		});
		await site.enterDesk(context);
		return context;
	};
	scripted = await enter(true);
	page = await scripted.newPage();
	plain = await (await enter(false)).newPage();
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

const cell = (day: string, on = page) => on.locator(`[data-from="${slug}-${day}"]`);
const holds = (day: string, name: string, on = page) =>
	cell(day, on).getByRole('link', { name, exact: false }).first().waitFor();
const said = () => page.locator('[data-say]').innerText();

test('a card is dragged to another day, and the move is taken back', async () => {
	await page.goto(byDay);
	const from = await page.locator('[data-card="1"]').boundingBox();
	const to = await cell('13').boundingBox();
	if (!from || !to) throw new Error('no card or no day');
	await page.mouse.move(from.x + 20, from.y + 10);
	await page.mouse.down();
	await page.mouse.move(to.x + 20, to.y + 20, { steps: 6 });
	await Promise.all([page.waitForURL(/moved=1\.2/), page.mouse.up()]);
	await holds('13', 'Takimi i parë');
	expect(await page.locator('[data-moved]').innerText()).toContain('Takimi i parë u zhvendos: e mërkurë, 13 mars');
	await Promise.all([page.waitForURL(/undone=1/), page.getByRole('button', { name: 'Zhbëj' }).click()]);
	await holds('12', 'Takimi i parë');
	// What was held cannot be taken up.
	expect(await page.locator('[data-card="3"]').count()).toBe(0);
});

test('by keyboard: taken up, put back, taken up again and dropped; a clash shows as it arises', async () => {
	await page.goto(byDay);
	const grip = page.getByRole('link', { name: 'Zhvendos: Takimi i parë' });
	await grip.focus();
	await page.keyboard.press('Space');
	expect(await said()).toContain('Takimi i parë u mor nga e martë, 12 mars');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Escape');
	expect(await said()).toContain('U anulua');
	await page.keyboard.press('Enter');
	for (const key of ['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
	expect(await said()).toContain('e premte, 15 mars');
	await Promise.all([page.waitForURL(/moved=1\.4/), page.keyboard.press('Enter')]);
	await holds('15', 'Takimi i parë');
	await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('a1');
	expect(await cell('15').getByText('1 përplasje').count()).toBe(2);
	await page.getByRole('link', { name: '1 përplasje e hapur' }).click();
	await page.getByText('Institucioni i tabelës i ka të dyja nën kujdes njëkohësisht').waitFor();
});

test('without script: a form for each card; whoever is too late sees both sides and what to do', async () => {
	await plain.goto(board);
	await plain.getByRole('link', { name: 'Zhvendos: Takimi i dytë' }).click();
	// Meanwhile somebody else moves it.
	await page.goto(`${board}/activities/2/move`);
	await page.getByLabel('Data').fill(`${slug}-20`);
	await Promise.all([page.waitForURL(/moved=2\.2/), page.getByRole('button', { name: 'Zhvendos' }).click()]);
	await plain.getByLabel('Data').fill(`${slug}-21`);
	await plain.getByRole('button', { name: 'Zhvendos' }).click();
	const told = await plain.getByRole('alert').first().innerText();
	expect(told).toContain('asgjë nuk u mbishkrua');
	expect(told).toContain('e mërkurë, 20 mars');
	expect(told).toContain('e enjte, 21 mars');
	await plain.getByRole('button', { name: 'Zhvendose gjithsesi' }).click();
	await plain.getByText('Takimi i dytë u zhvendos: e enjte, 21 mars.').waitFor();
	await plain.getByRole('button', { name: 'Zhbëj' }).click();
	await plain.getByText('Takimi i dytë u kthye: e mërkurë, 20 mars.').waitFor();
	await plain.goto(`${board}/activities/3/move`);
	expect(await plain.getByRole('alert').innerText()).toContain('Veprimtaria është mbajtur');
});

test('a gap of the coverage leads to a form in which the unit and its municipality are chosen', async () => {
	await plain.goto(`${board}/coverage`);
	const gap = plain.locator('a[href*="unit=AL121-"]').first();
	const code = new URL((await gap.getAttribute('href')) ?? '', site.origin).searchParams.get('unit');
	await Promise.all([plain.waitForNavigation(), gap.click()]);
	expect(await plain.locator('select[name=unit]').inputValue()).toBe(code);
	expect(await plain.locator('select[name=municipality]').inputValue()).toBe('AL121');
});
