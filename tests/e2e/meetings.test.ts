import ICAL from 'ical.js';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dayAt } from '#platform/dates.ts';
import { launchBrowser } from '../support/browser.ts';
import { startMailServer, type TestMailServer } from '../support/mail-server.ts';
import { readPdf } from '../support/pdf.ts';
import { enterContext, personaCookie, seatedCookie } from '../support/people.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';
import { violations } from './axe.ts';
import { invalid } from './valid.ts';

// A meeting from its plan to the minutes that the chair has approved, without script, on a server of its own with a mail server.
const list = '/sq/desk/durres/meetings';
const today = dayAt(new Date());
const directory = makeDirectory();
let mails: TestMailServer;
let server: RunningServer;
let browser: Browser;
let page: Page;
let chair: Page;
/** Where the meeting is. */
let here = '';

const enter = async (cookie: string, javaScriptEnabled = false): Promise<BrowserContext> => {
	const context = await browser.newContext({
		...{ baseURL: server.url, javaScriptEnabled, viewport: { width: 1280, height: 900 } },
	});
	await enterContext(context, server.url, cookie);
	return context;
};
const press = async (name: string | RegExp, by = page) =>
	Promise.all([by.waitForNavigation(), by.getByRole('button', { name }).first().click()]);
const follow = async (name: string | RegExp, by = page) =>
	Promise.all([by.waitForNavigation(), by.getByRole('link', { name }).first().click()]);
const shown = (by = page) => by.locator('main').innerText();
const said = (by = page) => by.getByRole('status').first().innerText();

beforeAll(async () => {
	mails = await startMailServer();
	server = await startServer(directory, {
		...{ SMTP_URL: mails.url, MAIL_FROM: 'kambana@durres.example', PUBLIC_URL: 'https://kambana.example' },
	});
	browser = await launchBrowser();
	page = await (await enter(await seatedCookie(directory, 'secretary', 'AL-02'))).newPage();
	chair = await (await enter(await seatedCookie(directory, 'chair', 'AL-02'))).newPage();
});
afterAll(async () => {
	await browser?.close();
	if (server) await stop(server);
	await mails?.close();
	removeDirectory(directory);
});

test('a meeting is planned with the members of the last one, and gets its agenda in order', async () => {
	await page.goto(list);
	await follow('Mbledhje e re');
	expect(await page.getByRole('radio', { name: 'ZVAP Durrës: Anëtar' }).isChecked()).toBe(true);
	await press('Ruaj');
	expect(await page.getByRole('alert').innerText()).toContain('Dita');
	await page.getByLabel('Dita').fill(today);
	await page.getByLabel('Vendi').fill('Salla e Prefekturës');
	await press('Ruaj');
	here = new URL(page.url()).pathname;
	expect(await said()).toBe('Mbledhja u planifikua. Shtoni rendin e ditës.');
	expect(await shown()).toContain('Çfarë u bë me detyrat');
	for (const title of ['Raportimet e muajit', 'Vendet pa asnjë takim']) {
		const form = page.locator('details.adding');
		if (!(await form.evaluate((details) => (details as HTMLDetailsElement).open)))
			await form.locator('summary').click();
		await page.getByLabel('Pika', { exact: true }).fill(title);
		await press('Shto pikën');
	}
	await press('Një vend më lart: Vendet pa asnjë takim');
	expect((await page.locator('main ol h3').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
		...['1. Vendet pa asnjë takim', '2. Raportimet e muajit'],
	]);
});

test('one action calls everybody: the mail arrives with the agenda and an entry for the calendar', async () => {
	await follow('Dërgo ftesën');
	expect(await shown()).toContain('World Vision');
	await press(/^Dërgo \d+ e-maile$/);
	expect(await said()).toBe('Ftesa po dërgohet.');
	const arrived = () => mails.mails.find(({ to }) => [to].flat()[0]?.text === 'zvap.durres@demo.example');
	await vi.waitFor(() => expect(arrived()).toBeDefined(), { timeout: 240_000, interval: 50 });
	const mail = arrived();
	expect(mail?.subject).toMatch(/^Ftesë në mbledhje: Komiteti Rajonal Antitrafik/);
	expect(mail?.text).toContain('2: Raportimet e muajit');
	const calendar =
		mail?.attachments.find(({ contentType }) => contentType === 'text/calendar')?.content.toString() ?? '';
	const root = new ICAL.Component(ICAL.parse(calendar));
	expect(root.getFirstPropertyValue('method')).toBe('REQUEST');
	expect(`${root.getFirstSubcomponent('vevent')?.getFirstPropertyValue('dtstart')}`).toBe(`${today}T10:00:00`);
});

