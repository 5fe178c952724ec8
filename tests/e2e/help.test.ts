import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leavingScript } from '#platform/leaving.server.ts';
import { openBrowser, openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
});
afterAll(async () => {
	await browser?.close();
	await site?.close();
});

const unescape = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&#39;', '’').replaceAll('&quot;', '"');
/** Blocks of text of the page, as people read them. */
const blocks = (html: string): string[] =>
	unescape(html.replace(/^[\s\S]*<main/, '<main').replace(/<\/main>[\s\S]*$/, ''))
		.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
		.replace(/<\/?(?:a|b|strong|bdi|span)\b[^>]*>/g, ' ')
		.split(/<[^>]+>/)
		.map((text) => text.replace(/\s+/g, ' ').trim())
		.filter(Boolean);
const wordsIn = (text: string): number => text.split(/[\s,;:–]+/).filter((word) => /\p{L}/u.test(word)).length;
const sentencesOf = (html: string): number[] =>
	blocks(html)
		.flatMap((text) => text.split(/(?<=[.!?])\s+/))
		.map(wordsIn)
		.filter((words) => words >= 3);
/** Words that are wrong without their marks. */
const markless = /\b(eshte|nje|cfare|per|ndihme|numer|pune|ketu|qe|te dhenat|mbrojtje ne|trafikimi eshte)\b/i;

describe.each(['sq', 'en'])('the help page in %s', (locale) => {
	test('is short, plain and complete', async () => {
		const answer = await fetch(`${site.origin}/${locale}`);
		const html = await answer.text();
		expect(answer.headers.get('cache-control')).toBe('no-store');
		const sentences = sentencesOf(html);
		const mean = sentences.reduce((sum, words) => sum + words, 0) / sentences.length;
		console.info(
			`help page ${locale}: ${sentences.length} sentences, ${mean.toFixed(1)} words on average, the longest ${Math.max(...sentences)}`,
		);
		expect(sentences.length).toBeGreaterThan(40);
		expect(mean).toBeLessThanOrEqual(15);
		const headings = [...html.matchAll(/<h[12][^>]*>([^<]+)</g)].map((match) => match[1] as string);
		expect(headings.filter((heading) => wordsIn(heading) > 8)).toEqual([]);
		expect(html.match(/<details/g)?.length).toBe(5);
		expect(html.match(/href="tel:/g)?.length).toBeGreaterThan(5);
		expect(html.match(/tag open/g)?.length).toBeGreaterThan(10);
		if (locale === 'sq') expect(blocks(html).filter((text) => markless.test(text))).toEqual([]);
	});

	test('is one request and readable on a slow phone; it keeps nothing', async () => {
		const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
		const page = await context.newPage();
		const wire = await context.newCDPSession(page);
		await wire.send('Network.enable');
		const slow = { latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000, offline: false };
		await wire.send('Network.emulateNetworkConditions', slow);
		await wire.send('Emulation.setCPUThrottlingRate', { rate: 6 });
		const asked: string[] = [];
		let bytes = 0;
		page.on('request', (request) => asked.push(request.url()));
		wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
			bytes += encodedDataLength;
		});
		await page.goto(`${site.origin}/${locale}`);
		// The page may be loaded before it is painted.
		const painted = await page.waitForFunction(
			() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
		);
		const seen = (await painted.jsonValue()) ?? 0;
		console.info(
			`help page ${locale}: ${(bytes / 1024).toFixed(1)} KB in ${asked.length} request, readable after ${(seen / 1000).toFixed(2)} s at 400 kbit/s, 400 ms, 6 × slower processor`,
		);
		expect(asked).toEqual([`${site.origin}/${locale}`]);
		expect(bytes).toBeLessThan(14 * 1024);
		const kept = await page.evaluate(async () => [
			document.cookie,
			localStorage.length,
			sessionStorage.length,
			(await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
			(await caches.keys()).length,
			document.querySelectorAll('link[rel="manifest"], iframe, object, embed').length,
		]);
		expect(kept).toEqual(['', 0, 0, 0, 0, 0]);
		expect(await page.locator('script').evaluateAll((all) => all.map(({ textContent }) => textContent))).toEqual([
			leavingScript,
		]);
		await context.close();
	});

	test('shows every answer on paper, and nothing that leads away', async () => {
		const page = await browser.newPage();
		await page.goto(`${site.origin}/${locale}`);
		expect(await page.locator('details[open]').count()).toBe(0);
		await page.emulateMedia({ media: 'print' });
		const heights = await page
			.locator('details > :not(summary)')
			.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
		expect(heights.filter((height) => height > 40).length).toBe(5);
		expect(await page.locator('.exit').isVisible()).toBe(false);
		await page.close();
	});
});
