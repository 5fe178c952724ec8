import { sql } from 'kysely';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { insertAccount, insertSeat } from '#people/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { openSession } from '#signin/actions.server.ts';
import { sessionCookie } from '#signin/model.ts';
import { buildPdf } from '../support/hand-made-pdf.ts';
import { enterContext } from '../support/people.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';

// A quiz sheet from the upload to the public page, without script: one person of the national office uploads it, another checks and approves it.
const installation = { kind: 'installation' } as const;
const email = `papers.${process.pid}@test.example`;
const materials = '/sq/desk/kombetar/materials';
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0';
let site: Site;
let browser: Browser;
let author: Page;
let cookie: string;
let version = '';

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	cookie = await inTransaction(installation, async (tx) => {
		const accountId = await insertAccount(tx, { email, name: 'Provë', locale: 'sq' });
		const { id: committeeId } = await getCommittee(tx, { code: 'AL' });
		await insertSeat(tx, { role: 'national', committeeId, accountId, validFrom: '2026-01-01', validTo: null });
		return `${sessionCookie}=${await openSession(tx, { accountId, userAgent })}`;
	});
	author = await (await enter(true)).newPage();
});

afterAll(async () => {
	await inTransaction(installation, async (tx) => {
		await sql`update materials set demonstration = true where title_en = 'Paper journey'`.execute(tx);
		await sql`delete from materials where title_en = 'Paper journey'`.execute(tx);
	});
	await browser?.close();
	await site?.close();
});

async function enter(isAuthor: boolean, javaScriptEnabled = false): Promise<BrowserContext> {
	const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled, acceptDownloads: true });
	if (isAuthor) await enterContext(context, site.origin, cookie);
	else await site.enterDesk(context, 'national');
	return context;
}
const press = (page: Page, name: string) =>
	Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);
const main = (page: Page) => page.locator('main').innerText();
const choose = (page: Page, buffer: Buffer) =>
	page.getByLabel('Skedari PDF').setInputFiles({ name: 'fleta.pdf', mimeType: 'application/pdf', buffer });

describe('who uploads', () => {
	test('describes the sheet, and is told what is wrong with a file while what was typed stays', async () => {
		await author.goto(`${materials}/new`);
		await author.getByLabel('Titulli në shqip').fill('Udhëtimi i fletës');
		await author.getByLabel('Titulli në anglisht').fill('Paper journey');
		await author.getByLabel('Lloji').selectOption('quiz_sheet');
		await author.getByLabel('Për kë').selectOption('parents');
		await author.getByLabel('Burimi').fill('Provë');
		await press(author, 'Ruaj');
		expect(await main(author)).toContain('Tani ngarkoni skedarin');
		await Promise.all([author.waitForNavigation(), author.getByRole('link', { name: 'Version i ri' }).click()]);
		await author.getByLabel('Gjuha').fill('sq');
		await author.getByLabel('shkruar në këtë gjuhë').check();
		await choose(author, Buffer.from('<!doctype html><p>Jo PDF'));
		await press(author, 'Ruaj draftin');
		expect(await main(author)).toContain('Skedari nuk është PDF');
		expect(await author.getByLabel('Gjuha').inputValue()).toBe('sq');
		expect(await author.getByLabel('shkruar në këtë gjuhë').isChecked()).toBe(true);
		await choose(author, buildPdf({ pages: ['Pyetja e pare', 'Thirrni 0800 1212'] }));
		await press(author, 'Ruaj draftin');
		expect(await main(author)).toContain('Faqja 2: numri 0800 1212 nuk ekziston më.');
	});

	test('uploads one in which nothing is wrong, and may not check it', async () => {
		await choose(author, buildPdf({ pages: ['Pyetja e pare: ku kerkohet ndihme?'] }));
		await press(author, 'Ruaj draftin');
		version = new URL(author.url()).pathname;
		expect(version).toMatch(/\/materials\/versions\/[0-9a-f-]{36}$/);
		expect(await main(author)).toMatch(/PDF, 1 faqe, 0,1 MB[\s\S]*[0-9a-f]{64}/);
		await press(author, 'Dërgo për shqyrtim');
		expect(await main(author)).toContain('Këtë version e keni shkruar ju.');
		expect(await author.getByRole('button', { name: 'Ruaj përgjigjet' }).count()).toBe(0);
		const looking = await (await enter(true, true)).newPage();
		for (const path of [version, `${version}/upload`, `${materials}?kind=quiz_sheet`]) {
			await looking.goto(path);
			expect(await violations(looking, path)).toEqual([]);
		}
		await looking.context().close();
	});
});

