import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personaRoles } from '../support/people.ts';
import { violations } from './axe.ts';
import { crawl, every, type Found, fewAlike, isLinkedStill, isSampled, pattern, sample, unlike } from './crawl.ts';
import { openBrowser, openSite, type Site } from './site.ts';
import { invalid } from './valid.ts';

let site: Site;
let browser: Browser;
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
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

const isStill = (found: Seen): Promise<boolean> =>
	isLinkedStill(found, site.origin, async (from) => {
		const answer = await found.windows[0]?.context().request.get(from);
		return answer ? answer.text() : '';
	});

const inOther = (path: string): string =>
	path.replace(/^\/(sq|en)(?=\/|$|\?)/, (_, language) => (language === 'sq' ? '/en' : '/sq'));

/**
 * Of pages alike a few are walked, and journeys go on beside the walk: it may have met one in one language only. Then the page itself is
 * asked for in the other.
 */
async function isThere(path: string, found: Seen): Promise<boolean> {
	const answer = await found.windows[0]?.context().request.get(path, { maxRedirects: 0 });
	return answer?.status() === 200 || !(await isStill(found));
}

test('the walk comes to every page of the demonstration', async () => {
	const patterns = new Set(pages.map(({ path }) => pattern(path)));
	const refused = pages.filter(({ status, path }) => status >= 400 && !path.endsWith('/nothing'));
	const linked = await Promise.all(refused.map(isStill));
	expect(refused.filter((_, at) => linked[at]).map(({ path, status }) => `${status} ${path}`)).toEqual([]);
	const alone = pages.filter(({ path }) => path !== inOther(path) && !patterns.has(pattern(inOther(path))));
	const missing = await Promise.all(alone.map(async (one) => !(await isThere(inOther(one.path), one))));
	expect(alone.filter((_, at) => missing[at]).map(({ path }) => path)).toEqual([]);
	expect(patterns.size).toBeGreaterThan(20);
});

test('every page is valid HTML', async () => {
	const wrong = await Promise.all([...pages, ...unlike(others, pages)].map(invalid));
	expect(wrong.flat()).toEqual([]);
});

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
