import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePhase, countAnswers, openPhase } from '#checks/actions.server.ts';
import type { Phase } from '#checks/model.ts';
import { getCheck, insertCheck, listPhases } from '#checks/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { buildActivities, buildPartner, buildProgramme } from '../support/builders.ts';
import { buildSet } from '../support/checks.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';
import { invalid } from './valid.ts';

// The secretary draws classes that are asked again, replaces one, and asks one; and sees in the bank what was known already. A month of its own.
const slug = '2022-05';
const classes = 5;
let site: Site;
let browser: Browser;
const checks: string[] = [];
const work = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> => inTransaction({ kind: 'installation' }, run);

/** Twenty pupils, all right about the first question already before. */
const count = (id: string, phase: Phase, over: Date) =>
	work(async (tx) => {
		const check = await getCheck(tx, id);
		let open = (await listPhases(tx, [id])).find(({ state }) => state === 'open')?.id;
		if (!open) {
			await openPhase(tx, 'command', check, { phase, minutes: 45 });
			open = (await listPhases(tx, [id])).find(({ state }) => state === 'open')?.id ?? '';
		}
		const right = phase === 'before' ? 6 : 16;
		const byQuestion = [[0, 20, 0, 0], ...Array.from({ length: 3 }, () => [20 - right, right, 0, 0])];
		await countAnswers(tx, check, open, { way: 'hands', counted: { persons: 20, byQuestion } });
		await closePhase(tx, check, open, over);
	});

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	await work(async (tx) => {
		const { id: committeeId } = await getCommittee(tx, { code: 'AL-02' });
		const programme = await buildProgramme(tx, committeeId, { slug, demonstration: true });
		const leadId = await buildPartner(tx, committeeId, 'Shkolla e shortit', 'ngo');
		const activities = await buildActivities(
			tx,
			programme,
			Array.from({ length: classes }, (_, at) => ({
				...{ number: at + 1, title: `Ora e shortit ${at + 1}`, leadId, setting: 'school' as const },
				...{ state: 'held' as const, takesPlaceOn: `${slug}-12` },
			})),
		);
		const setId = await buildSet(tx, committeeId, [{}, {}, {}, {}], 'Pyetje të shortit');
		for (const activityId of activities) {
			const about = { committeeId, activityId, setId, mode: 'unpaired', persons: 20 } as const;
			checks.push(await insertCheck(tx, { ...about, label: 'IX-A', title: null, actor: 'command' }));
		}
	});
	const before = new Date(Date.now() - 30 * 86_400_000);
	for (const id of checks) for (const phase of ['before', 'after'] as const) await count(id, phase, before);
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

const enter = async (role: 'secretary' | 'national' | 'chair', width = 1280): Promise<Page> => {
	const context = await browser.newContext({
		...{ baseURL: site.origin, javaScriptEnabled: false, viewport: { width, height: 900 } },
	});
	await site.enterDesk(context, role);
	return context.newPage();
};
const main = (page: Page) => page.locator('main').innerText();
const sound = async (page: Page, path: string) =>
	expect(await invalid({ path, html: await page.content() })).toEqual([]);

test('classes are drawn, one is replaced, one is asked, and the page says how many were reached', async () => {
	const chair = await enter('chair');
	await chair.goto(`/sq/desk/durres/${slug}/follow-up-classes`);
	expect(await main(chair)).toContain('Mund të hidhet për 5 klasa; e hedh sekretariati');
	expect(await chair.getByRole('button', { name: 'Hidhni shortin' }).count()).toBe(0);
	const page = await enter('secretary', 375);
	await page.goto(`/sq/desk/durres/${slug}/knowledge`);
	await page.getByRole('link', { name: 'Klasat që pyeten sërish' }).click();
	await sound(page, 'before the draw');
	await page.getByLabel('Sa klasa').fill('0');
	await page.getByRole('button', { name: 'Hidhni shortin' }).click();
	expect(await page.locator('#field-size').inputValue()).toBe('0');
	await page.getByLabel('Sa klasa').fill('3');
	await page.getByLabel('Të shpërndara sipas').selectOption('setting');
	await page.getByRole('button', { name: 'Hidhni shortin' }).click();
	await page.getByText('Shorti u hodh.').waitFor();
	expect(await main(page)).toContain('Klasa të shortit të arritura: 0 nga 3');
	expect(await main(page)).toMatch(/Për t’u pyetur tani\s+3 klasa/);
	await sound(page, 'drawn');

	const first = page.locator('li.card').first();
	await first.locator('summary').click();
	await first.getByRole('button', { name: 'Zëvendësojeni' }).click();
	await page.getByText('Mungon').first().waitFor();
	const name = (
		await page
			.locator('li.card', { has: page.locator('details[open]') })
			.locator('a')
			.innerText()
	).trim();
	await page.locator('details[open]').getByLabel('Pse nuk mund të pyetet').fill('Klasa u shpërnda');
	await page.locator('details[open]').getByRole('button', { name: 'Zëvendësojeni' }).click();
	await page.getByText('Klasa u zëvendësua.').waitFor();
	expect(await main(page)).toContain(`${name}: Klasa u shpërnda`);
	expect(await main(page)).toContain('Klasa të shortit të arritura: 0 nga 3');

	const asked = page.locator('li.card').first().getByRole('link');
	const check = ((await asked.getAttribute('href')) ?? '').split('/').at(-1) ?? '';
	await asked.click();
	await page.getByRole('button', { name: 'Hapeni Disa javë më pas' }).click();
	await count(check, 'follow_up', new Date());
	await page.goto(`/sq/desk/durres/${slug}/follow-up-classes`);
	expect(await main(page)).toContain('Klasa të shortit të arritura: 1 nga 3');
	expect(await main(page)).toContain('Kështu u matën: një klasë. Të arritura gjithsej: 1 nga 3 të shortit');
	await sound(page, 'one reached');
	await page.goto('/sq/desk/durres/tasks');
	expect(await main(page)).toContain('Pyeteni sërish klasën: Ora e shortit');
	await page.context().close();
	await chair.context().close();
});

test('the page of classes and the bank have no fault for whoever uses a reader', async () => {
	const context = await browser.newContext({ baseURL: site.origin, viewport: { width: 768, height: 900 } });
	await site.enterDesk(context);
	const page = await context.newPage();
	for (const path of [`${slug}/follow-up-classes`, 'questions?known=yes']) {
		await page.goto(`/en/desk/durres/${path}`);
		expect(await violations(page, path)).toEqual([]);
	}
	await context.close();
});

test('the bank says what was known before the hour, and lists it alone', async () => {
	const page = await enter('secretary');
	await page.goto('/sq/desk/durres/questions');
	const all = await page.locator('tbody tr').count();
	await page.getByLabel('E ditur që para orës').selectOption('yes');
	await page.getByRole('button', { name: 'Filtro' }).click();
	const rows = page.locator('tbody tr');
	expect(await rows.count()).toBeGreaterThan(0);
	expect(await rows.count()).toBeLessThan(all);
	const known = 'E dinin që para orës: 100 në 100, nga 100 përgjigje në 5 klasa.';
	await rows.filter({ hasText: known }).getByRole('link').click();
	expect(await main(page)).toContain(known);
	expect(await main(page)).toContain('hiqeni nga pyetësori i ardhshëm');
	await sound(page, 'question at the ceiling');
	const address = new URL(page.url()).pathname;
	await page.context().close();
	const office = await enter('national');
	await office.goto(address);
	expect(await main(office)).toContain(known);
	await office.context().close();
});
