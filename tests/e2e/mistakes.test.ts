import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { crawl, every, type Found, isSampled, pattern, sample } from './crawl.ts';
import { openBrowser, openSite, type Site } from './site.ts';
import { invalid } from './valid.ts';

let site: Site;
let browser: Browser;
let page: Page;
/** What the secretary sees at the desk. */
let pages: Found[];

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: site.origin });
	const cookie = await site.enterDesk(context, 'secretary');
	page = await context.newPage();
	const ask = (path: string) => fetch(site.origin + path, { redirect: 'manual', headers: { cookie } });
	const isDesk = (path: string) => isSampled(path) && /^\/(sq|en)\/desk/.test(path);
	// The Albanian pages in the daily run: the English ones have the same forms.
	const starts = every ? ['/sq/desk', '/en/desk'] : ['/sq/desk'];
	const within = (path: string) => isDesk(path) && (every || path.startsWith('/sq'));
	pages = await crawl(site.origin, ask, starts, within, 3);
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

test('forms with mistakes are as accessible as forms without', async () => {
	const wrong: string[] = [];
	let refused = 0;
	const tried = new Set<string>();
	for (const { path, html } of sample(pages, 1, false)) {
		if (!/\/desk\//.test(path) || !/<form[^>]+method="post"/i.test(html)) continue;
		await page.goto(path);
		for (let index = 0; index < (await page.locator('main form[method="post" i]').count()); index++) {
			const form = page.locator('main form[method="post" i]').nth(index);
			// Forms that take any words would take these too, and change what other tests look at.
			const strict = form.locator(
				'input[required]:not([type=hidden]), textarea[required], input[type=date], input[type=month], input[type=time], input[type=number]',
			);
			if ((await strict.count()) === 0 || !(await form.isVisible())) continue;
			// The same form on another page has the same mistakes: a list of rows has it once for each.
			const kind = `${pattern(path)} ${await form.evaluate(fieldsOf)}`;
			if (!every && tried.has(kind)) continue;
			tried.add(kind);
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
}, 1_800_000);

/** Where a form leads and what is asked in it, without the values. */
function fieldsOf(form: HTMLFormElement): string {
	const names = [...form.elements].map((field) => `${field.getAttribute('name')} ${field.getAttribute('type')}`);
	return [(form.getAttribute('action') ?? '').replace(/[0-9a-f-]{36}/g, ''), ...new Set(names)].join(',');
}