test('an institution answers from its mail in two interactions; a scanner that opens every link answers nothing', async () => {
	const text = String(mails.mails.find(({ to }) => [to].flat()[0]?.text === 'zvap.durres@demo.example')?.text);
	const link = /https?:\/\/\S+\/answer\/meeting\/\S+/.exec(text)?.[0] ?? '';
	const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
	const reader = await context.newPage();
	const path = new URL(link).pathname;
	await reader.goto(path);
	for (const method of ['GET', 'HEAD'] as const) await reader.request.fetch(path, { method });
	await page.goto(here);
	expect(await shown()).toMatch(/Ende pa përgjigje \(\d+\)[\s\S]*ZVAP Durrës/);
	expect(await invalid({ path, html: await (await reader.request.get(path)).text() })).toEqual([]);
	const looked = await (await browser.newContext({ baseURL: server.url, bypassCSP: true })).newPage();
	await looked.goto(path);
	expect(await violations(looked, path)).toEqual([]);
	await looked.context().close();
	await reader.goto(path);
	await press('Vjen një zëvendësues', reader);
	expect(await said(reader)).toBe('Faleminderit. Përgjigjja juaj u regjistrua.');
	await page.goto(here);
	expect(await shown()).toMatch(/Vijnë me zëvendësues \(1\)\s*ZVAP Durrës/);
	expect(await shown()).toContain('Pjesëmarrja e pritur deri tani, bashkë me kryetarin: 2 nga');
	await context.close();
});

test('an institution that was called reads the agenda and changes nothing', async () => {
	const own = await (await enter(await personaCookie('focal_point'))).newPage();
	await own.goto(list);
	await follow(/^Mbledhje e zakonshme/, own);
	expect(await shown(own)).toContain('Raportimet e muajit');
	expect(await own.locator('main form[action*="/meetings/"], main .moves').count()).toBe(0);
	await own.context().close();
});

test('it is held; who was there, what was said, decided and given is written down', async () => {
	await page.goto(here);
	await press('Mbledhja u mbajt');
	await follow('Shënimet e procesverbalit');
	for (const radio of await page.getByRole('radio', { name: /: I pranishëm$/ }).all()) await radio.check();
	await page.getByRole('radio', { name: 'World Vision: Me arsye' }).check();
	await page.getByLabel('2. Raportimet e muajit').fill('U paraqitën 12 raportime.');
	await page.getByLabel('Numri i protokollit').fill('301');
	await press('Ruaj');
	await follow(/^Vendime dhe detyra\s*: Raportimet e muajit$/);
	await page.getByLabel('Komiteti vendosi').fill('Raportimet plotësohen brenda javës.');
	await page.getByLabel('Pro', { exact: true }).fill('500');
	await press('Shto vendimin');
	expect(await shown()).toContain('Janë më shumë vota se anëtarë të pranishëm (9)');
	expect(await page.getByLabel('Komiteti vendosi').inputValue()).toBe('Raportimet plotësohen brenda javës.');
	await page.getByLabel('Pro', { exact: true }).fill('9');
	await press('Shto vendimin');
	await page.getByLabel('Çfarë duhet bërë').fill('Të plotësohen raportimet');
	await page.getByLabel('Institucioni').selectOption({ label: 'ZVAP Krujë' });
	await page.getByLabel('Afati').fill('2099-01-10');
	await press('Shto detyrën');
	await follow('Te mbledhja');
	expect(await shown()).toMatch(/Vendim: Raportimet plotësohen brenda javës\. \(pro 9\)[\s\S]*ZVAP Krujë/);
});

