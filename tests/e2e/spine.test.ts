import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { enterContext, seatedCookie } from '../support/people.ts';
import { makeDirectory, type RunningServer, removeDirectory, run, startServer, stop } from '../support/server.ts';

// The whole way as a secretary goes it, without script: from the spreadsheet to the published announcement. On a server of
// its own without the demonstration, so that nothing is there but what this journey brings.
const file = 'db/demo/programi-durres-tetor-2026.csv';
const desk = '/sq/desk/durres';
const october = `${desk}/2026-10`;
const directory = makeDirectory();
let server: RunningServer;
let browser: Browser;
let page: Page;
/** The chair's own browser: only the chair approves. */
let chair: Page;
let text = '';

const press = async (name: string | RegExp, by = page) =>
	Promise.all([by.waitForNavigation(), by.getByRole('button', { name }).first().click()]);
const shown = () => page.locator('main').innerText();
/** What anybody reads of the month. */
async function publicly(): Promise<string> {
	const visitor = await (await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })).newPage();
	await visitor.goto('/sq/durres/2026-10');
	const told = await visitor.locator('main').innerText();
	await visitor.context().close();
	return told;
}

beforeAll(async () => {
	server = await startServer(directory);
	const removed = run(process.execPath, ['scripts/kambana.ts', 'demo', '--remove'], { DATA_DIR: directory });
	if ((await removed.ended) !== 0) throw new Error(`the demonstration was not removed: ${removed.said()}`);
	browser = await launchBrowser();
	const enter = async (role: 'secretary' | 'chair'): Promise<Page> => {
		const context = await browser.newContext({
			baseURL: server.url,
			javaScriptEnabled: false,
			viewport: { width: 1280, height: 900 },
		});
		await enterContext(context, server.url, await seatedCookie(directory, role, 'AL-02'));
		return context.newPage();
	};
	page = await enter('secretary');
	chair = await enter('chair');
});
afterAll(async () => {
	await browser?.close();
	if (server) await stop(server);
	removeDirectory(directory);
});

