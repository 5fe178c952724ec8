import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { insertPlaces } from '#places/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { buildActivities, buildPartner, buildProgramme } from '../support/builders.ts';
import { openBrowser, openSite, type Site } from './site.ts';

// Two months of their own, long past, so that nobody else's journey meets them.
const from = '2023-05';
const to = '2024-05';
const month = `/sq/desk/durres/${to}`;
let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	site = await openSite();
	await inTransaction({ kind: 'installation' }, async (tx) => {
		const { id } = await getCommittee(tx, { code: 'AL-02' });
		const programme = await buildProgramme(tx, id, { slug: from, demonstration: true });
		const leadId = await buildPartner(tx, id, 'Institucioni i kopjes', 'ngo');
		const [closed = ''] = await insertPlaces(tx, id, [
			{
				name: 'Salla e mbyllur e provës',
				kind: 'hall',
				municipalityCode: null,
				validTo: '2023-12-31',
				demonstration: true,
			},
		]);
		const at = { leadId, setting: 'community' as const, state: 'accepted' as const };
		await buildActivities(tx, programme, [
			{ ...at, number: 1, title: 'Takimi i së martës së dytë', takesPlaceOn: `${from}-09` },
			{ ...at, number: 2, title: 'Takimi në sallë', takesPlaceOn: `${from}-10`, placeId: closed },
			{ ...at, number: 3, title: 'Takimi i anuluar', takesPlaceOn: `${from}-11`, state: 'cancelled' },
		]);
	});
	browser = await openBrowser();
	const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false });
	await site.enterDesk(context);
	page = await context.newPage();
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

const press = (name: string) => Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()]);
const shown = () => page.locator('main').innerText();

test('a month started after another opens the preview, and nothing is planned yet', async () => {
	await page.goto('/sq/desk/durres/programmes/new');
	await page.getByLabel('Muaji', { exact: true }).fill(to);
	await page.getByLabel('Plani', { exact: true }).selectOption(from);
	await press('Nis muajin');
	expect(page.url()).toContain(`${month}/copy?from=${from}`);
	expect(await shown()).toMatch(/Takimi i së martës së dytë[\s\S]*e martë, 14 maj/);
	expect(await page.getByLabel('Takimi i anuluar').isChecked()).toBe(false);
	expect((await page.request.get(`${month}/activities.csv`)).ok()).toBe(true);
	expect(await (await page.request.get(`${month}/activities.csv`)).text()).not.toContain('Takimi');
});

test('a place that is closed has to be answered for; then what was ticked is proposed, and only once', async () => {
	await press('Kopjo ato që u zgjodhën');
	expect(await page.getByRole('alert').innerText()).toContain('Vendi i veprimtarisë 2');
	await page.getByLabel('Salla e mbyllur e provës nuk ekziston më').selectOption({ label: 'Vendi vendoset më vonë' });
	await press('Kopjo ato që u zgjodhën');
	expect(new URL(page.url()).pathname).toBe(month);
	expect(await page.getByRole('status').first().innerText()).toContain('u kopjuan si të propozuara');
	await page.goto(`${month}/activities/1`);
	expect(await shown()).toContain('U propozua, kopjuar nga plani i muajit maj 2023');
	await page.goto(`${month}/copy?from=${from}`);
	expect(await page.getByLabel('Takimi në sallë').isDisabled()).toBe(true);
	await press('Kopjo ato që u zgjodhën');
	expect(await shown()).toContain('Nuk u kopjua asgjë e re');
	await page.goto(`${month}/activities`);
	expect(await page.locator('main tbody tr').count()).toBe(2);
});
