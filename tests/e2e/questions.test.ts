import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '#platform/db.server.ts';
import { buildMp3 } from '../support/sounds.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';

// The question bank as a secretary and the chair meet it, without script: written, read by a second person, put together, looked at.
let site: Site;
let browser: Browser;
const source = 'Prova e pyetjeve';

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
});
afterAll(async () => {
	await inTransaction({ kind: 'installation' }, async (tx) => {
		await sql`update question_versions set state = 'withdrawn' where source = ${source}`.execute(tx);
		await sql`delete from question_sets where title_sq like 'Prova%' and state = 'draft'`.execute(tx);
		await sql`update question_sets set state = 'withdrawn' where title_sq like 'Prova%'`.execute(tx);
	});
	await browser?.close();
	await site?.close();
});

const open = async (role: 'secretary' | 'chair', width = 1280): Promise<Page> => {
	const context = await browser.newContext({
		...{ baseURL: site.origin, javaScriptEnabled: false, viewport: { width, height: 900 } },
	});
	await site.enterDesk(context, role);
	return context.newPage();
};

/** Fills the form of a question in both languages. */
async function write(page: Page, prompt: string): Promise<void> {
	await page.goto('/sq/desk/durres/questions/new');
	await page.getByLabel('Cilës nga pesë përgjigjet i përket').selectOption('2');
	await page.getByLabel('Për kë është').selectOption('adults');
	const fields: Record<string, string> = {
		...{ prompt_sq: prompt, prompt_en: `${prompt} (en)`, option_1_sq: 'Një mik', option_1_en: 'A friend' },
		...{ option_2_sq: 'Një turist', option_2_en: 'A tourist', option_3_sq: 'Askush', option_3_en: 'Nobody' },
		...{ explanation_sq: 'Zakonisht njihen.', explanation_en: 'Usually they know each other.', source },
	};
	for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value);
	await page.locator('[name=right][value="1"]').check();
}
const text = (page: Page) => page.locator('main').innerText();

