import { describe, expect, it } from 'vitest';
import { chooseEncoding, isCompressible, matchesTag } from './encoding.ts';

describe('chooseEncoding', () => {
	it.each([
		['gzip, deflate, br, zstd', 'br'],
		['gzip', 'gzip'],
		['br;q=0.5, gzip;q=0.9', 'gzip'],
		['br;q=0, gzip', 'gzip'],
		['*', 'br'],
		['identity, br;q=0.1', 'identity'],
		['zstd', 'identity'],
		['br;q=nonsense', 'identity'],
		['', 'identity'],
		[undefined, 'identity'],
	])('%s → %s', (accepted, expected) => {
		expect(chooseEncoding(accepted)).toBe(expected);
	});
});

describe('matchesTag', () => {
	it('compares weakly and knows lists and the star', () => {
		expect(matchesTag('"a", W/"b"', '"b"')).toBe(true);
		expect(matchesTag('*', '"b"')).toBe(true);
		expect(matchesTag('"a"', '"b"')).toBe(false);
		expect(matchesTag(undefined, '"b"')).toBe(false);
	});
});

describe('isCompressible', () => {
	it('leaves streams of events and pictures alone', () => {
		expect(isCompressible('text/html; charset=utf-8')).toBe(true);
		expect(isCompressible('text/calendar; charset=utf-8')).toBe(true);
		expect(isCompressible('text/event-stream')).toBe(false);
		expect(isCompressible('application/pdf')).toBe(false);
	});
});
