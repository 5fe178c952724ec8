import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closePhase, openPhase, prepareCheck } from '#checks/actions.server.ts';
import { isProven } from '#checks/code.server.ts';
import type { Check, Mode, Phase } from '#checks/model.ts';
import { getCheck, listCounts, listPairs, listPhases } from '#checks/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildActivities, buildPartner, buildProgramme } from '../support/builders.ts';
import { buildSet } from '../support/checks.ts';
import { choose, thanks } from './answering.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';
import { invalid } from './valid.ts';

// Knowledge checks on telephones and a shared tablet. A month of its own, long past, so that nobody else's journey meets it.
const slug = '2024-02';
let site: Site;
let browser: Browser;
let committee: Committee;
let set: string;
let confidence: string;
/** A telephone with script, and one without. */
let phone: BrowserContext;
let plain: BrowserContext;

const work = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> => inTransaction({ kind: 'installation' }, run);

beforeAll(async () => {
	site = await openSite();
	await work(async (tx) => {
		committee = await getCommittee(tx, { code: 'AL-02' });
		const programme = await buildProgramme(tx, committee.id, { slug, demonstration: true });
		const leadId = await buildPartner(tx, committee.id, 'Shkolla e pyetjeve', 'ngo');
		await buildActivities(tx, programme, [
			{ number: 1, title: 'Ora me nxënës', leadId, setting: 'school', state: 'ready', takesPlaceOn: `${slug}-12` },
		]);
		set = await buildSet(tx, committee.id);
		confidence = await buildSet(tx, committee.id, [{}, { kind: 'confidence' }, { kind: 'confidence' }]);
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

const prepare = async (mode: Mode, { persons = 25, setId = set } = {}): Promise<Check> => {
	const made = await work(async (tx) => {
		const programme = await getProgramme(tx, committee.id, slug);
		return prepareCheck(tx, 'command', committee, programme, 1, { setId, mode, label: 'IX-A', persons });
	});
	if (!made.ok) throw new Error(made.reason);
	return work((tx) => getCheck(tx, made.id));
};
const open = async (check: Check, phase: Phase): Promise<string> => {
	const opened = await work((tx) => openPhase(tx, 'command', check, { phase, minutes: 15 }));
	if (!opened.ok) throw new Error(opened.reason);
	return opened.code;
};
const close = (check: Check) =>
	work(async (tx) => {
		const phase = (await listPhases(tx, [check.id])).find(({ state }) => state === 'open');
		if (phase) await closePhase(tx, check, phase.id);
	});
const answered = async (check: Check): Promise<number[]> =>
	(await work((tx) => listPhases(tx, [check.id]))).map((one) => one.answered);
describe('a telephone', () => {
	test('a class before and after with cards: pairs are known, persons are not', async () => {
		const check = await prepare('paired');
		const before = await open(check, 'before');
		const page = await phone.newPage();
		await page.goto(`/k/${before.toLowerCase()}`);
		expect(new URL(page.url()).pathname).toBe(`/sq/k/${before}`);
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await page.getByText('Zgjidhni një përgjigje në të paktën').waitFor();
		await choose(page, [0, 1, 3, 2]);
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await page.getByText('Numri i kartës është nga 1 deri në').waitFor();
		expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('card');
		await page.getByLabel('Numri i kartës suaj').fill('7');
		const [sent] = await Promise.all([
			page.waitForRequest((request) => request.method() === 'POST'),
			page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click(),
		]);
		const fields = new URLSearchParams(sent.postData() ?? '');
		expect(isProven(before, fields.get('receipt') ?? '', fields.get('proof') ?? '')).toBe(true);
		await thanks(page);
		// Nothing of the answer is on the page, and Back does not bring it.
		expect([await page.locator('input').count(), await page.getByText('E dyta').count()]).toEqual([0, 0]);
		expect(new URL(page.url()).pathname).toBe(`/sq/k/${before}/thanks`);
		// The same card again, by somebody else.
		await page.goto(`/sq/k/${before}`);
		await choose(page, [1, 1, 1, 1]);
		await page.getByLabel('Numri i kartës suaj').fill('7');
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await page.getByText('Me këtë kartë është përgjigjur').waitFor();
		await page.getByLabel('Numri i kartës suaj').fill('8');
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await thanks(page);
		await close(check);
		const after = await open(check, 'after');
		await page.goto(`/en/k/${after}`);
		await choose(page, [1, 1, 1, 2]);
		await page.getByLabel('number on your card').fill('7');
		await page.getByRole('button', { name: 'Send the answers' }).click();
		await page.getByRole('link', { name: 'See the right answers' }).click();
		await page.getByRole('heading', { name: 'The right answers' }).waitFor();
		expect(await page.getByText('Explanation.').count()).toBe(4);
		await close(check);
		expect(await answered(check)).toEqual([2, 1]);
		const pairs = await work((tx) => listPairs(tx, [check.id]));
		expect(pairs.map(({ rightBefore, rightAfter, n }) => [rightBefore, rightAfter, n])).toEqual([
			...[
				[false, true, 1],
				[true, true, 1],
				[false, true, 1],
				[false, false, 1],
			],
		]);
		await page.close();
	});

	test('without script an answer is looked at, then sent, and counts once however often it is sent', async () => {
		const check = await prepare('unpaired');
		const code = await open(check, 'before');
		const page = await plain.newPage();
		await page.goto('/sq/k');
		await page.getByLabel('Kodi').fill(` ${code.slice(0, 3).toLowerCase()} ${code.slice(3)}`);
		await page.getByRole('button', { name: 'Vazhdoni' }).click();
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await page.getByRole('alert').getByText('Zgjidhni një përgjigje').waitFor();
		await choose(page, [1, 3]);
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await page.getByText('Ende nuk është dërguar asgjë').waitFor();
		expect(await invalid({ path: 'before sending', html: await page.content() })).toEqual([]);
		expect(await answered(check)).toEqual([0]);
		await page.getByRole('button', { name: 'Ndryshoni' }).click();
		expect(await page.locator('input[name="q1"][value="3"]').isChecked()).toBe(true);
		await choose(page, [2]);
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		const fields = await page
			.locator('main input[type="hidden"]')
			.evaluateAll((all) => all.map((one) => [(one as HTMLInputElement).name, (one as HTMLInputElement).value]));
		await page.getByRole('button', { name: 'Dërgoni', exact: true }).click();
		await thanks(page);
		const again = await page.request.post(`/sq/k/${code}/answer`, {
			form: Object.fromEntries(fields),
			headers: { origin: site.origin, accept: 'text/html' },
			maxRedirects: 0,
		});
		expect([again.status(), again.headers().location]).toEqual([303, `/sq/k/${code}/thanks`]);
		expect(await answered(check)).toEqual([1]);
		const [phase] = await work((tx) => listPhases(tx, [check.id]));
		const [of] = await work((tx) => listCounts(tx, [phase?.id ?? '']));
		expect([of?.way, of?.counts]).toEqual([
			'phone',
			[
				{ question: 0, option: 2, n: 1 },
				{ question: 1, option: 3, n: 1 },
				{ question: 2, option: -1, n: 1 },
				{ question: 3, option: -1, n: 1 },
			],
		]);
		await page.close();
	});

	test('a connection that breaks is tried again, and the answer counts once', async () => {
		const check = await prepare('after');
		const code = await open(check, 'after');
		const page = await phone.newPage();
		let times = 0;
		await page.route('**/answers', async (route) => {
			times += 1;
			// The first never leaves, of the second the answer never comes back.
			if (times === 1) return route.abort();
			if (times === 2) {
				await route.fetch();
				return route.abort();
			}
			return route.continue();
		});
		await page.goto(`/sq/k/${code}`);
		await choose(page, [1, 1, 1, 1]);
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await page.getByText('Nuk u dërgua ende').waitFor();
		await thanks(page);
		expect([times, await answered(check)]).toEqual([3, [1]]);
		await page.close();
	});

	test('a code that opens nothing says what to do; one that closes meanwhile too', async () => {
		const page = await phone.newPage();
		const check = await prepare('unpaired');
		const code = await open(check, 'before');
		await page.goto(`/sq/k/${code}`);
		await choose(page, [0]);
		await close(check);
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await page.getByText('Pyetjet janë mbyllur tashmë').waitFor();
		await page.goto(`/sq/k/${code}`);
		await page.getByText('Ky kod nuk hap asgjë tani').waitFor();
		expect(await violations(page, 'checks')).toEqual([]);
		await page.goto('/en/k/nonsense');
		await page.getByText('This code does not open any questions now').waitFor();
		await page.goto(`/sq/k/${code}/thanks`);
		await page.getByText('Pyetjet janë mbyllur. Mund ta mbyllni').waitFor();
		await page.close();
	});

	test('asks of confidence twice, now and before', async () => {
		const check = await prepare('retrospective', { setId: confidence });
		const page = await phone.newPage();
		await page.goto(`/sq/k/${await open(check, 'after')}`);
		expect(await page.locator('fieldset').count()).toBe(4);
		await page.getByRole('heading', { name: 'Më parë, para kësaj ore' }).waitFor();
		expect(await violations(page, 'checks')).toEqual([]);
		await choose(page, [2, 2, 0, 1]);
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await thanks(page);
		expect(await answered(check)).toEqual([1]);
		await page.close();
	});

	test('the page is small, of this site alone, and leaves nothing behind', async () => {
		const check = await prepare('paired');
		const code = await open(check, 'before');
		const context = await browser.newContext({ baseURL: site.origin, viewport: { width: 375, height: 700 } });
		const page = await context.newPage();
		const asked: string[] = [];
		let bytes = 0;
		page.on('response', async (response) => {
			asked.push(response.url());
			bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
		});
		await page.goto(`/sq/k/${code}`, { waitUntil: 'networkidle' });
		expect(asked.map((url) => new URL(url).host)).toEqual(asked.map(() => new URL(site.origin).host));
		expect(asked).toHaveLength(2);
		expect(bytes).toBeLessThan(40 * 1024);
		console.log(`page of a code: ${bytes} bytes with its script, before compression`);
		await choose(page, [1]);
		await page.getByLabel('Numri i kartës suaj').fill('3');
		await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
		await thanks(page);
		expect(await context.cookies()).toEqual([]);
		expect(
			await page.evaluate(async () => [
				...[localStorage.length, sessionStorage.length],
				...[(await indexedDB.databases()).length, (await caches?.keys())?.length ?? 0],
			]),
		).toEqual([0, 0, 0, 0]);
		await context.close();
	});
});

describe('a tablet from hand to hand', () => {
	for (const scripted of [true, false])
		test(`three people ${scripted ? 'with' : 'without'} script, each on a clean page`, async () => {
			const check = await prepare('unpaired');
			const code = await open(check, 'before');
			const page = await (scripted ? phone : plain).newPage();
			await page.goto(`/sq/k/${code}?tablet=1`);
			for (let person = 0; person < 3; person += 1) {
				expect(await page.locator('input:checked').count()).toBe(0);
				await choose(page, [person, 1, 1, 1]);
				await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
				if (!scripted) await page.getByRole('button', { name: 'Dërgoni', exact: true }).click();
				await thanks(page);
				await page.getByRole('link', { name: 'Personi tjetër' }).click();
				await page.locator('form[data-check]').waitFor();
			}
			expect(await answered(check)).toEqual([3]);
			const [phase] = await work((tx) => listPhases(tx, [check.id]));
			const counts = await work((tx) => listCounts(tx, [phase?.id ?? '']));
			expect(counts.map(({ way }) => way)).toEqual(['tablet']);
			if (scripted) {
				await page.goBack().catch(() => null);
				expect(await page.locator('input:checked').count()).toBe(0);
			}
			await page.close();
		});
});