test('a question is refused, mended, looked at, saved, and approved by a second person', async () => {
	const author = await open('secretary');
	await write(author, 'A je trafikuar?');
	await author.locator('[name=option_3_en]').fill('A friend');
	await author.getByRole('button', { name: 'Ruaj si draft' }).click();
	const refusal = await author.locator('[role=alert]').innerText();
	expect(refusal).toMatch(/Pyetja \(Shqip\): Kjo pyet për përvojën/i);
	expect(refusal).toMatch(/Alternativa 3 \(English\): Kjo alternativë thuhet dy herë/);
	expect(await author.locator('[name=source]').inputValue()).toBe(source);

	await author.locator('[name=prompt_sq]').fill('Kush e tërheq më shpesh dikë në trafikim?');
	await author.locator('[name=prompt_en]').fill('Who most often recruits?');
	await author.locator('[name=option_3_en]').fill('Nobody');
	await author.getByRole('button', { name: 'Shih si duket' }).click();
	expect(await author.locator('.preview').innerText()).toMatch(/Një mik e saktë[\s\S]*Nuk e di[\s\S]*I do not know/);
	await author.getByRole('button', { name: 'Ruaj si draft' }).click();
	await author.getByRole('link', { name: 'Figura dhe zëri' }).click();
	await author.getByLabel('Çfarë është').selectOption('audio_sq');
	const sound = { name: 'a.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('no sound') };
	await author.getByLabel('Skedari').setInputFiles(sound);
	await author.getByRole('button', { name: 'Ngarko' }).click();
	expect(await author.locator('[role=alert]').innerText()).toContain('Nuk është MP3');
	await author.getByLabel('Skedari').setInputFiles({ ...sound, buffer: buildMp3() });
	await author.getByRole('button', { name: 'Ngarko' }).click();
	expect(await author.locator('audio').count()).toBe(1);
	await author.goto(new URL(author.url()).pathname.replace(/\/files$/, ''));
	await author.getByRole('button', { name: 'Dërgo për rishikim' }).click();
	expect(await text(author)).toContain('Kush e ka shkruar, nuk e miraton');

	const chair = await open('chair');
	await chair.goto(new URL(author.url()).pathname);
	await chair.getByRole('button', { name: 'Mirato' }).click();
	expect(await chair.locator('.error').first().innerText()).toContain('Mungon');
	await chair.getByLabel('Kush e rishikoi').fill('Psikologe e shkollës');
	await chair.getByLabel('E lexova në të dyja gjuhët').check();
	await chair.getByRole('button', { name: 'Mirato' }).click();
	expect(await text(chair)).toContain('E rishikoi Psikologe e shkollës');
	for (const one of [author, chair]) await one.context().close();
});

test('a set is put together by buttons, finished, looked at as whoever answers sees it, and renewed', async () => {
	const page = await open('secretary', 375);
	await page.goto('/sq/desk/durres/questions/sets/new');
	await page.getByLabel('Për kë është').selectOption('adults');
	await page.getByLabel('Titulli (Shqip)').fill('Prova e të rriturve');
	await page.getByLabel('Titulli (English)').fill('A trial for adults');
	await page.getByRole('button', { name: 'Vazhdo' }).click();
	expect(await text(page)).toContain('Duhen të paktën tri pyetje');
	for (let n = 0; n < 3; n++) await page.getByRole('button', { name: /^Shto/ }).first().click();
	const order = () => page.locator('section[aria-labelledby=chosen] li a').allInnerTexts();
	const before = await order();
	expect(before.length).toBe(3);
	await page
		.getByRole('button', { name: /^Më lart/ })
		.last()
		.click();
	expect(await order()).toEqual([before[0], before[2], before[1]]);
	await page.getByRole('button', { name: 'Përfundo pyetësorin' }).click();
	expect(await text(page)).toContain('Pyetësori është gati.');
	expect(await page.getByRole('button', { name: /^Më lart/ }).count()).toBe(0);

	await page.getByRole('link', { name: 'Si duket për kë përgjigjet' }).click();
	const asked = await page.locator('.paper').innerText();
	expect(asked).toContain(before[0]);
	expect(asked.match(/Nuk e di/g)?.length).toBe(3);
	expect(asked).not.toContain('e saktë');
	await page.getByRole('link', { name: 'English' }).last().click();
	expect(await page.locator('.paper').innerText()).toContain('I do not know');
	await page.getByRole('link', { name: 'Me përgjigjet e sakta' }).click();
	expect(await page.locator('.paper').innerText()).toContain('right');

	await page.getByRole('link', { name: 'Prova e të rriturve' }).click();
	await page.getByRole('button', { name: 'Bëj versionin tjetër' }).click();
	expect(await text(page)).toMatch(/Prova e të rriturve, versioni 2[\s\S]*Më parë: versioni 1/);
	await page.getByRole('button', { name: 'Hidhe poshtë draftin' }).click();
	expect(new URL(page.url()).pathname).toBe('/sq/desk/durres/questions/sets');
	await page.context().close();
});

test('the bank of the national office is there for every county, to be reviewed, and found by filters', async () => {
	const page = await open('secretary');
	await page.goto('/sq/desk/durres/questions?level=12_14&answer=2');
	const national = page.locator('section[aria-labelledby=national] tbody tr');
	expect(await national.count()).toBeGreaterThanOrEqual(2);
	expect(await national.first().innerText()).toContain('për t’u rishikuar');
	await national.first().getByRole('link').click();
	// It is not the county's to change.
	expect(await page.getByRole('button', { name: /Tërhiq|Mirato|Dërgo/ }).count()).toBe(0);
	await page.goto('/sq/desk/durres/questions/sets');
	expect(await page.locator('section[aria-labelledby=national] tbody tr').count()).toBe(5);
	await page.context().close();
});

test('its pages are accessible, with mistakes and without', async () => {
	const context = await browser.newContext({ baseURL: site.origin, viewport: { width: 375, height: 800 } });
	await site.enterDesk(context, 'secretary');
	const page = await context.newPage();
	await write(page, 'A je trafikuar?');
	await page.getByRole('button', { name: 'Ruaj si draft' }).click();
	expect(await page.locator('[role=alert] li').count()).toBeGreaterThan(0);
	expect(await violations(page, 'mistakes of a question')).toEqual([]);
	await page.locator('[name=prompt_sq]').fill('Kush është?');
	await page.locator('[name=prompt_en]').fill('Who is it?');
	await page.getByRole('button', { name: 'Shih si duket' }).click();
	expect(await violations(page, 'a question looked at')).toEqual([]);
	await page.goto('/sq/desk/durres/questions');
	expect(await violations(page, 'the list of questions')).toEqual([]);
	await page.locator('tbody a').first().click();
	expect(await violations(page, 'a question')).toEqual([]);
	await page.goto('/sq/desk/durres/questions/sets');
	await page.locator('tbody a').last().click();
	expect(await violations(page, 'a set')).toEqual([]);
	await context.close();
});
