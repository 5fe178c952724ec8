import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { queueMail } from '#mail/actions.server.ts';
import { composeMail } from '#mail/compose.ts';
import { tokenPlace } from '#mail/model.ts';
import { inTransaction } from '#platform/db.server.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';

// Mails on the desk of a server without SMTP_URL: kept, and read there, so that a demonstration can be walked.
const installation = { kind: 'installation' } as const;
let site: Site;
let browser: Browser;
let page: Page;
let ids: string[];

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	ids = await inTransaction(installation, async (tx) => {
		const { id: committeeId } = await getCommittee(tx, { code: 'AL-02' });
		const letter = (subject: string, purpose: string) =>
			composeMail('sq', {
				subject,
				paragraphs: ['Ju lutemi shihni veprimtarinë.'],
				actions: [{ label: 'Hapeni', href: `/sq/durres?${purpose}=${tokenPlace(purpose, 'x')}` }],
			});
		const to = 'zyra.me.emër.shumë.të.gjatë@drejtoria-e-policise.example';
		return [
			await queueMail(tx, { to, kind: 'answer_request', committeeId, mail: letter('A vini më 5 tetor?', 'answer') }),
			await queueMail(tx, { to, kind: 'invitation', committeeId, mail: letter('Ftesë e provës', 'invitation') }),
			await queueMail(tx, { to, kind: 'sign_in', committeeId: null, mail: letter('Hyrja juaj', 'sign_in') }),
		];
	});
	await vi.waitFor(
		async () => {
			const { rows } = await inTransaction(installation, (tx) =>
				sql`select id from mails where id = any(${ids}) and state = 'waiting'`.execute(tx),
			);
			expect(rows).toEqual([]);
		},
		{ timeout: 240_000, interval: 50 },
	);
	page = await (await enter('secretary')).newPage();
});
afterAll(async () => {
	await inTransaction(installation, (tx) => sql`delete from mails where id = any(${ids})`.execute(tx));
	await browser?.close();
	await site?.close();
});

async function enter(role: 'secretary' | 'administrator', javaScriptEnabled = false) {
	const context = await browser.newContext({
		baseURL: site.origin,
		javaScriptEnabled,
		viewport: { width: 1280, height: 900 },
	});
	await site.enterDesk(context, role);
	return context;
}
const main = () => page.locator('main').innerText();
describe('the secretary', () => {
	test('finds the mails of the committee and none of an account, by their state', async () => {
		await page.goto('/sq/desk/durres/mails');
		expect(await main()).toContain('A vini më 5 tetor?');
		expect(await main()).not.toContain('Hyrja juaj');
		await page.getByLabel('Gjendja').selectOption('failed');
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Filtro' }).click()]);
		expect(await main()).toContain('Asnjë mesazh nuk është në këtë gjendje.');
	});

	test('reads a kept mail with the link that its reader would follow', async () => {
		await page.goto('/sq/desk/durres/mails');
		await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'A vini më 5 tetor?' }).click()]);
		const link = page.getByRole('link', { name: /\/sq\/durres\?answer=/ });
		expect(await link.getAttribute('href')).toMatch(/\/sq\/durres\?answer=[\w-]{43}$/);
		await Promise.all([page.waitForNavigation(), link.click()]);
		expect(new URL(page.url()).pathname).toBe('/sq/durres');
	});

	test('is not shown what opens an account', async () => {
		await page.goto(`/sq/desk/durres/mails/${ids[1]}`);
		expect(await main()).toContain('Teksti nuk tregohet: me lidhjen e tij hapet një llogari.');
		expect(await page.content()).not.toMatch(/invitation=/);
		await page.goto(`/sq/desk/durres/mails/${ids[2]}`);
		expect(await page.content()).not.toContain('Hyrja juaj');
	});

	test('can read both pages at 320 pixels and with any aid', async () => {
		// The aid itself needs script; the pages do not.
		const context = await enter('secretary', true);
		const looked = await context.newPage();
		await looked.setViewportSize({ width: 320, height: 700 });
		for (const path of ['mails', `mails/${ids[0]}`, `mails/${ids[1]}`]) {
			await looked.goto(`/sq/desk/durres/${path}`);
			expect(await violations(looked, path)).toEqual([]);
			const wide = await looked.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth);
			expect([path, wide]).toEqual([path, false]);
		}
		await context.close();
	});
});

test('an administrator sees what became of mails about accounts, without their texts', async () => {
	const context = await enter('administrator');
	const own = await context.newPage();
	await own.goto('/sq/desk/durres/mails');
	const text = await own.locator('main').innerText();
	expect(text).toContain('Hyrja juaj');
	expect(text).not.toContain('A vini më 5 tetor?');
	expect((await own.goto(`/sq/desk/durres/mails/${ids[2]}`))?.status()).toBe(404);
	await context.close();
});
