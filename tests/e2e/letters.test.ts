import { strFromU8, unzipSync } from 'fflate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabase } from '#platform/db.server.ts';
import { launchBrowser } from '../support/browser.ts';
import { readPdf } from '../support/pdf.ts';
import { enterContext, personaCookie } from '../support/people.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';
import { violations } from './axe.ts';

// The paper of a month as secretary and chair make it, without script. On a server of its own: numbers are given once.
const directory = makeDirectory();
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
	server = await startServer(directory);
	process.env.KAMBANA_SOCKET = `${directory}/run`;
	browser = await launchBrowser();
});
afterAll(async () => {
	await browser?.close();
	await closeDatabase();
	if (server) await stop(server);
	removeDirectory(directory);
});

async function enter(role: 'secretary' | 'chair', javaScriptEnabled = false): Promise<BrowserContext> {
	const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled });
	await enterContext(context, server.url, await personaCookie(role));
	return context;
}

const file = async (page: Page, name: string): Promise<Uint8Array> => {
	const href = await page.getByRole('link', { name, exact: true }).getAttribute('href');
	const answer = await page.request.get(href ?? '');
	expect(answer.status()).toBe(200);
	return new Uint8Array(await answer.body());
};

describe('the letters of a month', () => {
	test('are drafted for all, get a number, are taken away as PDF and DOCX, and are signed by the chair', async () => {
		const secretary = await enter('secretary');
		const page = await secretary.newPage();
		await page.goto('/sq/desk/durres/letters');
		await page.getByRole('link', { name: /^Muaji / }).click();
		const month = new URL(page.url()).pathname;
		await page.getByRole('button', { name: 'Harto ftesat për të gjitha' }).click();
		await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^U hartuan \d+ ftesa/);
		expect(await page.getByText('Të gjitha institucionet e programit kanë ftesën e tyre.').count()).toBe(1);
		await page.locator('tbody a').first().click();
		const draft = await readPdf(await file(page, 'Shkarko PDF'));
		expect(draft.text).toContain('Nr. ____ Prot.');
		await page.getByRole('link', { name: 'Ndrysho tekstin' }).click();
		await page.getByLabel('Adresa për përgjigje').fill('krat@durres.example');
		await page.getByRole('button', { name: 'Ruaj' }).click();
		await page.getByLabel('Numri i protokollit').fill('12 a');
		await page.getByRole('button', { name: 'Vendos numrin' }).click();
		expect(await page.getByText('«12a» nuk është numër protokolli.').count()).toBe(1);
		await page.getByLabel('Numri i protokollit').fill('501');
		await page.getByRole('button', { name: 'Vendos numrin' }).click();
		expect(await page.getByRole('status').first().textContent()).toContain('Numri u vendos.');
		expect(await page.getByRole('link', { name: 'Ndrysho tekstin' }).count()).toBe(0);
		const letter = new URL(page.url()).pathname;
		const { text, marked } = await readPdf(await file(page, 'Shkarko PDF'));
		expect(marked.get('Marked')).toBe(true);
		for (const words of ['Nr. 501 Prot.', 'krat@durres.example', 'PREFEKTI I QARKUT DURRËS'])
			expect(text).toContain(words);
		const document = unzipSync(await file(page, 'Shkarko DOCX'))['word/document.xml'];
		expect(strFromU8(document ?? new Uint8Array())).toContain('Nr. 501 Prot.');

		await page.goto(month);
		await page.getByRole('button', { name: 'Harto urdhrin' }).click();
		await page.getByLabel('Numri i protokollit').fill('501');
		await page.getByLabel('E di që shkresa mban shënimin').check();
		await page.getByRole('button', { name: 'Vendos numrin' }).click();
		expect(await page.getByText(/Numri 501 i vitit \d{4} është dhënë tashmë/).count()).toBe(1);
		await page.getByLabel('Numri i protokollit').fill('502');
		await page.getByRole('button', { name: 'Vendos numrin' }).click();
		const order = new URL(page.url()).pathname;
		expect((await readPdf(await file(page, 'Shkarko PDF'))).text).toContain('URDHËROJ:');
		expect(await page.getByRole('button', { name: 'Shëno si të nënshkruar' }).count()).toBe(0);

		const chair = await enter('chair');
		const hers = await chair.newPage();
		for (const path of [letter, order]) {
			await hers.goto(path);
			await hers.getByRole('button', { name: 'Shëno si të nënshkruar' }).click();
			expect(await hers.getByText(/^Nënshkruar më /).count()).toBe(1);
		}
		await page.goto(order);
		await page.getByText('Shfuqizo').first().click();
		await page.getByLabel('Arsyeja').fill('u zëvendësua');
		await page.getByRole('button', { name: 'Shfuqizo' }).click();
		expect((await readPdf(await file(page, 'Shkarko PDF'))).text).toContain('SHFUQIZUAR: u zëvendësua');
		const register = await (await page.request.get('/sq/desk/durres/letters/register.csv')).text();
		expect(register).toMatch(/"501";.*"nënshkruar"/);
		expect(register).toMatch(/"502";.*"shfuqizuar".*"u zëvendësua"/);
		await secretary.close();
		await chair.close();
	});

	test('pages are found by their filters and have no findings', async () => {
		const context = await enter('secretary', true);
		const page = await context.newPage();
		await page.goto('/sq/desk/durres/letters?search=zvap+durres&kind=invitation&month=2026-10');
		expect(await page.locator('tbody tr').count()).toBe(1);
		const first = (await page.locator('tbody a').first().getAttribute('href')) ?? '';
		for (const path of [
			'/sq/desk/durres/letters',
			'/en/desk/durres/letters/bases',
			'/sq/desk/durres/2026-10/letters',
			first,
		]) {
			await page.setViewportSize({ width: 375, height: 800 });
			await page.goto(path);
			expect([path, await violations(page, path, { printed: true })]).toEqual([path, []]);
			const width = await page.evaluate(() => document.documentElement.scrollWidth);
			expect([path, width]).toEqual([path, 375]);
		}
		await context.close();
	});
});