describe('from a spreadsheet to a published announcement', () => {
	test('the file is read and shown; nothing is written yet', async () => {
		await page.goto(`${desk}/import`);
		await page.setInputFiles('input[type=file]', file);
		await press('Lexo tabelën');
		expect(new URL(page.url()).pathname).toMatch(/\/import\/[0-9a-f-]{36}$/);
		expect(await shown()).toContain('Gruja në Fokus');
		const before = await page.context().request.get(`${october}`, { failOnStatusCode: false });
		expect(before.status()).toBe(404);
	});

	test('confirmed, it is 25 activities: 9 school, 5 community, 3 company, 5 health, 3 public', async () => {
		await press(/^Importo/);
		await page.goto(`${october}/activities`);
		const count = async (setting: string) => {
			await page.goto(`${october}/activities?setting=${setting}`);
			return page.locator('main tbody tr').count();
		};
		const counts = [];
		for (const setting of ['school', 'community', 'company', 'health', 'public']) counts.push(await count(setting));
		expect(counts).toEqual([9, 5, 3, 5, 3]);
		await page.goto(`${desk}/partners`);
		expect(await page.getByRole('link', { name: 'Gruaja në Fokus', exact: true }).count()).toBe(1);
	});

	test('the same file again changes nothing', async () => {
		await page.goto(`${desk}/import`);
		await page.setInputFiles('input[type=file]', file);
		await press('Lexo tabelën');
		expect(await page.getByRole('button', { name: /^Importo/ }).isDisabled()).toBe(true);
	});

	test('what the institutions agreed to is confirmed at once', async () => {
		await page.goto(`${october}/activities`);
		await press('Konfirmo 25 veprimtari');
		expect(await page.getByRole('status').first().innerText()).toBe('U konfirmuan 25 veprimtari.');
	});

	test('the chair sends it back with remarks; submitted again it is approved, and its public part is public', async () => {
		await page.goto(`${october}/approval`);
		await press('Dërgo për miratim');
		await chair.goto(`${october}/approval`);
		await chair.locator('summary', { hasText: 'Ktheje me vërejtje' }).click();
		await chair.getByLabel('Vërejtjet').fill('Mungon një takim në Manëz.');
		await press('Ktheje me vërejtje', chair);
		await page.goto(`${october}/approval`);
		expect(await shown()).toContain('Mungon një takim në Manëz.');
		await page.getByLabel('Shënim për kryetarin').fill('Manza është në fund të muajit.');
		await press('Dërgo për miratim');
		await chair.goto(`${october}/approval`);
		expect(await chair.locator('main').innerText()).toContain('Manza është në fund të muajit.');
		await press('Mirato (versioni 1)', chair);
		const told = await publicly();
		expect(told).toContain('Stendë informuese në shesh');
		expect(told).toContain('Asnjë nga veprimtaritë e hapura nuk ka ndryshuar');
		expect(told).not.toContain('Eftali Koçi');
	});

	test('what is cancelled afterwards is told to everybody with its reason, and becomes the next version', async () => {
		await page.goto(`${october}/activities/23`);
		await page.locator('summary', { hasText: 'Anulo veprimtarinë' }).click();
		const reason = page.locator('#field-reason-cancel');
		expect(await page.locator('#hint-cancel').innerText()).toContain('Arsyeja shfaqet në faqen publike');
		await reason.fill('Parashikohet stuhi.');
		await press('Anulo');
		expect(await publicly()).toMatch(/Çfarë ndryshoi që nga[\s\S]*E anuluar[\s\S]*Arsyeja: Parashikohet stuhi\./);
		const feed = await (await fetch(`${server.url}/sq/durres/2026-10/calendar.ics`)).text();
		expect(feed.replaceAll('\r\n ', '')).toMatch(/Arsyeja: Parashikohet stuhi\.[\s\S]*STATUS:CANCELLED/);
		await chair.goto(`${october}/approval`);
		expect(await chair.locator('main').innerText()).toContain('Parashikohet stuhi.');
		await press('Mirato (versioni 2)', chair);
		expect(await publicly()).toContain(': 1 ndryshim');
		await chair.getByRole('link', { name: 'Versioni 1' }).click();
		await chair.waitForURL('**/approval/1');
		expect(await chair.locator('main').innerText()).not.toContain('e anuluar');
		// Taken back, so that the month goes on with all of it.
		await page.goto(`${october}/activities/23`);
		await press('Rihap veprimtarinë');
		await press('Konfirmo');
	});

	test('what happened is written for each activity', async () => {
		for (let number = 1; number <= 25; number++) {
			await page.goto(`${october}/activities/${number}/return`);
			const groups = page.locator('.groups > fieldset input[name$="_female"], .groups > fieldset input[name$="_male"]');
			const answers = page.locator('input[name=answers]');
			if (number <= 3) {
				for (const [index, field] of (await groups.all()).entries())
					if (await field.isVisible()) await field.fill(String(4 + ((number + index) % 9)));
				for (const answer of await answers.all()) await answer.check();
			} else {
				// The others at one stroke: key by key they took longer than all the rest of the way.
				await groups.evaluateAll((all, first) => {
					for (const [index, field] of (all as HTMLInputElement[]).entries())
						if (field.checkVisibility()) field.value = String(4 + ((first + index) % 9));
				}, number);
				await answers.evaluateAll((all) => {
					for (const answer of all as HTMLInputElement[]) answer.checked = true;
				});
			}
			await page.locator('input[name=counted][value=counted]').check();
			await page.locator('input[name=m_leaflet_sq]').fill('30');
			await press('Ruaj raportin');
			expect(await page.getByRole('status').count(), `activity ${number}: ${await shown()}`).toBe(1);
		}
	});

	test('the announcement is drafted, approved and published', async () => {
		await page.goto(`${october}/announcement`);
		await press('Harto njoftimin');
		await chair.goto(`${october}/announcement`);
		await press('Mirato (kryetari)', chair);
		await page.goto(`${october}/announcement`);
		await press('Publiko');
		const visitor = await (await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })).newPage();
		await visitor.goto('/sq/durres/2026-10/announcement');
		text = (await visitor.locator('main').innerText()).replace(/\s+/g, ' ');
		await visitor.context().close();
		expect(text).toContain('25 veprimtari');
	});
});