test('a second person opens the file, answers for it and approves it', async () => {
	const second = await (await enter(false)).newPage();
	await second.goto(version);
	const file = await second.request.get(`${version}/file`);
	expect(file.headers()).toMatchObject({
		'content-type': 'application/pdf',
		'x-content-type-options': 'nosniff',
		'cache-control': 'no-store',
		'content-disposition': expect.stringMatching(/^attachment; filename="kambana-flete-kuizi-sq-1-[0-9a-f]{6}\.pdf"$/),
		'content-security-policy': expect.stringContaining('sandbox'),
	});
	expect((await file.body()).toString('latin1')).toContain('Pyetja e pare');
	for (const yes of await second.getByLabel('po', { exact: true }).all()) await yes.check();
	await press(second, 'Ruaj përgjigjet');
	await press(second, 'Mirato');
	expect(await main(second)).toContain('Versioni u miratua.');
	await second.context().close();
});

describe('anybody', () => {
	test('finds it on the public page and takes it along, in parts too; a printed sheet is not offered for it', async () => {
		const page = await (await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false })).newPage();
		await expect
			.poll(async () => (await page.goto('/sq/materials')) && (await main(page)))
			.toContain('Udhëtimi i fletës');
		const card = page.locator('li.card', { has: page.getByRole('heading', { name: 'Udhëtimi i fletës' }) });
		const link = card.getByRole('link', { name: /Shkarkoni PDF-në \(1 faqe/ });
		expect(await card.getByRole('link').count()).toBe(1);
		const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
		expect(download.suggestedFilename()).toMatch(/^kambana-flete-kuizi-sq-1-/);
		const address = `${site.origin}${await link.getAttribute('href')}`;
		const whole = await fetch(address);
		const etag = whole.headers.get('etag') ?? '';
		expect(Object.fromEntries(whole.headers)).toMatchObject({ 'cache-control': 'no-store', 'accept-ranges': 'bytes' });
		const bytes = Buffer.from(await whole.arrayBuffer());
		const part = await fetch(address, { headers: { range: 'bytes=0-4', 'if-range': etag } });
		expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
			...[206, '%PDF-', `bytes 0-4/${bytes.length}`],
		]);
		expect((await fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(304);
		expect((await fetch(address.replace('file.pdf', 'trifold.pdf'), { redirect: 'manual' })).status).toBe(404);
		expect((await fetch(`${address}?x`, { redirect: 'manual' })).status).toBe(404);
		const sha256 = await inTransaction(installation, async (tx) => {
			const { rows } = await sql<{ sha256: string }>`select sha256 from material_versions
				where id = ${version.split('/').at(-1)}`.execute(tx);
			return rows[0]?.sha256 ?? '';
		});
		expect((await fetch(`${site.origin}/files/${sha256}.pdf`)).status).toBe(404);
		await page.context().close();
	});

	test('finds it no more when it was withdrawn', async () => {
		const second = await (await enter(false)).newPage();
		await second.goto(version);
		await second.getByText('Tërhiq versionin').first().click();
		await second.locator('#field-reason-withdraw').fill('Një pyetje është e paqartë.');
		await press(second, 'Tërhiq versionin');
		const address = `${site.origin}/sq/materials/${version.split('/').at(-1)}/file.pdf`;
		expect([303, 404]).toContain((await fetch(address, { redirect: 'manual' })).status);
		await expect
			.poll(async () => (await fetch(`${site.origin}/sq/materials`)).text())
			.not.toContain('Udhëtimi i fletës');
		await second.context().close();
	});
});