test('two at once: the second is shown what the first did, and overwrites nothing', async () => {
	const other = await page.context().newPage();
	await other.goto(`${here}/notes`);
	await page.goto(`${here}/notes`);
	await page.getByLabel('Shënime').fill('E para.');
	await press('Ruaj');
	await other.getByLabel('Shënime').fill('E dyta.');
	await press('Ruaj', other);
	expect(await other.getByRole('alert').innerText()).toMatch(/ndryshoi mbledhjen ndërkohë[\s\S]*U ruajtën shënimet/);
	expect(await other.getByLabel('Shënime').inputValue()).toBe('E dyta.');
	await press('Ruaj', other);
	await page.goto(here);
	expect(await shown()).toContain('E dyta.');
	await other.close();
});

test('the chair sends minutes back, approves them, and everybody downloads the same; nothing changes them after', async () => {
	await press('Dërgo procesverbalin te kryetari');
	await chair.goto(here);
	await chair.locator('summary', { hasText: 'Ktheje me vërejtje' }).click();
	await chair.getByLabel('Vërejtjet').fill('Shtoni orën e mbarimit.');
	await press('Ktheje me vërejtje', chair);
	await page.goto(`${here}/notes`);
	await page.getByLabel('Ora e mbarimit').fill('12:30');
	await press('Ruaj');
	await press('Dërgo procesverbalin te kryetari');
	await chair.goto(here);
	await press('Mirato procesverbalin', chair);
	expect(await said(chair)).toBe('Procesverbali u miratua; vendimet morën numrin.');
	const year = today.slice(0, 4);
	expect(await shown(chair)).toMatch(new RegExp(`Vendimi nr\\. \\d+/${year}: Raportimet plotësohen`));
	const pdf = await chair.context().request.get(`${here}/minutes.pdf`);
	expect(pdf.headers()['content-disposition']).toBe(`attachment; filename="procesverbal-durres-${today}.sq.pdf"`);
	const { text } = await readPdf(await pdf.body());
	for (const words of [
		'PROCESVERBAL',
		'Nr. 301 prot.',
		'Raportimet plotësohen brenda javës.',
		'Të plotësohen raportimet',
		'12:30',
	])
		expect(text).toContain(words);
	expect(text).not.toContain('PROJEKT');
	const focal = await enter(await personaCookie('focal_point'));
	const theirs = await focal.request.get(`${here}/minutes.docx`);
	expect([theirs.status(), (await theirs.body()).subarray(0, 2).toString()]).toEqual([200, 'PK']);
	await focal.close();
	await page.goto(`${here}/notes`);
	expect(await page.locator('main form[method=post] textarea').count()).toBe(0);
});

test('every page can be read at 375 pixels and with any aid; the agenda is put in order with the keyboard alone', async () => {
	// The aid itself needs script; the pages do not.
	const context = await enter(await seatedCookie(directory, 'secretary', 'AL-02'), true);
	const looked = await context.newPage();
	await looked.goto(list);
	const [ahead = ''] = await looked
		.locator('main h3 a')
		.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
	await looked.goto(ahead);
	const item = (await looked.locator('.more a').first().getAttribute('href')) ?? '';
	await looked.setViewportSize({ width: 375, height: 700 });
	for (const path of [list, `${list}/new`, ahead, `${ahead}/edit`, `${ahead}/convene`, item, here]) {
		await looked.goto(path);
		expect(await violations(looked, path)).toEqual([]);
		expect(await invalid({ path, html: await (await context.request.get(path)).text() })).toEqual([]);
		const wide = await looked.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth);
		expect([path, wide]).toEqual([path, false]);
	}
	await context.close();
	await page.goto(ahead);
	const first = () => page.locator('main ol h3').first().innerText();
	const before = await first();
	const down = page.getByRole('button', { name: /^Një vend më poshtë/ }).first();
	for (let presses = 0; presses < 80; presses += 1) {
		await page.keyboard.press('Tab');
		if (await down.evaluate((button) => button === document.activeElement)) break;
	}
	await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
	expect(await first()).not.toBe(before);
});
