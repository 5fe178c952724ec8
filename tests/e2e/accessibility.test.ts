import { AxeBuilder } from '@axe-core/playwright';
import { type ConfigData, HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crawl, type Found, isSampled, pattern, sample } from './crawl.ts';
import { openBrowser, openSite, type Site } from './site.ts';

const rules: ConfigData = {
	root: true,
	extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
	rules: {
		// Formatting, which the template language decides: void elements, spaces, the case of the doctype.
		'void-style': 'off',
		'no-trailing-whitespace': 'off',
		'doctype-style': 'off',
		'attribute-boolean-style': 'off',
		'attribute-empty-style': 'off',
		// Types that HTML gives by itself: a text field, a button that sends its form.
		'no-implicit-input-type': 'off',
		'no-implicit-button-type': 'off',
		// Style sheets are our own and inside the page; these links are switched off.
		'require-sri': ['error', { target: 'crossorigin' }],
		// A group of checkboxes shares its name, as radio buttons do.
		'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit', 'reset'] }],
		'no-inline-style': 'error',
		// Titles begin with the page's own words; the longest are names of institutions.
		'long-title': 'off',
	},
};
const validator = new HtmlValidate(rules);

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let pages: Found[];

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: site.origin });
	page = await context.newPage();
	const cookie = await site.enterDesk(context);
	const ask = (path: string) => fetch(site.origin + path, { redirect: 'manual', headers: { cookie } });
	pages = await crawl(
		site.origin,
		ask,
		['/sq', '/en', '/sq/desk', '/en/desk', '/sq/nothing', '/en/nothing'],
		isSampled,
	);
}, 120_000);
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

async function invalid({ path, html }: Pick<Found, 'path' | 'html'>): Promise<string[]> {
	const report = await validator.validateString(html, path);
	return report.results.flatMap((result) =>
		result.messages
			.filter(({ severity }) => severity === 2)
			.map(({ ruleId, message, line, column }) => `${path}:${line}:${column} ${ruleId}: ${message}`),
	);
}
async function violations(where: string): Promise<string[]> {
	const { violations: found } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
		.analyze();
	return found.flatMap(({ id, nodes }) =>
		nodes.map((node) => `${where} ${id}: ${node.target.join(' ')} ${node.failureSummary?.replaceAll('\n', ' ')}`),
	);
}

test('the walk comes to every page of the demonstration', () => {
	const patterns = new Set(pages.map(({ path }) => pattern(path)));
	expect(
		pages
			.filter(({ status, path }) => status >= 400 && !path.endsWith('/nothing'))
			.map(({ path, status }) => `${status} ${path}`),
	).toEqual([]);
	expect(
		[...patterns]
			.filter((one) => one.startsWith('/sq'))
			.map((one) => one.replace('/sq', ''))
			.sort(),
	).toEqual(
		[...patterns]
			.filter((one) => one.startsWith('/en'))
			.map((one) => one.replace('/en', ''))
			.sort(),
	);
	expect(patterns.size).toBeGreaterThan(20);
});

test('every page is valid HTML', async () => {
	const wrong = (await Promise.all(pages.map(invalid))).flat();
	expect(wrong).toEqual([]);
}, 120_000);

test('every kind of page is free of axe violations, on screen and on paper', async () => {
	const wrong: string[] = [];
	const printed = new Set(sample(pages, 1));
	for (const found of sample(pages, 2)) {
		await page.goto(found.path);
		wrong.push(...(await violations(found.path)));
		if (!printed.has(found)) continue;
		await page.emulateMedia({ media: 'print' });
		wrong.push(...(await violations(`${found.path} printed`)));
		await page.emulateMedia({ media: 'screen' });
	}
	expect(wrong).toEqual([]);
}, 3_600_000);

test('no page scrolls sideways at 320 pixels', async () => {
	await page.setViewportSize({ width: 320, height: 640 });
	const wide: string[] = [];
	for (const { path } of sample(pages, 2)) {
		await page.goto(path);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		if (width > 320) wide.push(`${path}: ${width}`);
	}
	await page.setViewportSize({ width: 1280, height: 900 });
	expect(wide).toEqual([]);
}, 300_000);

test('forms with mistakes are as accessible as forms without', async () => {
	const wrong: string[] = [];
	let refused = 0;
	for (const { path, html } of sample(pages, 1)) {
		if (!/\/desk\//.test(path) || !/<form[^>]+method="post"/i.test(html)) continue;
		await page.goto(path);
		for (let index = 0; index < (await page.locator('main form[method="post" i]').count()); index++) {
			const form = page.locator('main form[method="post" i]').nth(index);
			// Forms that take any words would take these too, and change what other tests look at.
			const strict = form.locator(
				'input[required]:not([type=hidden]), textarea[required], input[type=date], input[type=month], input[type=time], input[type=number]',
			);
			if ((await strict.count()) === 0 || !(await form.isVisible())) continue;
			await form.evaluate((node: HTMLFormElement) => {
				node.noValidate = true;
				for (const field of node.querySelectorAll('input, textarea')) {
					if (field instanceof HTMLTextAreaElement && field.required) field.value = '';
					if (
						!(field instanceof HTMLInputElement) ||
						['hidden', 'checkbox', 'radio', 'file', 'submit'].includes(field.type)
					)
						continue;
					// Neither a day, an hour nor a number; required texts stay empty.
					const empty = field.required && field.type === 'text';
					field.type = 'text';
					field.value = empty ? '' : '31.09.x';
				}
			});
			const [answer] = await Promise.all([
				page.waitForNavigation(),
				form.evaluate((node: HTMLFormElement) => node.requestSubmit()),
			]);
			if (answer?.status() === 422) {
				refused++;
				const where = `${path} form ${index + 1} with mistakes`;
				// Several fields have a summary; a form of one field says it beside the field.
				const said = await page.locator('[role="alert"], [aria-invalid="true"]').count();
				expect([where, said > 0]).toEqual([where, true]);
				wrong.push(...(await violations(where)), ...(await invalid({ path: where, html: await answer.text() })));
			}
			await page.goto(path);
		}
	}
	expect(wrong).toEqual([]);
	expect(refused).toBeGreaterThanOrEqual(6);
}, 300_000);
