import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isLeaving, leavingHash, leavingScript } from './leaving.server.ts';

const asked = (url: string, headers: Record<string, string>, method = 'GET') =>
	isLeaving({ method, url, headers: { host: 'kambana.example', ...headers } });

test('only a link of a page to itself leaves', () => {
	const own = { referer: 'https://kambana.example/sq', 'sec-fetch-site': 'same-origin' };
	expect(asked('/sq', own)).toBe(true);
	expect(asked('/sq', { referer: 'https://kambana.example/sq' })).toBe(true);
	expect(asked('/sq?a=1', { ...own, referer: 'https://kambana.example/sq?a=1' })).toBe(true);
	expect(asked('/sq', own, 'POST')).toBe(false);
	expect(asked('/en', own)).toBe(false);
	expect(asked('/sq?a=1', own)).toBe(false);
	expect(asked('/sq', { 'sec-fetch-site': 'same-origin' })).toBe(false);
	expect(asked('/sq', { 'sec-fetch-site': 'none', 'sec-fetch-user': '?1' })).toBe(false);
	expect(asked('/sq', { referer: 'https://elsewhere.example/sq' })).toBe(false);
	expect(asked('/sq', { referer: 'https://elsewhere.example/sq', 'sec-fetch-site': 'cross-site' })).toBe(false);
	expect(asked('/sq', { referer: 'no address' })).toBe(false);
});

test('the policy names the script as it is, and it is small', () => {
	expect(leavingHash).toBe(`sha256-${createHash('sha256').update(leavingScript).digest('base64')}`);
	expect(Buffer.byteLength(leavingScript)).toBeLessThan(1_000);
	expect(leavingScript).not.toMatch(/localStorage|sessionStorage|cookie|fetch\(|XMLHttp|sendBeacon/);
});
