import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startMailServer, type TestMailServer } from '../support/mail-server.ts';
import { enterContext, seatedCookie } from '../support/people.ts';
import { makeDirectory, type RunningServer, removeDirectory, run, startServer, stop } from '../support/server.ts';

// A month agreed in an afternoon, counted: from a county without anything, by clicks, and by keyboard alone. Without script: spine.test.ts.
const directory = makeDirectory();
let server: RunningServer;
let mails: TestMailServer;
let browser: Browser;
const sheet = readFileSync('db/demo/programi-durres-tetor-2026.csv', 'utf8');

/** The table of October, in another month that lies ahead: institutions are asked of what is to come. */
const fileOf = (month: string) => ({
	...{ name: `programi-${month}.csv`, mimeType: 'text/csv' },
	buffer: Buffer.from(sheet.replaceAll('.10.2026', `.${month}.2027`).replaceAll('/10/2026', `/${month}/2027`)),
});

const soon = { timeout: 240_000, interval: 50 };
/** The subjects of what the mail server took for an address. */
const sentTo = (address: string): string[] =>
	mails.mails.filter(({ to }) => [to].flat().some((one) => one?.text === address)).map(({ subject }) => subject ?? '');

beforeAll(async () => {
	mails = await startMailServer();
	server = await startServer(directory, {
		...{ SMTP_URL: mails.url, MAIL_FROM: 'Kambana <kambana@durres.example>', PUBLIC_URL: 'https://kambana.example' },
	});
	const removed = run(process.execPath, ['scripts/kambana.ts', 'demo', '--remove'], { DATA_DIR: directory });
	if ((await removed.ended) !== 0) throw new Error(`the demonstration was not removed: ${removed.said()}`);
	browser = await launchBrowser();
});
afterAll(async () => {
	await browser?.close();
	if (server) await stop(server);
	await mails?.close();
	removeDirectory(directory);
});

/** Somebody at the desk who counts every click, every field that is filled, every file that is chosen. */
class Hand {
	interactions = 0;
	readonly page: Page;
	constructor(page: Page) {
		this.page = page;
	}

	async click(what: Locator): Promise<void> {
		this.interactions += 1;
		await Promise.all([this.page.waitForNavigation(), what.first().click()]);
	}
	async fill(label: string, text: string): Promise<void> {
		this.interactions += 1;
		await this.page.getByLabel(label).first().fill(text);
	}
	async tick(name: string): Promise<void> {
		this.interactions += 1;
		await this.page.locator(`input[name=${name}]`).check();
	}
	async choose(month: string): Promise<void> {
		this.interactions += 1;
		await this.page.setInputFiles('input[type=file]', fileOf(month));
	}
	link = (name: string | RegExp): Locator => this.page.getByRole('link', { name, exact: typeof name === 'string' });
	button = (name: string | RegExp): Locator => this.page.getByRole('button', { name });
	/** A link of the menu. */
	menu = (name: string): Locator => this.page.locator('nav').getByRole('link', { name, exact: true });
	said = (): Promise<string> => this.page.locator('main').innerText();
}

async function enter(role: 'secretary' | 'chair'): Promise<Hand> {
	const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1280, height: 900 } });
	await enterContext(context, server.url, await seatedCookie(directory, role, 'AL-02'));
	const hand = new Hand(await context.newPage());
	await hand.page.goto('/sq/desk/durres');
	return hand;
}

