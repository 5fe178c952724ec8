import { type ConfigData, HtmlValidate } from 'html-validate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personaRoles } from '../support/people.ts';
import { violations } from './axe.ts';
import { crawl, every, type Found, fewAlike, isSampled, pattern, sample, unlike } from './crawl.ts';
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
let page: Page;
/** What the secretary and the public see. */
let pages: Seen[];
/** What the others see at the desk: other buttons, other lists. */
let others: Seen[];
/** Where a page is looked at: two windows of the same person, each with a process of its own. */
type Seen = Found & { windows: readonly Page[] };

const wide = { width: 1280, height: 900 };
const narrow = { width: 320, height: 640 };

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	const look = async (role: (typeof personaRoles)[number], starts: string[]): Promise<Seen[]> => {
		let cookie = '';
		const windows: Page[] = [];
		for (let window = 0; window < 2; window++) {
			const context = await browser.newContext({ viewport: wide, baseURL: site.origin });
			cookie = await site.enterDesk(context, role);
			windows.push(await context.newPage());
		}
		const ask = (path: string) => fetch(site.origin + path, { redirect: 'manual', headers: { cookie } });
		return (await crawl(site.origin, ask, starts, isSampled, fewAlike)).map((found) => ({ ...found, windows }));
	};
	pages = await look('secretary', ['/sq', '/en', '/sq/desk', '/en/desk', '/sq/nothing', '/en/nothing']);
	[page] = (pages[0] as Seen).windows as [Page];
	// One language for each in the daily run: the words differ, the pages do not.
	const walks = personaRoles
		.filter((one) => one !== 'secretary')
		.map((role, index) =>
			look(
				role,
				['/sq/desk', '/en/desk'].filter((_, at) => every || at === index % 2),
			),
		);
	others = (await Promise.all(walks)).flat().filter(({ path }) => path.includes('/desk'));
}, 240_000);
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
	const wrong = await Promise.all([...pages, ...unlike(others, pages)].map(invalid));
	expect(wrong.flat()).toEqual([]);
}, 120_000);

/**
 * Looks at pages as wide and as narrow screens and paper show them, two at a time: the machine has two cores. What is wrong, in the
 * order of the pages.
 */
async function lookAt(all: readonly Seen[]): Promise<string[]> {
	const wrong: string[][] = all.map(() => []);
	const printed = new Set<Found>(sample(all, 1, false));
	let next = 0;
	const viewer = async (window: number) => {
		for (let at = next++; at < all.length; at = next++) {
			const { path, windows } = all[at] as Seen;
			const on = windows[window] as Page;
			await on.goto(path);
			const said = await violations(on, path, { printed: printed.has(all[at] as Seen) });
			await on.setViewportSize(narrow);
			const width = await on.evaluate(() => document.documentElement.scrollWidth);
			if (width > narrow.width) said.push(`${path} scrolls sideways at 320 pixels: ${width}`);
			await on.setViewportSize(wide);
			wrong[at] = said;
			if (every && at % 50 === 0) console.log(`axe: ${at} of ${all.length} pages`);
		}
	};
	await Promise.all([viewer(0), viewer(1)]);
	console.log(`axe: ${all.length} pages, ${printed.size} of them printed too, ${wrong.flat().length} violations`);
	return wrong.flat();
}

/** One of each kind; in the daily run those in Albanian, for the others differ in their words. */
const looked = (): Seen[] =>
	sample(
		pages.filter(({ path }) => every || !path.startsWith('/en')),
		1,
	);

test('every kind of page is free of axe violations, on screen and on paper, and as narrow as 320 pixels', async () => {
	expect(await lookAt(looked())).toEqual([]);
}, 7_200_000);

test('so is what stands on some pages only, and what other people see at the desk', async () => {
	const kinds = new Set<Found>(looked());
	const rest = pages.filter((one) => !kinds.has(one));
	expect(await lookAt(unlike([...rest, ...others], looked()))).toEqual([]);
}, 7_200_000);

test('forms with mistakes are as accessible as forms without', async () => {
	const wrong: string[] = [];
	let refused = 0;
	const once = sample(
		pages.filter(({ path }) => every || path.startsWith('/sq')),
		1,
		false,
	);
	for (const { path, html } of once) {
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
				wrong.push(...(await violations(page, where)), ...(await invalid({ path: where, html: await answer.text() })));
			}
			await page.goto(path);
		}
	}
	expect(wrong).toEqual([]);
	expect(refused).toBeGreaterThanOrEqual(6);
}, 300_000);
