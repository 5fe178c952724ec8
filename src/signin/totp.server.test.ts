import { describe, expect, test } from 'vitest';
import { pageToReturnTo, plainRecovery, spellRecovery } from './model.ts';
import { stepOf } from './totp.server.ts';

// RFC 6238, appendix B, for SHA-1; the codes of the table without their first two digits, as six digits are shown.
const vectors: readonly [seconds: number, code: string][] = [
	[59, '94287082'],
	[1111111109, '07081804'],
	[1111111111, '14050471'],
	[1234567890, '89005924'],
	[2000000000, '69279037'],
	[20000000000, '65353130'],
];
const secret = Buffer.from('12345678901234567890');

describe('an authenticator app', () => {
	test.each(vectors)('agrees with RFC 6238 at second %i', (seconds, code) => {
		const step = Math.floor(seconds / 30);
		const six = code.slice(2);
		expect(stepOf(secret, six, seconds * 1000)).toBe(step);
		expect(stepOf(secret, ` ${six.slice(0, 3)} ${six.slice(3)} `, seconds * 1000)).toBe(step);
		// One step of difference between two clocks, no more.
		expect(stepOf(secret, six, (step + 1) * 30_000)).toBe(step);
		expect(stepOf(secret, six, (step - 1) * 30_000)).toBe(step);
		expect(stepOf(secret, six, (step + 2) * 30_000)).toBeNull();
		expect(stepOf(secret, six, (step - 2) * 30_000)).toBeNull();
	});

	test('takes six digits and nothing else', () => {
		for (const typed of ['', '28708', '2870820', '94287082', 'abcdef', '２８７０８２', '287082x'])
			expect(stepOf(secret, typed, 59_000)).toBeNull();
	});
});

describe('a recovery code', () => {
	test('has 120 bits in groups that are easily read', () => {
		expect(spellRecovery(new Uint8Array(15).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ');
		expect(spellRecovery(new Uint8Array(15))).toBe('0000-0000-0000-0000-0000-0000');
	});
	test('is the same however it is typed', () => {
		for (const typed of ['01ab-cdef', ' O1AB CDEF ', 'oiabcdef', '0lAB.CDEF'])
			expect(plainRecovery(typed)).toBe('01ABCDEF');
	});
});

test('one returns to pages of the desk only', () => {
	const home = '/sq/desk';
	const elsewhere = [
		...['https://evil.example', '//evil.example', '/\\evil.example', '/sq/desk/../../x', '/sq/desk//evil', '/sq/deskx'],
		...[
			'javascript:alert(1)',
			'/sq/desk/enter',
			'/sq/desk/leave?/leave',
			'/sq',
			'/sq/desk?to=//evil.example:1',
			'/sq/desk\n',
		],
	];
	for (const text of [...elsewhere, '', null, undefined]) {
		const page = pageToReturnTo(text, 'sq');
		expect([text, new URL(page, 'https://own.example').origin, page.startsWith('/sq/desk')]).toEqual([
			text,
			'https://own.example',
			true,
		]);
		if (!text?.includes('?to=')) expect([text, page]).toEqual([text, home]);
	}
	for (const own of ['/sq/desk', '/en/desk/durres/2026-10/activities?state=proposed', '/sq/desk/account'])
		expect(pageToReturnTo(own, 'sq')).toBe(own);
});
