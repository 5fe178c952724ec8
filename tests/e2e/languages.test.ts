import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import en from '#i18n/messages/en.json' with { type: 'json' };
import sq from '#i18n/messages/sq.json' with { type: 'json' };
import { crawl, type Found, fewAlike, isSampled } from './crawl.ts';
import { openSite, type Site } from './site.ts';

type Message = string | { one: string; other: string };
let site: Site;
let pages: Found[];

beforeAll(async () => {
	site = await openSite();
	const cookie = await site.enterDesk();
	const ask = (path: string) => fetch(site.origin + path, { redirect: 'manual', headers: { cookie } });
	// From the Albanian pages, and each of them in English too.
	const albanian = (path: string) => isSampled(path) && path.startsWith('/sq');
	const found = await crawl(site.origin, ask, ['/sq', '/sq/desk', '/sq/nothing'], albanian, fewAlike);
	pages = [];
	for (const page of found) {
		const answer = await ask(other(page.path));
		const same = answer.status === page.status;
		// What another test has taken away meanwhile is gone in both languages.
		if (!same && (await ask(page.path)).status !== page.status) continue;
		pages.push(page);
		if (same) pages.push({ ...page, path: other(page.path), status: answer.status, html: await answer.text() });
	}
});
afterAll(() => site?.close());

const unescape = (text: string): string =>
	text
		.replaceAll('&quot;', '"')
		.replaceAll('&#39;', "'")
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&amp;', '&');
/** What people read: text and spoken attributes, without parts marked as being in another language. */
const read = (html: string): string =>
	unescape(
		html
			.replace(/^[\s\S]*?<body>/, (head) => /<title>[^<]*/.exec(head)?.[0] ?? '')
			.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
			.replace(/<(\w+)[^>]*\slang="(?:sq|en)"[^>]*>(?:(?!<\1\b)[\s\S])*?<\/\1>/g, ' ')
			.replace(/<[^>]*?\s(?:aria-label|alt|placeholder|title)="([^"]*)"[^>]*>/g, ' $1 ')
			.replace(/<\/?(?:a|b|i|em|strong|span|time|code|abbr|small)\b[^>]*>/g, '')
			.replace(/<[^>]+>/g, '\n'),
	).replace(/[ \t]+/g, ' ');
const lines = (html: string): string[] =>
	read(html)
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);
const other = (path: string): string =>
	path.startsWith('/sq') ? path.replace('/sq', '/en') : path.replace('/en', '/sq');

test('every page says its language', () => {
	for (const { path, html } of pages)
		expect([path, /<html lang="(\w+)"/.exec(html)?.[1]]).toEqual([path, path.slice(1, 3)]);
});

test('the switch of every page leads to the same page', () => {
	for (const { path, html } of pages) {
		// A paper to take along says its language too.
		const switches = [...html.matchAll(/<a\b[^>]*\bhreflang="[^>]*>/g)]
			.map((match) => /\shref="([^"]*)"/.exec(match[0])?.[1])
			.filter((href) => !href?.endsWith('.pdf'));
		const page = path.split('?')[0] ?? '';
		// No public page links to itself: that is how one leaves.
		expect([path, switches.filter((href) => href !== page)]).toEqual([path, [other(page)]]);
	}
});

test('every page exists in both languages', () => {
	const paths = new Set(pages.map(({ path }) => path.split('?')[0] ?? ''));
	expect([...paths].filter((path) => !paths.has(other(path)))).toEqual([]);
});

test('no page shows a key or an unfilled word', () => {
	const keys = new Set(Object.keys(sq));
	const capabilities = [...new Set([...keys].map((key) => key.split('.')[0] ?? ''))].join('|');
	const keyed = new RegExp(`(?<![\\w/.-])(?:${capabilities})\\.[a-z_]+[a-z0-9_.]*(?![\\w/-])`, 'g');
	for (const { path, html } of pages) {
		const text = read(html);
		expect([path, (text.match(keyed) ?? []).filter((word) => keys.has(word))]).toEqual([path, []]);
		expect([path, text.match(/\{\w+\}|undefined|\[object|NaN|Invalid Date/g)]).toEqual([path, null]);
	}
});

describe('one language at a time', () => {
	const plain = (messages: Record<string, Message>): Set<string> =>
		new Set(
			Object.values(messages)
				.flatMap((message) => (typeof message === 'string' ? [message] : [message.one, message.other]))
				.filter((text) => !text.includes('{') && text.length > 4),
		);
	const [albanian, english] = [plain(sq), plain(en)];
	// What the committee wrote is in Albanian everywhere: names of institutions, places and activities are nobody's text.
	const written = new Set(
		readdirSync('db/demo')
			.filter((file) => file.endsWith('.csv'))
			.flatMap((file) => readFileSync(`db/demo/${file}`, 'utf8').split(/[;,\n]/))
			.map((cell) => cell.trim()),
	);
	test.each([
		['sq', english, albanian],
		['en', albanian, english],
	] as const)('%s pages hold no text of the other', (locale, foreign, own) => {
		// A mail is shown as it went out: in the language of whoever gets it.
		const ours = pages.filter(
			(page) => page.path.startsWith(`/${locale}`) && !/\/mails\/[0-9a-f-]{36}/.test(page.path),
		);
		for (const { path, html } of ours) {
			expect([path, lines(html).filter((line) => foreign.has(line) && !own.has(line) && !written.has(line))]).toEqual([
				path,
				[],
			]);
		}
	});
});
