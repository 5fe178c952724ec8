import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closePhase, openPhase, prepareCheck } from '#checks/actions.server.ts';
import type { Mode } from '#checks/model.ts';
import { getCheck, listPhases } from '#checks/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { setSize, type Words } from '#questions/model.ts';
import { buildActivities, buildPartner, buildProgramme } from '../support/builders.ts';
import { buildSet } from '../support/checks.ts';
import { buildPng, keepBytes } from '../support/kept.ts';
import { buildMp3 } from '../support/sounds.ts';
import { choose, thanks } from './answering.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';
import { invalid } from './valid.ts';

// Pictures and recordings where somebody answers: telephone, shared tablet, hands, and what the printed sheet says of them. A month of its own.
const slug = '2022-04';
let site: Site;
let browser: Browser;
let committee: Committee;
let set: string;
const work = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> => inTransaction({ kind: 'installation' }, run);

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	await work(async (tx) => {
		committee = await getCommittee(tx, { code: 'AL-02' });
		const programme = await buildProgramme(tx, committee.id, { slug, demonstration: true });
		const leadId = await buildPartner(tx, committee.id, 'Shkolla e figurave', 'ngo');
		await buildActivities(tx, programme, [
			{ number: 1, title: 'Ora me figura', leadId, setting: 'school', state: 'ready', takesPlaceOn: `${slug}-12` },
		]);
		// As many as a set may have, each with everything, in the longest words of the bank: the largest page there is.
		const wishes = [];
		for (const [at, text] of longest(10).entries()) {
			const sha256 = await keepBytes(tx, buildPng(480 + at, 320), 'image/png');
			const sounds = { sq: buildMp3({ frames: 80 + at }), en: buildMp3({ frames: 120 + at }) };
			wishes.push({
				text,
				files: [
					{ slot: 'picture', sha256, alt: { sq: `Figura ${at + 1}`, en: `Picture ${at + 1}` } },
					{ slot: 'audio_sq', sha256: await keepBytes(tx, sounds.sq, 'audio/mpeg'), alt: null },
					{ slot: 'audio_en', sha256: await keepBytes(tx, sounds.en, 'audio/mpeg'), alt: null },
				],
			} as const);
		}
		set = await buildSet(tx, committee.id, wishes, 'Pyetje me figura');
	});
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

/** A set whose every text has as many letters as the bank takes, in both languages, with everything else that a question may have. */
async function buildLongest(kinds: readonly ('knowledge' | 'confidence')[]): Promise<string> {
	const words = {
		sq: 'Çfarë bën nëse një njeri që e njeh prej kohësh të ofron një punë jashtë vendit dhe të kërkon t’i lësh dokumentet? ',
		en: 'What do you do if somebody you have known for long offers you a job abroad & asks you to leave your documents? ',
	};
	const cut = (length: number, from: number): Words => {
		const [sq, en] = [words.sq, words.en].map((text) =>
			text
				.repeat(6)
				.slice(from, from + length)
				.replace(/^ | $/g, 'ë'),
		);
		return { sq: sq ?? '', en: en ?? '' };
	};
	const text = { prompt: cut(300, 0), options: [1, 2, 3, 4].map((from) => cut(160, from)) };
	return work(async (tx) => {
		const wishes = [];
		for (let at = 0; at < 10; at += 1) {
			const sha256 = await keepBytes(tx, buildPng(600 + at, 320), 'image/png');
			const sounds = { sq: buildMp3({ frames: 180 + at }), en: buildMp3({ frames: 220 + at }) };
			wishes.push({
				...{ kind: kinds[at] ?? 'knowledge', text },
				files: [
					{ slot: 'picture', sha256, alt: cut(200, at) },
					{ slot: 'audio_sq', sha256: await keepBytes(tx, sounds.sq, 'audio/mpeg'), alt: null },
					{ slot: 'audio_en', sha256: await keepBytes(tx, sounds.en, 'audio/mpeg'), alt: null },
				],
			} as const);
		}
		return buildSet(tx, committee.id, wishes, `Tekstet më të gjata, ${kinds.length}`);
	});
}

type Text = { prompt: Words; options: Words[] };
function longest(n: number): Text[] {
	const files = readdirSync('db/questions').map((file) => readFileSync(join('db/questions', file), 'utf8'));
	const all = files.flatMap((text) => (JSON.parse(text) as { questions: Text[] }).questions);
	const length = (one: Text) => JSON.stringify([one.prompt.sq, one.options.map(({ sq }) => sq)]).length;
	return all.toSorted((one, other) => length(other) - length(one)).slice(0, n);
}

