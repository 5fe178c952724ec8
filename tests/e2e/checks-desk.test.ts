import { sql } from 'kysely';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { buildActivities, buildPartner, buildProgramme } from '../support/builders.ts';
import { buildSet } from '../support/checks.ts';
import { choose, thanks } from './answering.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';
import { invalid } from './valid.ts';

// Knowledge checks at the desk. A month of its own, long past, so that nobody else's journey meets it.
const slug = '2024-06';
let site: Site;
let browser: Browser;
/** The slug of the national office. */
let office: string;
/** A telephone with script, and one without. */
let phone: BrowserContext;
let plain: BrowserContext;

beforeAll(async () => {
	site = await openSite();
	await inTransaction({ kind: 'installation' }, async (tx) => {
		const { id } = await getCommittee(tx, { code: 'AL-02' });
		const programme = await buildProgramme(tx, id, { slug, demonstration: true });
		const leadId = await buildPartner(tx, id, 'Shkolla e kontrolleve', 'ngo');
		await buildActivities(tx, programme, [
			{ number: 1, title: 'Ora me nxënës', leadId, setting: 'school', state: 'ready', takesPlaceOn: `${slug}-12` },
		]);
		office = (await getCommittee(tx, { code: 'AL' })).slug;
		await buildSet(tx, id, [{}, {}, {}, {}], 'Pyetjet e tryezës');
	});
	browser = await openBrowser();
	const open = (javaScriptEnabled: boolean) =>
		browser.newContext({ baseURL: site.origin, javaScriptEnabled, viewport: { width: 375, height: 700 } });
	[phone, plain] = [await open(true), await open(false)];
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

/** A class of which not all have answered is said to be so before it is closed. */
const closePhase = async (page: Page) => {
	const early = page.locator('details', { hasText: 'Pas mbylljes nuk përgjigjet më askush' });
	if ((await early.count()) > 0) await early.locator('summary').click();
	await page.getByRole('button', { name: 'Mbylleni fazën' }).click();
};

describe('the desk', () => {
	const activity = `/sq/desk/durres/${slug}/activities/1`;
	const prepareBy = async (page: Page, mode: string, label: string) => {
		await page.goto(activity);
		await page.getByRole('link', { name: 'Kontrolli i njohurive' }).click();
		await page
			.getByLabel('Pyetjet', { exact: true })
			.selectOption({ label: 'Pyetjet e tryezës (4 pyetje, për t’u rishikuar: 4)' });
		await page.getByRole('radio', { name: mode }).check();
		await page.getByLabel('Klasa ose salla').fill(label);
		await page.getByLabel('Sa veta janë në sallë').fill('20');
		await page.getByRole('button', { name: 'Përgatiteni' }).click();
		await page.getByText('Kontrolli u përgatit.').waitFor();
		return new URL(page.url()).pathname;
	};

	test('prepares, opens, shows on the wall, closes, says that it does not count, and opens again; without script', async () => {
		const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false });
		await site.enterDesk(context);
		const page = await context.newPage();
		// Slips first.
		await page.goto(`${activity}/checks`);
		expect(await invalid({ path: 'checks', html: await page.content() })).toEqual([]);
		const set = page.getByLabel('Pyetjet', { exact: true });
		const label = 'Pyetjet e tryezës (4 pyetje, për t’u rishikuar: 4)';
		await set.selectOption({ label });
		await page.getByRole('radio', { name: 'Dy herë, pa karta' }).check();
		await page.getByLabel('Klasa ose salla').fill('IX-B');
		await page.getByRole('button', { name: 'Shihni pyetjet' }).click();
		expect(await page.locator('#asked li').count()).toBe(4);
		expect(await page.getByLabel('Klasa ose salla').inputValue()).toBe('IX-B');
		expect(await set.locator('option:checked').innerText()).toBe(label);
		expect(await page.getByRole('radio', { name: 'Dy herë, pa karta' }).isChecked()).toBe(true);
		await page.getByText('Nuk ka ende asnjë kontroll.').waitFor();
		expect(await invalid({ path: 'asked', html: await page.content() })).toEqual([]);
		const check = await prepareBy(page, 'Dy herë, pa karta', 'IX-B');
		await page.getByLabel('Sa minuta: Para orës').selectOption('30');
		await page.getByRole('button', { name: 'Hapeni Para orës' }).click();
		await page.getByText('Faza u hap.').waitFor();
		const code = await page.locator('.code').innerText();
		expect(await invalid({ path: 'check', html: await page.content() })).toEqual([]);
		await page.getByRole('link', { name: 'Në projektor' }).click();
		await page.getByText('0 përgjigje').waitFor();
		expect(await page.locator('.code').innerText()).toBe(code);
		// It asks for itself again every five seconds.
		await page.goto('about:blank');
		const wall = await page.request.get(`${check}/room`);
		expect(await invalid({ path: 'room', html: await wall.text() })).toEqual([]);
		expect(wall.headers().refresh).toBe('5');
		expect((await page.request.get(`${check}/room?still=1`)).headers().refresh).toBeUndefined();
		const pupil = await plain.newPage();
		await pupil.goto(`/k/${code}`);
		await choose(pupil, [1, 1, 1, 1]);
		await pupil.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await pupil.getByRole('button', { name: 'Dërgoni', exact: true }).click();
		await thanks(pupil);
		await page.goto(`${check}/room?still=1`);
		await page.getByText('1 përgjigje').waitFor();
		await page.goto(check);
		await closePhase(page);
		await page.getByText('Faza u mbyll.').waitFor();
		await pupil.goto(`/sq/k/${code}`);
		await pupil.getByText('Ky kod nuk hap asgjë tani').waitFor();
		await page.locator('details', { hasText: 'Nuk vlen' }).first().locator('summary').click();
		await page.getByLabel('Pse nuk vlen').fill('gabim në klasë');
		await page.getByRole('button', { name: 'Fshijini përgjigjet' }).click();
		await page.getByText('U shënua që faza nuk vlen').waitFor();
		await page.getByRole('button', { name: 'Hapeni Para orës' }).click();
		expect(await page.locator('.code').innerText()).not.toBe(code);
		await closePhase(page);
		await page.locator('summary', { hasText: 'Hiqni kontrollin' }).click();
		await page.getByRole('button', { name: 'Hiqni kontrollin' }).click();
		await page.getByText('Kontrolli u hoq.').waitFor();
		await context.close();
	});

	test('counts one class once, keeps what is refused, and takes counts for an hour after the end; without script', async () => {
		const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false });
		await site.enterDesk(context);
		const page = await context.newPage();
		const check = await prepareBy(page, 'Dy herë, pa karta', 'IX-D');
		const id = check.split('/').at(-1) ?? '';
		await page.getByRole('button', { name: 'Hapeni Para orës' }).click();
		const code = await page.locator('.code').innerText();
		const strangers = await plain.request.post(`${check}/hands`, {
			...{ form: { persons: '20', n0_0: '20' }, headers: { origin: site.origin } },
		});
		expect(strangers.status()).toBe(401);
		for (let n = 0; n < 3; n += 1) {
			const pupil = await plain.newPage();
			await pupil.goto(`/k/${code}`);
			await choose(pupil, [1, 1, 1, 1]);
			await pupil.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
			await pupil.getByRole('button', { name: 'Dërgoni', exact: true }).click();
			await thanks(pupil);
			await pupil.close();
		}
		// Who has answered already is said before anybody counts.
		await page.goto(`${check}/paper`);
		await page.getByText('Kanë ardhur tashmë 3 përgjigje në mënyra të tjera (3 nga telefonat).').waitFor();
		await page.getByText('Faza është e hapur edhe').waitFor();
		expect(await page.getByText('zëvendëson').count()).toBe(0);
		const save = () => page.getByRole('button', { name: 'Ruajini numrat' }).click();
		await page.getByLabel('Sa fletë janë').fill('22');
		await page.locator('#field-n0_1').fill('22');
		await save();
		await page.getByRole('alert').getByText('bëhen 25, por faza pranon deri në 24.').waitFor();
		expect(await invalid({ path: 'paper', html: await page.content() })).toEqual([]);
		expect(await page.locator('#field-n0_1').inputValue()).toBe('22');
		// Question, sum and remedy.
		await page.getByLabel('Sa fletë janë').fill('20');
		await save();
		const said = page.getByRole('alert').getByText('Në pyetjen 1 janë 22 përgjigje, por vetëm 20 persona.');
		expect(await said.innerText()).toContain('Numërojeni përsëri këtë pyetje');
		await page.locator('#field-n0_1').fill('20');
		// The phase ends before anybody saves: two hours ago, then a moment ago.
		const end = (minutes: number) =>
			inTransaction({ kind: 'installation' }, (tx) =>
				sql`update check_phases set state = 'closed', ended_at = now() - ${minutes} * interval '1 minute'
					where check_id = ${id}`.execute(tx),
			);
		await end(120);
		await save();
		await page.getByRole('alert').getByText('faza nuk pranon më numra').waitFor();
		expect(await page.locator('#field-n0_1').inputValue()).toBe('20');
		expect(await invalid({ path: 'refused', html: await page.content() })).toEqual([]);
		await end(1);
		await save();
		await page.getByText('Numrat u ruajtën.').waitFor();
		await page.getByText('23 përgjigje').first().waitFor();
		// Corrected from what was saved.
		await page.goto(`${check}/paper`);
		await page.getByText('Koha e fazës ka mbaruar.').waitFor();
		await page.getByText('Numërimi i ri zëvendëson të mëparshmin.').waitFor();
		expect(await page.getByLabel('Sa fletë janë').inputValue()).toBe('20');
		await page.getByLabel('Sa fletë janë').fill('21');
		await page.locator('#field-n0_0').fill('1');
		await save();
		await page.getByText('24 përgjigje').first().waitFor();
		// While the next phase is open, the list of phases leads to the counts of the one that has ended.
		await page.goto(check);
		await page.getByRole('button', { name: 'Hapeni Pas orës' }).click();
		await page.getByText('Faza u hap.').waitFor();
		await page.locator('li', { hasText: 'Para orës' }).getByRole('link', { name: 'Numëroni fletë' }).click();
		expect(await page.getByLabel('Sa fletë janë').inputValue()).toBe('21');
		await page.goto(`${check}/hands?phase=before`);
		await page.getByText('(3 nga telefonat dhe 21 nga fletët)').waitFor();
		await context.close();
	});

	test('says at once when there are more hands than people, and lets nobody leave with counts that are not saved', async () => {
		const context = await browser.newContext({ baseURL: site.origin, viewport: { width: 375, height: 700 } });
		await site.enterDesk(context);
		const page = await context.newPage();
		const check = await prepareBy(page, 'Dy herë, pa karta', 'IX-E');
		await page.getByRole('button', { name: 'Hapeni Para orës' }).click();
		await page.getByRole('link', { name: 'Numëroni duart' }).click();
		const asked: string[] = [];
		page.on('dialog', (dialog) => {
			asked.push(dialog.type());
			void dialog.dismiss();
		});
		const next = () => page.getByRole('button', { name: 'Pyetja tjetër' }).click();
		await next();
		// Whoever hears the screen hears the question.
		expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('LEGEND');
		const first = page.locator('#field-n0_0');
		await first.fill('24');
		const over = page.getByText('24 nga 20: ka më shumë duar se persona.');
		await over.waitFor();
		// In sight also where the first option is counted.
		await page.evaluate(() => window.scrollTo(0, 0));
		const place = await over.boundingBox();
		expect((place?.y ?? 0) > 0 && (place?.y ?? 0) + (place?.height ?? 0) <= 700).toBe(true);
		expect(await violations(page, 'too many hands')).toEqual([]);
		await page.getByRole('link', { name: 'Ora me nxënës' }).click();
		await expect.poll(() => asked).toEqual(['beforeunload']);
		expect(new URL(page.url()).pathname).toBe(`${check}/hands`);
		for (let question = 1; question < 4; question += 1) await next();
		await page.getByRole('button', { name: 'Ruajini numrat' }).click();
		// Refused at the question, with what was typed; nobody was asked about leaving, as it was sent.
		await page.getByRole('alert').getByText('Në pyetjen 1 janë 24 përgjigje').waitFor();
		expect(asked).toHaveLength(1);
		await over.waitFor();
		await next();
		await page.getByRole('alert').getByRole('link', { name: 'Pyetja 1' }).click();
		await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('field-n0_0');
		await first.fill('18');
		await page.getByText('18 nga 20').filter({ visible: true }).waitFor();
		for (let question = 1; question < 4; question += 1) await next();
		await page.getByRole('button', { name: 'Ruajini numrat' }).click();
		await page.getByText('Numrat u ruajtën.').waitFor();
		expect(asked).toHaveLength(1);
		await page.getByRole('link', { name: 'Numëroni duart' }).click();
		await next();
		expect(await first.inputValue()).toBe('18');
		await page.getByRole('link', { name: 'Ora me nxënës' }).click();
		await page.waitForURL(`**${activity}`);
		expect(asked).toHaveLength(1);
		await context.close();
	});

	test('counts hands with a thumb, one question at a time, and sheets as numbers', async () => {
		const context = await browser.newContext({ baseURL: site.origin, viewport: { width: 375, height: 700 } });
		await site.enterDesk(context);
		const page = await context.newPage();
		await page.goto(`${activity}/checks`);
		expect(await violations(page, 'checks')).toEqual([]);
		const check = await prepareBy(page, 'Dy herë, pa karta', 'IX-C');
		await page.getByRole('button', { name: 'Hapeni Para orës' }).click();
		await page.getByRole('link', { name: 'Numëroni duart' }).click();
		expect(await violations(page, 'hands')).toEqual([]);
		let asked = 0;
		page.on('request', () => asked++);
		for (let question = 0; question < 4; question += 1) {
			await page.getByRole('button', { name: 'Pyetja tjetër' }).click();
			for (let hand = 0; hand < 3; hand += 1)
				await page.getByRole('button', { name: 'Një më shumë: E dyta' }).filter({ visible: true }).click();
			await page.getByRole('button', { name: 'Një më pak: E dyta' }).filter({ visible: true }).click();
			await page.getByText('2 nga 20').filter({ visible: true }).waitFor();
		}
		expect(asked).toBe(0);
		await page.getByRole('button', { name: 'Ruajini numrat' }).click();
		await page.getByText('Numrat u ruajtën.').waitFor();
		await page.getByText('20 përgjigje').first().waitFor();
		// More than there are, then right.
		await page.goto(`${check}/paper`);
		expect(await violations(page, 'paper')).toEqual([]);
		await page.getByLabel('Sa fletë janë').fill('3');
		await page.locator('#field-n0_1').fill('4');
		await page.getByRole('button', { name: 'Ruajini numrat' }).click();
		await page.getByRole('alert').getByText('por vetëm 3 persona').waitFor();
		await page.locator('#field-n0_1').fill('3');
		await page.getByRole('button', { name: 'Ruajini numrat' }).click();
		await page.getByText('23 përgjigje').first().waitFor();
		expect(await violations(page, 'check')).toEqual([]);
		await page.goto(`${check}/room?still=1`);
		expect(await violations(page, 'room')).toEqual([]);
		await page.goto(check);
		await closePhase(page);
		await page.getByText('Faza u mbyll.').waitFor();
		// For an hour it says where counts are mended.
		await page.getByRole('link', { name: 'Numëroni duart' }).waitFor();
		expect(await violations(page, 'a check that has just closed')).toEqual([]);
		await page.getByRole('link', { name: 'Çfarë u mësua' }).click();
		await page.getByRole('heading', { name: 'Çfarë u mësua' }).waitFor();
		await context.close();
	});

	test('the national office opens one code for the country', async () => {
		const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false });
		await site.enterDesk(context, 'national');
		const page = await context.newPage();
		const desk = await page.goto('/sq/desk/durres/checks');
		expect(desk?.status()).toBe(404);
		await page.goto('/sq/desk');
		await page.goto(`/sq/desk/${office}/checks`);
		await page.getByLabel('Pyetjet', { exact: true }).selectOption({ index: 1 });
		await page.getByLabel('Titulli në shqip').fill('Dita kombëtare');
		await page.getByLabel('Titulli në anglisht').fill('The national day');
		await page.getByLabel('Sa veta priten').fill('10000');
		await page.getByRole('button', { name: 'Përgatiteni' }).click();
		await page.getByRole('button', { name: 'Hapeni Pas orës' }).click();
		expect(await invalid({ path: 'national', html: await page.content() })).toEqual([]);
		const code = await page.locator('.code').innerText();
		const anybody = await phone.newPage();
		await anybody.goto(`/k/${code}`);
		await anybody.getByRole('heading', { name: 'Dita kombëtare' }).waitFor();
		expect(await violations(anybody, 'national')).toEqual([]);
		await closePhase(page);
		await page.locator('summary', { hasText: 'Hiqni kontrollin' }).click();
		await page.getByRole('button', { name: 'Hiqni kontrollin' }).click();
		await page.getByText('Kontrolli u hoq.').waitFor();
		await context.close();
	});
});
