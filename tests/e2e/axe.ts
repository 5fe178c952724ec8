import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { thorough } from '../support/thorough.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What the source puts into a page. */
type Axe = { axe: { run(wanted: RunOptions): Promise<AxeResults> } };
const options: RunOptions = {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	// What passes need not be described: that is most of the work.
	resultTypes: ['violations'],
};

/** What paper can have wrong that the screen has not: the document is the same, other parts of it are shown in other colours. */
const onPaper: RunOptions = {
	runOnly: [
		'color-contrast',
		'heading-order',
		'link-in-text-block',
		'page-has-heading-one',
		'region',
		'scrollable-region-focusable',
	],
	resultTypes: ['violations'],
};

/**
 * What axe finds on a page against WCAG 2.2 AA and its own best practice; one sentence for each element that fails. `printed`: how it is
 * shown on paper, looked at after the screen.
 */
export async function violations(page: Page, where: string, { printed = false } = {}): Promise<string[]> {
	await equip(page);
	const said = await look(page, where);
	if (!printed) return said;
	await page.emulateMedia({ media: 'print' });
	said.push(...(await look(page, `${where} printed`, thorough ? options : onPaper)));
	await page.emulateMedia({ media: null });
	return said;
}

/** Windows into which every document comes with axe: to hand it over each time takes as long as to use it. */
const equipped = new WeakSet<Page>();
async function equip(page: Page): Promise<void> {
	if (equipped.has(page)) return;
	equipped.add(page);
	await page.addInitScript(source);
	await page.evaluate(source);
}

async function look(page: Page, where: string, wanted = options): Promise<string[]> {
	const run = (rules: RunOptions) => (window as unknown as Axe).axe.run(rules);
	const { violations: found } = await page.evaluate(run, wanted);
	return found.flatMap(({ id, nodes }) =>
		nodes.map((node) => `${where} ${id}: ${node.target.join(' ')} ${node.failureSummary?.replaceAll('\n', ' ')}`),
	);
}