const openClass = async (mode: Mode, phase: 'before' | 'after' = 'before', setId = set) => {
	const id = await work(async (tx) => {
		const programme = await getProgramme(tx, committee.id, slug);
		const about = { setId, mode, label: 'IX-A', persons: 25 };
		const made = await prepareCheck(tx, 'command', committee, programme, 1, about);
		if (!made.ok) throw new Error(made.reason);
		return made.id;
	});
	const check = await work((tx) => getCheck(tx, id));
	const opened = await work((tx) => openPhase(tx, 'command', check, { phase, minutes: 15 }));
	if (!opened.ok) throw new Error(opened.reason);
	const close = () => work(async (tx) => closePhase(tx, check, (await listPhases(tx, [id]))[0]?.id ?? ''));
	return { id, code: opened.code, close };
};
const enter = async (javaScriptEnabled: boolean): Promise<BrowserContext> => {
	const context = await browser.newContext({
		...{ baseURL: site.origin, javaScriptEnabled, viewport: { width: 375, height: 700 } },
	});
	return context;
};
/** What is painted of the first picture, and how long its recording is once somebody presses. */
const shown = async (page: Page) => {
	const picture = page.getByRole('img', { name: 'Figura 1', exact: true });
	await picture.scrollIntoViewIfNeeded();
	await expect.poll(() => picture.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(480);
	// Fails where the browser cannot paint what came.
	await picture.evaluate((one) => (one as HTMLImageElement).decode());
	const box = await picture.boundingBox();
	expect([(box?.width ?? 0) > 200, (box?.height ?? 0) > 100]).toEqual([true, true]);
	const sound = page.locator('audio').first();
	expect(await sound.getAttribute('aria-label')).toBe('Dëgjoni pyetjen 1 dhe përgjigjet');
	const played = () => sound.evaluate((one) => (one as HTMLAudioElement).readyState);
	expect(await played()).toBe(0);
	await sound.evaluate(async (one) => {
		(one as HTMLAudioElement).muted = true;
		await (one as HTMLAudioElement).play();
	});
	await expect.poll(played).toBeGreaterThan(0);
	expect(await sound.evaluate((one) => (one as HTMLAudioElement).duration)).toBeGreaterThan(1);
};

describe('a code', () => {
	test('nobody has its files with another code, nor afterwards', async () => {
		const [one, other] = [await openClass('unpaired'), await openClass('unpaired')];
		const page = await (await enter(false)).newPage();
		await page.goto(`/sq/k/${one.code}`);
		const address = (await page.locator('fieldset img').first().getAttribute('src')) ?? '';
		expect(address).toMatch(/^\/k\/[2-9A-Z]{6}\/files\/[0-9a-f]{16}\.png$/);
		const head = async (path: string, headers = {}) => {
			const answer = await page.request.get(path, { headers });
			return [answer.status(), answer.headers()['cache-control'], answer.headers()['set-cookie']];
		};
		await other.close();
		expect(await head(address.replace(one.code, other.code))).toEqual([404, 'no-store', undefined]);
		expect(await head(address.replace(one.code, 'ABC234'))).toEqual([404, 'no-store', undefined]);
		expect(await head(address)).toEqual([200, 'private, max-age=86400, immutable', undefined]);
		const sound = (await page.locator('audio').first().getAttribute('src')) ?? '';
		expect((await head(sound, { range: 'bytes=0-99' }))[0]).toBe(206);
		expect((await head(sound, { range: 'bytes=9999999-' }))[0]).toBe(416);
		await one.close();
		await page.goto(`/sq/k/${one.code}`);
		// The server hears of it a moment later, unless the page asked first.
		await expect.poll(async () => (await head(address))[0]).toBe(404);
		await page.context().close();
	});

	for (const scripted of [true, false])
		test(`a telephone ${scripted ? 'with' : 'without'} script sees the picture and hears the question`, async () => {
			const { code } = await openClass('unpaired');
			const page = await (await enter(scripted)).newPage();
			await page.goto(`/sq/k/${code}`);
			expect(await page.locator('fieldset img[loading=lazy][width][height][alt]').count()).toBe(10);
			expect(await page.locator('fieldset audio[preload=none][controls]').count()).toBe(10);
			if (scripted) await shown(page);
			if (scripted) expect(await violations(page, 'checks')).toEqual([]);
			// The thanks have their heading too, unseen until something is sent.
			const faults = await invalid({ path: 'code with files', html: await page.content() });
			expect(faults.filter((fault) => !fault.includes('Multiple <h1>'))).toEqual([]);
			await choose(page, [1, 1]);
			await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
			if (!scripted) await page.getByRole('button', { name: 'Dërgoni', exact: true }).click();
			await thanks(page);
			await page.goto(`/en/k/${code}`);
			await page.getByRole('img', { name: 'Picture 10' }).waitFor();
			expect(await page.context().cookies()).toEqual([]);
			await page.context().close();
		});

	test('its page stays small: what is not looked at is not loaded', async () => {
		const { code } = await openClass('paired');
		const page = await (await enter(true)).newPage();
		const [pictures, others]: [string[], Promise<Buffer>[]] = [[], []];
		page.on('response', (response) => {
			if (new URL(response.url()).pathname.includes('/files/')) pictures.push(response.url());
			else others.push(response.body());
		});
		await page.goto(`/sq/k/${code}`, { waitUntil: 'networkidle' });
		const bytes = (await Promise.all(others)).reduce((sum, { length }) => sum + length, 0);
		console.log(
			`page of a code, ten questions with pictures and recordings: ${bytes} bytes with its script, before compression`,
		);
		expect([others.length, bytes < 40 * 1024]).toEqual([2, true]);
		expect(pictures.filter((url) => url.endsWith('.mp3'))).toEqual([]);
		await page.context().close();
	});

	test('with every text as long as the bank takes, its page stays below 40 KB too, in both languages', async () => {
		const said: string[] = [];
		const confidence = Array.from({ length: setSize.mostConfidence }, () => 'confidence' as const);
		for (const [kinds, mode, phase] of [
			[[], 'paired', 'before'],
			// Asked twice, about now and about then.
			[confidence, 'retrospective', 'after'],
		] as const) {
			const { code } = await openClass(mode, phase, await buildLongest(kinds));
			const script = (await (await fetch(`${site.origin}/check.js`)).arrayBuffer()).byteLength;
			for (const locale of ['sq', 'en']) {
				const answer = await fetch(`${site.origin}/${locale}/k/${code}`);
				const bytes = (await answer.arrayBuffer()).byteLength + script;
				console.log(
					`page of a code in the longest texts, ${mode}, ${locale}: ${bytes} bytes with its script, before compression`,
				);
				if (bytes >= 40 * 1024) said.push(`${mode} ${locale}: ${bytes}`);
			}
		}
		expect(said).toEqual([]);
	});

	test('a tablet from hand to hand shows them to everybody, each on a clean page', async () => {
		const { code } = await openClass('unpaired');
		const page = await (await enter(true)).newPage();
		await page.goto(`/sq/k/${code}?tablet=1`);
		for (let person = 0; person < 2; person += 1) {
			await shown(page);
			expect(await page.locator('input:checked').count()).toBe(0);
			await choose(page, [person]);
			await page.getByRole('button', { name: 'Dërgoni përgjigjet' }).click();
			await thanks(page);
			await page.getByRole('link', { name: 'Personi tjetër' }).click();
			await page.locator('form[data-check]').waitFor();
		}
		await page.context().close();
	});
});

test('whoever counts hands shows the picture; the page of the sheets says that they have none', async () => {
	const { id } = await openClass('group');
	const context = await enter(true);
	await site.enterDesk(context);
	const page = await context.newPage();
	const checks = `/sq/desk/durres/${slug}/activities/1/checks`;
	await page.goto(`${checks}/${id}/hands`);
	await page.getByRole('button', { name: 'Pyetja tjetër' }).click();
	await shown(page);
	expect(await violations(page, 'hands')).toEqual([]);
	const printed = await openClass('unpaired');
	await page.goto(`${checks}/${printed.id}/sheet`);
	await page.getByText('10 pyetje kanë figura. Në fletë ato nuk shtypen').waitFor();
	expect(await violations(page, 'sheets')).toEqual([]);
	await page.getByRole('link', { name: 'Pyetjet me figura' }).click();
	expect(await page.locator('.paper img').count()).toBe(10);
	await context.close();
});
