import { ColorSpace, Pixmap } from 'mupdf';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareCheck } from '#checks/actions.server.ts';
import type { Check, Mode } from '#checks/model.ts';
import { getCheck, listCounts, listPairs, listPhases } from '#checks/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { getSet } from '#questions/store.server.ts';
import { buildActivities, buildPartner, buildProgramme } from '../support/builders.ts';
import { chance } from '../support/chance.ts';
import { buildSet } from '../support/checks.ts';
import { type Sheet, sheetsOf } from '../support/filled.ts';
import { crossed } from '../support/pens.ts';
import { photographOf, telephones } from '../support/photographs.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';
import { invalid } from './valid.ts';

// Printed sheets of a class. A month of its own, long past, so that nobody else's journey meets it.
const slug = '2024-07';
let site: Site;
let browser: Browser;
let committee: Committee;
let set: string;
/** A telephone with script, and one without. */
let phone: BrowserContext;
let plain: BrowserContext;

const work = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> => inTransaction({ kind: 'installation' }, run);

beforeAll(async () => {
	site = await openSite();
	await work(async (tx) => {
		committee = await getCommittee(tx, { code: 'AL-02' });
		const programme = await buildProgramme(tx, committee.id, { slug, demonstration: true });
		const leadId = await buildPartner(tx, committee.id, 'Shkolla e fletëve', 'ngo');
		await buildActivities(tx, programme, [
			{ number: 1, title: 'Ora me fletë', leadId, setting: 'school', state: 'ready', takesPlaceOn: `${slug}-12` },
		]);
		set = await buildSet(tx, committee.id);
	});
	browser = await openBrowser();
	const enter = async (javaScriptEnabled: boolean) => {
		const context = await browser.newContext({
			...{ baseURL: site.origin, javaScriptEnabled, viewport: { width: 375, height: 800 } },
		});
		context.setDefaultTimeout(120_000);
		await site.enterDesk(context);
		return context;
	};
	[phone, plain] = [await enter(true), await enter(false)];
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

const prepare = async (mode: Mode, setId = set): Promise<Check> => {
	const made = await work(async (tx) => {
		const programme = await getProgramme(tx, committee.id, slug);
		return prepareCheck(tx, 'command', committee, programme, 1, { setId, mode, label: 'IX-A', persons: 10 });
	});
	if (!made.ok) throw new Error(made.reason);
	return work((tx) => getCheck(tx, made.id));
};
const addressOf = ({ id }: Check) => `/sq/desk/durres/${slug}/activities/1/checks/${id}/sheet`;
const choose = async (page: Page, side: string, answers: readonly string[]) => {
	for (const [question, answer] of answers.entries())
		await page
			.getByRole('group', { name: side, exact: true })
			.locator(`[data-question$="${question}"] label`)
			.filter({ hasText: answer })
			.click();
};
const pairsOf = async (check: Check) =>
	(await work((tx) => listPairs(tx, [check.id])))
		.filter(({ question }) => question === 0)
		.map(({ rightBefore, rightAfter, n }) => [rightBefore, rightAfter, n])
		.toSorted();

describe('without script', () => {
	test('three sheets are entered, one is taken back, and the class is counted', async () => {
		const check = await prepare('paired');
		const page = await plain.newPage();
		await page.goto(addressOf(check));
		expect(await invalid({ path: 'sheets', html: await page.content() })).toEqual([]);
		const next = page.getByRole('button', { name: 'Fleta tjetër' });
		await next.click();
		await page.getByRole('alert').getByText('Kjo fletë është bosh').waitFor();
		for (const before of ['E para', 'E para', 'E dyta', 'E treta']) {
			await choose(page, 'PARA', [before, 'Nuk e di']);
			await choose(page, 'PAS', ['E dyta', 'E dyta', 'E dyta', 'E dyta']);
			await next.click();
		}
		await page.getByText('Fletë të futura: 4').waitFor();
		await page.getByRole('button', { name: 'Hiq të fundit' }).click();
		await page.getByText('Fletë të futura: 3').waitFor();
		await page.getByRole('button', { name: 'U futën të gjitha' }).click();
		await page.getByText('Fletët u numëruan.').waitFor();
		expect(await pairsOf(check)).toEqual([
			[false, true, 2],
			[true, true, 1],
		]);
		await page.goto(addressOf(check));
		// Nobody has tried anything: a fact, no refusal.
		await page.getByText('Fletët e kësaj klase janë futur tashmë').waitFor();
		expect(await page.getByText('Nuk u bë').count()).toBe(0);
		expect(await next.count()).toBe(0);
	});

	test('of a class of which one half was counted the other half can still be entered', async () => {
		const check = await prepare('unpaired');
		const page = await plain.newPage();
		await page.goto(addressOf(check));
		await choose(page, 'PARA', ['E para', 'Nuk e di']);
		await page.getByRole('button', { name: 'U futën të gjitha' }).click();
		await page.getByText('Fletët u numëruan.').waitFor();
		await page.goto(addressOf(check));
		await page.getByText('PARA: Fletët e kësaj klase janë futur tashmë').waitFor();
		expect(await page.getByText('Nuk u bë').count()).toBe(0);
		expect(await page.getByRole('group', { name: 'PARA', exact: true }).count()).toBe(0);
		expect(await invalid({ path: 'sheets', html: await page.content() })).toEqual([]);
		await choose(page, 'PAS', ['E dyta']);
		await page.getByRole('button', { name: 'U futën të gjitha' }).click();
		await page.getByText('Fletët u numëruan.').waitFor();
		const phases = await work((tx) => listPhases(tx, [check.id]));
		expect(phases.map(({ phase, answered }) => `${phase} ${answered}`).toSorted()).toEqual(['after 1', 'before 1']);
	});

	test('the papers are printed from the page', async () => {
		const check = await prepare('paired');
		for (const paper of ['sheet', 'cards', 'counting', 'nothing']) {
			const answer = await plain.request.get(`${addressOf(check)}/${paper}.pdf`);
			expect([paper, answer.status()]).toEqual([paper, paper === 'nothing' ? 404 : 200]);
			if (answer.ok()) expect((await answer.body()).toString('latin1', 0, 5)).toBe('%PDF-');
		}
	});
});

describe('with script', () => {
	/** A sheet filled in with crosses (two in one question: both), and photographed. */
	function pictureOf(sheet: Sheet, marks: readonly (readonly number[][])[], seed: number): Buffer {
		const random = chance(seed);
		const page = { ...sheet.page, light: sheet.page.light.slice() };
		for (const [half, { boxes }] of sheet.halves.entries())
			for (const box of boxes) if (marks[half]?.[box.question]?.includes(box.option)) crossed(page, box, random);
		const { width, height, grey } = photographOf(page, telephones[0] as (typeof telephones)[number], random);
		const picture = new Pixmap(ColorSpace.DeviceGray, [0, 0, width, height], false);
		picture.getPixels().set(grey);
		return Buffer.from(picture.asPNG());
	}

	test('pictures fill the sheets in; what is not clear is asked with its place, and nothing leaves the telephone before the end', async () => {
		const check = await prepare('paired');
		const [sheet] = await sheetsOf(await work((tx) => getSet(tx, set)), 'paired');
		if (!sheet) throw new Error('no sheet');
		const page = await phone.newPage();
		const sent: string[] = [];
		page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
		await page.goto(addressOf(check));
		await page.locator('form[data-ready]').waitFor();
		expect(await violations(page, 'sheets')).toEqual([]);
		const clear = [
			[[1], [0], [2], [3]],
			[[1], [1], [1], [1]],
		];
		const unclear = [
			[[0], [0, 2], [2], [3]],
			[[1], [1], [1], []],
		];
		const files = [clear, unclear, clear].map((marks, at) => ({
			...{ name: `${at}.png`, mimeType: 'image/png', buffer: pictureOf(sheet, marks, 40 + at) },
		}));
		await page.locator('[data-picture][multiple]').setInputFiles(files);
		await page.getByText('Fletë të futura: 1').waitFor();
		await page.getByText('Janë shënuar dy. Cila vlen?').waitFor();
		await page.getByText('A është lënë bosh?').waitFor();
		expect(await page.locator('fieldset canvas').count()).toBe(2);
		expect(await violations(page, 'sheets')).toEqual([]);
		const next = page.getByRole('button', { name: 'Fleta tjetër' });
		await next.click();
		const told = page.locator('[data-told]');
		await told.getByText('Shikoni vendet e shënuara (2)').waitFor();
		await told.getByText('Fotografi në pritje: 1').waitFor();
		await choose(page, 'PARA', ['E para', 'E treta']);
		await told.getByText('Shikoni vendet e shënuara (1)').waitFor();
		await page
			.getByRole('group', { name: 'PAS', exact: true })
			.locator('[data-question="after3"] label')
			.filter({ hasText: 'Pa përgjigje' })
			.click();
		// A slip of the finger can be mended: the sheet joins the others when the next one is asked for.
		await told.getByText('Fleta u plotësua').waitFor();
		await page.getByText('Fletë të futura: 1').waitFor();
		await next.click();
		await page.getByText('Fletë të futura: 3').waitFor();
		// By keyboard: letters and digits choose and go on.
		await page.locator('[data-question="before0"] input').first().focus();
		for (const key of ['b', '1', 'd', '-', 'b', 'b', 'b', 'b', 'Enter']) await page.keyboard.press(key);
		await page.getByText('Fletë të futura: 4').waitFor();
		expect(sent).toEqual([]);
		await page.getByRole('button', { name: 'U futën të gjitha' }).click();
		await page.getByText('Fletët u numëruan.').waitFor();
		expect(await pairsOf(check)).toEqual([
			[false, true, 1],
			[true, true, 3],
		]);
		const [phase] = await work((tx) => listPhases(tx, [check.id]));
		const [counts] = await work((tx) => listCounts(tx, [phase?.id ?? '']));
		const of = (question: number) =>
			counts?.counts.filter((one) => one.question === question).map(({ option, n }) => [option, n]);
		if (phase?.phase === 'before')
			expect([of(1), of(3)]).toEqual([
				[
					[0, 3],
					[2, 1],
				],
				[
					[-1, 1],
					[3, 3],
				],
			]);
		else
			expect(of(3)).toEqual([
				[-1, 1],
				[1, 3],
			]);
	});

	test('of a sheet that is not cut apart yet each half is another person', async () => {
		const check = await prepare('after');
		const [sheet] = await sheetsOf(await work((tx) => getSet(tx, set)), 'after');
		if (!sheet) throw new Error('no sheet');
		const page = await phone.newPage();
		await page.goto(addressOf(check));
		await page.locator('form[data-ready]').waitFor();
		const marks = [
			[[1], [], [2], [3]],
			[[0], [0], [0], [0]],
		];
		const buffer = pictureOf(sheet, marks, 51);
		await page.locator('[data-picture][multiple]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer });
		await page.getByText('A është lënë bosh?').waitFor();
		await choose(page, 'PAS', ['E dyta', 'Pa përgjigje']);
		await page.getByRole('button', { name: 'Fleta tjetër' }).click();
		await page.getByText('Fletë të futura: 2').waitFor();
		expect(await page.locator('input[name=sheets]').inputValue()).toBe('|1-23 |0000');
	});

	/** A page for a sheet of nine questions with two sides, and how one side of it is photographed. */
	async function twoSided() {
		const long = await work((tx) => buildSet(tx, committee.id, Array(9).fill({})));
		const check = await prepare('paired', long);
		const sides = await sheetsOf(await work((tx) => getSet(tx, long)), 'paired');
		expect(sides).toHaveLength(2);
		const page = await phone.newPage();
		await page.goto(addressOf(check));
		await page.locator('form[data-ready]').waitFor();
		const input = page.locator('[data-picture]').last();
		/** All questions with the option, but for those that are named. */
		const show = async (side: number, option: number, seed: number, but: Record<number, number[]> = {}) => {
			const marks = [Array.from({ length: 9 }, (_, question) => but[question] ?? [option])];
			const buffer = pictureOf(sides[side] as Sheet, marks, seed);
			await input.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer });
		};
		return { page, show };
	}

	test('of a sheet with two sides the second picture waits until the first is clear, and both become one sheet', async () => {
		const { page, show } = await twoSided();
		await page.getByText('printojeni në të dyja anët').waitFor();
		const told = page.locator('[data-told]');
		const settle = (name: string, text: string) =>
			page.locator(`[data-question="${name}"] label`).filter({ hasText: text }).click();
		await show(0, 0, 71, { 2: [0, 1], 5: [] });
		await told.getByText('Shikoni vendet e shënuara (2)').waitFor();
		await told.getByText('Pastaj fotografoni anën tjetër').waitFor();
		await show(1, 1, 72);
		await told.getByText('Fotografi në pritje: 1').waitFor();
		// Another picture of the same would become a sheet that there is not.
		await show(1, 1, 73);
		await told.getByText('ana tjetër pret tashmë').waitFor();
		await settle('before2', 'E para');
		await told.getByText(/^Shikoni vendet e shënuara \(1\).*Fotografi në pritje: 1/).waitFor();
		await settle('before5', 'Pa përgjigje');
		await told.getByText('Fleta u plotësua').waitFor();
		await page.getByText('Fletë të futura: 0').waitFor();
		// Whoever shows the next sheet goes on.
		await show(0, 3, 74);
		await page.getByText('Fletë të futura: 1').waitFor();
		await told.getByText('Tani ana tjetër').waitFor();
		await show(1, 2, 75);
		await page.getByText('Fletë të futura: 2').waitFor();
		const carried = '00000-000|111111111 333333333|222222222';
		expect(await page.locator('input[name=sheets]').inputValue()).toBe(carried);
	});

	test('whoever leaves the page with sheets that are not counted is asked, and nobody after they are', async () => {
		const check = await prepare('paired');
		const page = await phone.newPage();
		const asked: string[] = [];
		page.on('dialog', (dialog) => {
			asked.push(dialog.type());
			void dialog.accept();
		});
		const open = async () => {
			await page.goto(addressOf(check));
			await page.locator('form[data-ready]').waitFor();
		};
		const enterOne = async () => {
			await choose(page, 'PARA', ['E para']);
			await page.getByRole('button', { name: 'Fleta tjetër' }).click();
			await page.getByText('Fletë të futura: 1').waitFor();
		};
		await open();
		await open();
		expect(asked).toEqual([]);
		await enterOne();
		await open();
		expect(asked).toEqual(['beforeunload']);
		await enterOne();
		await page.getByRole('button', { name: 'U futën të gjitha' }).click();
		await page.getByText('Fletët u numëruan.').waitFor();
		expect(asked).toEqual(['beforeunload']);
		await page.close();
	});

	test('of a half that is counted already no picture is taken over, and the half that is missing is enough', async () => {
		const check = await prepare('paired');
		const page = await phone.newPage();
		await page.goto(addressOf(check));
		await choose(page, 'PARA', ['E para']);
		await page.getByRole('button', { name: 'U futën të gjitha' }).click();
		await page.getByText('Fletët u numëruan.').waitFor();
		await page.goto(addressOf(check));
		await page.locator('form[data-ready]').waitFor();
		await page.getByText('nuk lidhet me gjysmën që u numërua').waitFor();
		expect(await violations(page, 'sheets')).toEqual([]);
		const [sheet] = await sheetsOf(await work((tx) => getSet(tx, set)), 'paired');
		if (!sheet) throw new Error('no sheet');
		const buffer = pictureOf(sheet, [Array(4).fill([0]), Array(4).fill([2])], 81);
		await page.locator('[data-picture][multiple]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer });
		await page.getByText('Fletë të futura: 1').waitFor();
		expect(await page.locator('input[name=sheets]').inputValue()).toBe('|2222');
	});

	test('of a sheet with two sides both are read before it counts, and the same side twice is refused', async () => {
		const { page, show } = await twoSided();
		await show(0, 0, 61);
		await page.locator('[data-told]').getByText('Kjo anë u lexua').waitFor();
		await show(0, 2, 62);
		await page.locator('[data-told]').getByText('ishte lexuar tashmë').waitFor();
		await show(1, 1, 63);
		await page.getByText('Fletë të futura: 1').waitFor();
		await show(1, 1, 64);
		await page.locator('[data-told]').getByText('Kjo anë u lexua').waitFor();
		const next = page.getByRole('button', { name: 'Fleta tjetër' });
		await next.click();
		await page.locator('[data-told]').getByText('Mungon ana tjetër').waitFor();
		await next.click();
		await page.getByText('Fletë të futura: 2').waitFor();
		expect(await page.locator('input[name=sheets]').inputValue()).toBe('000000000|111111111 |111111111');
	});

	test('a picture without a sheet says what to do', async () => {
		const page = await phone.newPage();
		await page.goto(addressOf(await prepare('after')));
		await page.locator('form[data-ready]').waitFor();
		const picture = new Pixmap(ColorSpace.DeviceGray, [0, 0, 640, 480], false);
		picture.getPixels().fill(180);
		const buffer = Buffer.from(picture.asPNG());
		await page.locator('[data-picture][multiple]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer });
		await page.getByText('Afrohuni, drejt mbi fletë').waitFor();
		const text = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
		await page.locator('[data-picture][multiple]').setInputFiles(text);
		await page.getByText('Ky skedar nuk hapet si fotografi').waitFor();
	});
});
