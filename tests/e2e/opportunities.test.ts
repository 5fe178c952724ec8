import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openSite, type Site } from './site.ts';

// A job from the sheet of the employment office to the public page and off it again, without script.
let site: Site;
let browser: Browser;
let page: Page;
const desk = '/sq/desk/durres/opportunities';
const open = '/sq/durres/opportunities';
const sheet = (deadline: string) =>
	Buffer.from(
		`Kush mund të aplikojë;Afati;Titulli;Ofruesi;Lloji;Paga\nNga 18 vjeç;${deadline};Punë e udhëtimit;Ndërmarrja e udhëtimit;punë;40 000 lekë\n`,
	);

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	const context = await browser.newContext({
		...{ baseURL: site.origin, javaScriptEnabled: false, viewport: { width: 1280, height: 900 } },
	});
	await site.enterDesk(context, 'secretary');
	page = await context.newPage();
});
afterAll(async () => {
	// Its offer stays, withdrawn: who walks the desk at the same time must not find it gone.
	await browser?.close();
	await site?.close();
});

const press = (name: string) =>
	Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);
const main = () => page.locator('main').innerText();

async function upload(deadline: string): Promise<void> {
	await page.goto(`${desk}/import`);
	const file = { name: 'ofertat.csv', mimeType: 'text/csv', buffer: sheet(deadline) };
	await page.getByLabel('Tabela e Zyrës së Punësimit').setInputFiles(file);
	await press('Lexo tabelën');
}

describe('an offer', () => {
	test('with a mistake in its row is not imported; right, it waits for its checklist, and the same sheet changes nothing', async () => {
		await upload('31.2.2099');
		expect(await main()).toContain('Kolona B «Afati»');
		expect(await page.getByRole('button', { name: /^Importo/ }).count()).toBe(0);
		await upload('31.12.2099');
		await press('Importo 1 ofertë');
		expect(await main()).toContain('U importua 1 ofertë');
		await upload('31.12.2099');
		expect(await main()).toContain('nuk ka asgjë për të importuar');
		await page.goto(open);
		expect(await main()).not.toContain('Punë e udhëtimit');
	});

	test('is listed only when every statement holds; then the public reads it, and machines too', async () => {
		await page.goto(`${desk}?search=udhetimit`);
		await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Punë e udhëtimit' }).click()]);
		expect(await page.getByRole('button', { name: 'Vëre në listë' }).count()).toBe(0);
		for (const yes of await page.getByLabel('po', { exact: true }).all()) await yes.check();
		await press('Ruaj përgjigjet');
		await press('Vëre në listë');
		expect(await main()).toContain('Në faqen publike, deri në afat.');
		const address = page.url();
		await page.goto(open);
		const job = page
			.locator('[itemtype="https://schema.org/JobPosting"]')
			.filter({ has: page.getByRole('heading', { name: 'Punë e udhëtimit' }) });
		expect(await job.locator('[itemprop="validThrough"]').getAttribute('datetime')).toBe('2099-12-31');
		expect(await job.locator('[itemprop="hiringOrganization"]').innerText()).toBe('Ndërmarrja e udhëtimit');
		for (const property of ['title', 'datePosted', 'description'])
			expect(await job.locator(`[itemprop="${property}"]`).count()).toBe(1);
		expect(await page.locator('[itemtype="https://schema.org/Course"] [itemprop="provider"]').count()).toBeGreaterThan(
			0,
		);
		await page.goto(address);
		await press('Tërhiqe');
		await page.goto(open);
		expect(await main()).not.toContain('Punë e udhëtimit');
	});
});