describe('the published announcement serves the statements of the source', () => {
	const statements: Record<string, RegExp[]> = {
		'S1: the prefect chairs the committee': [
			/Prefekti i Qarkut Durrës, njëkohësisht kryetar i Komitetit Rajonal Antitrafik/,
		],
		'S2: it implements the national strategy': [
			/zbatimit të strategjisë kombëtare të luftës kundër trafikimit të personave/,
		],
		'S3: state institutions and organisations cooperate': [
			/bashkëpunoi me \d+ institucione shtetërore/,
			/organizata jofitimprurëse/,
		],
		'S4: a programme in October across the county': [/Gjatë muajit tetor 2026/, /të gjitha bashkitë e qarkut/],
		'S5: for every group at risk': [/të gjitha grupeve/],
		'S6: 25 activities': [/parashikonte 25 veprimtari/, /mbajtën 25 veprimtari/],
		'S7: schools, in the care of the education offices': [
			/9 veprimtari, nën kujdesin e ZVAP-ve Durrës dhe Krujë/,
			/nxënës, mësues, psikologë shkollorë dhe prindër/,
		],
		'S8: the Roma and Egyptian communities': [
			/komunitetin rom dhe atë egjiptian/,
			/bashkive Durrës, Krujë dhe Shijak/,
			/Qendrës Komunitare/,
			/Njësive për Mbrojtjen e Fëmijëve/,
		],
		'S9: companies, employment, courses': [
			/subjekte private/,
			/punësimin/,
			/kurset profesionale/,
			/Zyrave të Punësimit/,
			/Inspektoratit të Punës/,
		],
		'S10: health centres with their staff': [/personel shëndetësor/, /NJVKSH-ve/, /qendra shëndetësore/],
		'S11: the march of the National Coordinator': [/Koordinatorit Kombëtar/, /18 tetor 2026/],
		'S12: videos': [/video sensibilizuese/],
		'S13: leaflets': [/\d fletëpalosje/],
		'S14: painting contests': [/konkurs pikture/],
		'S15: examples': [/shembuj të trafikimit/],
		'S19: the State Police was present': [/Policia e Shtetit ishte e pranishme/],
		'S20: organisations were present, by name': [/CSDS, Gruaja në Fokus dhe World Vision/],
		'S21: the five answers': [
			/çfarë është trafikimi/,
			/si të dallojnë/,
			/ku të drejtohen për ndihmë/,
			/cilin numër telefoni/,
			/çfarë mbrojtjeje/,
		],
		'S23: published by the institution of the prefect': [/publikoi Institucioni i Prefektit të Qarkut Durrës/],
		'S24: lasting support is pledged': [/gjithë mbështetjen institucionale/],
	};
	for (const [statement, patterns] of Object.entries(statements)) {
		test(statement, () => {
			for (const pattern of patterns) expect(text).toMatch(pattern);
		});
	}
});

test('every number on the public page opens its records, and they add up to it', async () => {
	const visitor = await (await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })).newPage();
	await visitor.goto('/sq/durres/2026-10/announcement');
	const links = await visitor
		.locator('a.figure')
		.evaluateAll((all) => all.map((link) => ({ href: link.getAttribute('href') ?? '', said: link.textContent ?? '' })));
	expect(links.length).toBeGreaterThan(20);
	const number = (words: string) => Number(words.replace(/[\s\u00a0]/g, '').match(/\d+/)?.[0]);
	const seen = new Set<string>();
	for (const { href, said } of links) {
		if (seen.has(href)) continue;
		seen.add(href);
		await visitor.goto(href);
		const values = (await visitor.locator('main tbody td').allInnerTexts()).map(number);
		const sum = values.reduce((total, value) => total + value, 0);
		expect({ href, sum }, await visitor.locator('body').innerText()).toEqual({
			href,
			sum: number(said.replace(/^\D+/, '')),
		});
	}
	await visitor.context().close();
});
