import { describe, expect, test } from 'vitest';
import { originOf, whyFromElsewhere } from './origin.ts';

const own = 'https://kambana.example';
const changing = ['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'TRACE', 'PROPFIND'];

describe('what may change something', () => {
	test.each([
		['same-site', own],
		['cross-site', 'https://elsewhere.example'],
		['cross-site', own],
		['none', null],
		['', own],
		['Same-Origin', own],
		['same-origin, same-origin', own],
		['same-origin', 'https://elsewhere.example'],
		[null, 'https://elsewhere.example'],
		[null, 'https://kambana.example.evil.example'],
		[null, 'http://kambana.example'],
		[null, 'https://kambana.example:8443'],
		[null, `${own}, ${own}`],
		[null, 'null'],
		[null, ''],
		[null, null],
	])('is refused when it comes from %s, %s', (site, origin) => {
		for (const method of changing) expect(whyFromElsewhere({ method, site, origin, own })).toContain(`${method} from`);
	});

	test.each([
		['same-origin', own],
		['same-origin', 'null'],
		['same-origin', null],
		[null, own],
	])('passes when it comes from %s, %s', (site, origin) => {
		for (const method of changing) expect(whyFromElsewhere({ method, site, origin, own })).toBeNull();
	});
});

test('reading is free: links lead here from everywhere', () => {
	for (const method of ['GET', 'HEAD', 'OPTIONS'])
		expect(whyFromElsewhere({ method, site: 'cross-site', origin: 'https://elsewhere.example', own })).toBeNull();
});

test.each([
	['https', 'kambana.example', 'https://kambana.example'],
	['https', 'KAMBANA.example:443', 'https://kambana.example'],
	['http', 'kambana.example:80', 'http://kambana.example'],
	['http', '127.0.0.1:3000', 'http://127.0.0.1:3000'],
	['http', '[::1]:3000', 'http://[::1]:3000'],
	['https', 'kambana.example/path', null],
	['https', 'somebody@kambana.example', null],
	['https', 'kambana.example:99999', null],
	['https', '', null],
	['javascript', 'kambana.example', null],
	['https,http', 'kambana.example', null],
])('%s and %s are the origin %s', (protocol, host, origin) => {
	expect(originOf(protocol, host)).toBe(origin);
});
