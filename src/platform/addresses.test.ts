import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isThisMachine, lastHop, networkOf } from './addresses.ts';

test.each([
	['203.0.113.7', '203.0.113.7'],
	['203.0.113.7:51423', '203.0.113.7'],
	['::ffff:203.0.113.7', '203.0.113.7'],
	['::ffff:cb00:7107', '203.0.113.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:0DB8:0001:0002:ffff::', '2001:db8:1:2::/64'],
	['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
	['2001:db8::1', '2001:db8:0:0::/64'],
	['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
	['fe80::1%eth0', 'fe80:0:0:0::/64'],
	['::1', '::1'],
	['::2', '0:0:0:0::/64'],
	['127.0.0.1', '127.0.0.1'],
	['unknown', 'unknown'],
	['1::2::3', '1::2::3'],
	['1:2:3', '1:2:3'],
	['', ''],
])('%s is counted as %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});

test('every address of one house counts as one, and another house as another', () => {
	const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
	const half = fc.array(group, { minLength: 4, maxLength: 4 });
	fc.assert(
		fc.property(half, half, half, (house, one, other) => {
			fc.pre(house.some((part) => part !== '0'));
			const network = networkOf([...house, ...one].join(':'));
			expect(network).toBe(networkOf([...house, ...other].join(':')));
			expect(network).toBe(`${house.join(':')}::/64`);
		}),
	);
});

test('whatever a stranger writes is cut to a short text', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 200, unit: 'binary-ascii' }), (text) => {
			expect(networkOf(text).length).toBeLessThanOrEqual(64);
		}),
	);
});

test('only the last entry counts: the others were sent along', () => {
	expect(lastHop('10.0.0.1, 198.51.100.2 , 203.0.113.7')).toBe('203.0.113.7');
	expect(lastHop('203.0.113.7')).toBe('203.0.113.7');
	for (const nothing of [undefined, '', ' , ']) expect(lastHop(nothing)).toBeUndefined();
});

test('this machine is the loopback address and nothing like it', () => {
	for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.8.9.10'])
		expect(isThisMachine(networkOf(own))).toBe(true);
	for (const other of ['127.0.0.1.example', '128.0.0.1', '::2', '::ffff:10.0.0.1', ''])
		expect(isThisMachine(networkOf(other))).toBe(false);
});
