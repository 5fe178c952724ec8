import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentRange, isSameFile, spanAsked } from './ranges.ts';

describe('the part of a file that a request wants (RFC 9110, 14.1.2)', () => {
	const cases: [header: string | null, wanted: ReturnType<typeof spanAsked>][] = [
		[null, 'whole'],
		['bytes=0-499', { first: 0, last: 499 }],
		['bytes=500-999', { first: 500, last: 999 }],
		['bytes=500-', { first: 500, last: 9999 }],
		['bytes=-500', { first: 9500, last: 9999 }],
		['bytes=-20000', { first: 0, last: 9999 }],
		['bytes=0-0', { first: 0, last: 0 }],
		['bytes=-1', { first: 9999, last: 9999 }],
		['bytes=9999-', { first: 9999, last: 9999 }],
		['bytes=9990-20000', { first: 9990, last: 9999 }],
		['BYTES=1-2', { first: 1, last: 2 }],
		['bytes = 1 - 2', { first: 1, last: 2 }],
		['bytes=10000-', 'none'],
		['bytes=10000-20000', 'none'],
		['bytes=-0', 'none'],
		['bytes=99999999999999999999999999-', 'none'],
		['bytes=0-99999999999999999999999999', { first: 0, last: 9999 }],
		// Not valid, or more than one: the whole file.
		['bytes=500-400', 'whole'],
		['bytes=-', 'whole'],
		['bytes=', 'whole'],
		['bytes=a-b', 'whole'],
		['bytes=0-1,5-6', 'whole'],
		['bytes=-1-2', 'whole'],
		['items=0-5', 'whole'],
		['bytes=0x10-0x20', 'whole'],
	];
	test.each(cases)('%s', (header, wanted) => {
		expect(spanAsked(header, 10_000)).toEqual(wanted);
	});

	test('never lies outside the file, whatever is asked', () => {
		fc.assert(
			fc.property(fc.string(), fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1e9 }), (text, from, to, bytes) => {
				for (const header of [text, `bytes=${text}`, `bytes=${from}-${to}`, `bytes=-${to}`, `bytes=${from}-`]) {
					const span = spanAsked(header, bytes);
					if (typeof span === 'string') continue;
					expect(span.first).toBeGreaterThanOrEqual(0);
					expect(span.last).toBeGreaterThanOrEqual(span.first);
					expect(span.last).toBeLessThan(bytes);
				}
			}),
		);
	});
});

test('a part continues only the very same file', () => {
	expect(isSameFile(null, '"a"')).toBe(true);
	expect(isSameFile('"a"', '"a"')).toBe(true);
	expect(isSameFile('"b"', '"a"')).toBe(false);
	expect(isSameFile('W/"a"', '"a"')).toBe(false);
	expect(isSameFile('Tue, 24 Nov 2026 10:00:00 GMT', '"a"')).toBe(false);
});

test('says which part it is, or how long the file is', () => {
	expect(contentRange({ first: 5, last: 9 }, 100)).toBe('bytes 5-9/100');
	expect(contentRange(null, 100)).toBe('bytes */100');
});
