import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import type { Role } from '#people/model.ts';
import { inTransaction } from '#platform/db.server.ts';
import { buildPartner, buildProgramme } from '../support/builders.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';

// A month of its own, far ahead, so that nobody else's journey meets it.
const slug = '2031-05';
const title = 'Dita e provës së përbashkët';
let site: Site;
let browser: Browser;
let office: Page;
let county: Page;
let visitor: Page;

beforeAll(async () => {
	site = await openSite();
	await inTransaction({ kind: 'installation' }, async (tx) => {
		const { id } = await getCommittee(tx, { code: 'AL-02' });
		await buildProgramme(tx, id, { slug, demonstration: true });
		await buildPartner(tx, id, 'KRAT i provës', 'committee');
	});
	browser = await openBrowser();
	const enter = async (role: Role | null) => {
		const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false });
		if (role) await site.enterDesk(context, role);
		return context.newPage();
	};
	[office, county, visitor] = [await enter('national'), await enter('secretary'), await enter(null)];
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

const press = (page: Page, name: string | RegExp) =>
	Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).first().click()]);
const shown = (page: Page) => page.locator('main').innerText();
const row = (page: Page) => page.getByRole('row', { name: /^Durrës/ }).innerText();
let address = '';

test('the office writes a draft, which no county sees, and publishes it', async () => {
	await office.goto('/sq/desk/kombetar');
	expect(new URL(office.url()).pathname).toBe('/sq/desk/kombetar/national');
	await office.getByRole('link', { name: 'Veprimtari kombëtare e re' }).click();
	await press(office, 'Ruaj');
	expect(await office.getByRole('alert').innerText()).toContain('Titulli në shqip');
	await office.getByLabel('Titulli në shqip').fill(title);
	await office.getByLabel('Dita e parë').fill('2031-05-14');
	await office.getByLabel('Udhëzime për qarqet, në shqip').fill('Vetëm për tryezat e punës.');
	await office.getByLabel('publiku i gjerë').check();
	await press(office, 'Ruaj');
	address = new URL(office.url()).pathname.replace('/desk/kombetar', '/desk/durres');
	expect((await county.goto(address))?.status()).toBe(404);
	await press(office, 'Publikoje');
	expect(await office.getByRole('status').innerText()).toContain('U publikua');
	expect(await row(office)).toContain('Pa përgjigje');
});

test('the county finds it on its board and joins with one button, without script', async () => {
	await county.goto(`/sq/desk/durres/${slug}`);
	const notice = county.locator('.notice', { hasText: title });
	await Promise.all([county.waitForNavigation(), notice.getByRole('button', { name: 'Bashkohu' }).click()]);
	expect(await county.getByRole('status').innerText()).toContain('Qarku juaj u bashkua');
	await county.getByRole('link', { name: title }).click();
	expect(await shown(county)).toMatch(new RegExp(`Pjesë e veprimtarisë kombëtare\\s+${title}`));
	await county.goto(`/sq/desk/durres/${slug}`);
	expect(await county.locator('.notice', { hasText: title }).count()).toBe(0);
});

test('the office sees it; other days move nothing until the county takes them', async () => {
	await office.reload();
	expect(await row(office)).toMatch(/U bashkua[\s\S]*Dita e provës[\s\S]*14 maj[\s\S]*propozuar/i);
	await office.getByRole('link', { name: 'Ndrysho tekstin ose datën' }).click();
	await office.getByLabel('Dita e parë').fill('2031-05-15');
	await office.getByLabel('Dita e fundit').fill('');
	await press(office, 'Ruaj');
	expect(await row(office)).toContain('Nuk e ka parë ende datën e re');
	await county.goto(`/sq/desk/durres/${slug}/activities/1`);
	expect(await shown(county)).toContain('14 maj');
	await county.goto(`/sq/desk/durres/${slug}`);
	await county.locator('.notice', { hasText: title }).getByRole('link').click();
	expect(await shown(county)).toContain('Ishte 14 maj 2031, tani është 15 maj 2031.');
	await press(county, /^Merr datën e re/);
	expect(await shown(county)).toContain('mori datën e re');
	await office.reload();
	expect(await row(office)).toContain('15 maj');
});

test('confirmed, the public reads of it, county by county, and nothing of what is meant for the desks', async () => {
	const open = address.replace('/desk/durres', '');
	expect(await (await visitor.goto(open))?.text()).toContain('Ende asnjë qark');
	await county.goto(`/sq/desk/durres/${slug}/activities/1`);
	await press(county, 'Konfirmo');
	await visitor.goto(`/sq/durres/${slug}`);
	await visitor.locator('#activity-1').getByRole('link', { name: title }).last().click();
	expect(new URL(visitor.url()).pathname).toBe(open);
	const told = await visitor.content();
	expect(told).toContain('Qarku Durrës');
	expect(told).not.toContain('Vetëm për tryezat');
	const scripted = await (await browser.newContext({ baseURL: site.origin })).newPage();
	await scripted.goto(open);
	expect(await violations(scripted, open)).toEqual([]);
});