describe('25 activities from nothing', () => {
	let secretary: Hand;
	let chair: Hand;

	test('from the spreadsheet to the approved programme in at most 40 interactions', async () => {
		secretary = await enter('secretary');
		await secretary.click(secretary.menu('Importi'));
		await secretary.choose('03');
		await secretary.click(secretary.button('Lexo tabelën'));
		await secretary.click(secretary.button(/^Importo/));
		// Two institutions have somebody to write to; the others said yes on the telephone.
		for (const address of ['zvap@durres.example', 'shendeti@durres.example']) {
			await secretary.click(secretary.menu('Ndjekja'));
			await secretary.click(secretary.page.locator('main a[href$="/follow-up/ask"]'));
			await secretary.click(secretary.page.locator('.unreached a'));
			await secretary.fill('Emri', 'Zyra e protokollit');
			await secretary.fill('E-mail', address);
			await secretary.click(secretary.button(/^Ruaj/));
		}
		await secretary.click(secretary.menu('Ndjekja'));
		await secretary.click(secretary.page.locator('main a[href$="/follow-up/ask"]'));
		await secretary.click(secretary.page.locator('form[action="?/askAll"] button'));
		await vi.waitFor(() => expect(mails.mails).toHaveLength(2), soon);
		for (const mail of [...mails.mails]) await answerAll(String(mail.text));
		await secretary.click(secretary.menu('Veprimtaritë'));
		await secretary.click(secretary.button(/^Konfirmo \d+ veprimtari/));
		await secretary.click(secretary.menu('Miratimi'));
		// The chair is written to: the seat is there before the programme is handed in.
		chair = await enter('chair');
		await secretary.click(secretary.button('Dërgo për miratim'));
		await vi.waitFor(
			() => expect(sentTo('chair.al-02@test.example')).toEqual(['Për miratim: programi i muajit mars 2027']),
			soon,
		);
		await chair.click(chair.menu('Miratimi'));
		// The days of another year bring questions (Sundays, holidays): the chair says that they were seen.
		await chair.tick('accepted');
		await chair.click(chair.button('Mirato (versioni 1)'));
		// Once each: the secretary who asked, and every institution that has somebody to write to, with what it has to do.
		await vi.waitFor(() => {
			expect(sentTo('secretary.al-02@test.example')).toEqual(['U miratua: programi i muajit mars 2027, versioni 1']);
			for (const address of ['zvap@durres.example', 'shendeti@durres.example']) {
				const approvals = sentTo(address).filter((subject) => subject.startsWith('Programi i miratuar, mars 2027'));
				expect(approvals).toHaveLength(1);
			}
		}, soon);
		const both = secretary.interactions + chair.interactions;
		console.log(
			`25 activities from nothing to an approved programme: ${both} interactions (secretary ${secretary.interactions}, chair ${chair.interactions}), an institution 2`,
		);
		expect(both).toBeLessThanOrEqual(40);
		const visitor = await (await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })).newPage();
		await visitor.goto('/sq/durres/2027-03');
		expect(await visitor.locator('main').innerText()).toContain('Stendë informuese në shesh');
		await visitor.context().close();
	});

	test('what the institutions said stands at the follow-up, and at the desk nobody waits any more', async () => {
		await secretary.page.goto('/sq/desk/durres/2027-03/follow-up?show=all');
		expect(await secretary.said()).toMatch(/Po/);
		const asked = await secretary.page.goto('/sq/desk/durres/2027-03/activities');
		expect(asked?.status()).toBe(200);
		expect(await secretary.button(/^Konfirmo \d+ veprimtari/).count()).toBe(0);
	});
});

/** An institution answers from its mail: it opens the link for all, and says yes. Two interactions, without script. */
async function answerAll(mail: string): Promise<void> {
	const link = /https?:\/\/\S+\/answer\/month\/\S+/.exec(mail)?.[0];
	if (!link) throw new Error(`the mail has no link for all answers: ${mail}`);
	const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(new URL(link).pathname);
	await Promise.all([page.waitForNavigation(), page.locator('form[action="?/yes"] button').click()]);
	expect(await page.getByRole('status').innerText()).toContain('Faleminderit');
	await context.close();
}

test('the same by keyboard alone', async () => {
	const [secretary, chair] = [await enter('secretary'), await enter('chair')];
	/** Goes on by Tab until this has the focus. */
	const reach = async ({ page }: Hand, what: Locator): Promise<void> => {
		const wanted = what.first();
		await wanted.waitFor();
		for (let tries = 0; tries < 400; tries += 1) {
			await page.keyboard.press('Tab');
			if (await wanted.evaluate((node) => node === document.activeElement)) return;
		}
		throw new Error(`the keyboard does not reach ${what}`);
	};
	const press = async (hand: Hand, what: Locator): Promise<void> => {
		await reach(hand, what);
		await Promise.all([hand.page.waitForNavigation(), hand.page.keyboard.press('Enter')]);
	};
	await press(secretary, secretary.menu('Importi'));
	await secretary.choose('05');
	await press(secretary, secretary.button('Lexo tabelën'));
	await press(secretary, secretary.button(/^Importo/));
	await press(secretary, secretary.menu('Veprimtaritë'));
	await press(secretary, secretary.button(/^Konfirmo \d+ veprimtari/));
	await press(secretary, secretary.menu('Miratimi'));
	await press(secretary, secretary.button('Dërgo për miratim'));
	await chair.page.goto('/sq/desk/durres/2027-05');
	await press(chair, chair.menu('Miratimi'));
	await reach(chair, chair.page.locator('input[name=accepted]'));
	await chair.page.keyboard.press('Space');
	await press(chair, chair.button('Mirato (versioni 1)'));
	const visitor = await (await browser.newContext({ baseURL: server.url })).newPage();
	expect((await visitor.goto('/sq/durres/2027-05'))?.status()).toBe(200);
});
