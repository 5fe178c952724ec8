import { expect, test } from 'vitest';
import { whyUnsafe } from './external.server.ts';

test('releases that let row-level security leak are refused with the reason and the remedy', () => {
	for (const version of [130_020, 140_019, 150_013, 160_009, 170_005]) {
		expect([version, whyUnsafe(version)]).toEqual([version, expect.stringContaining('row-level security')]);
	}
	expect(whyUnsafe(150_013)).toContain('update it to 15.14 or use PostgreSQL 18');
	expect(whyUnsafe(140_019)).toContain('use PostgreSQL 18');
});

test('the first safe release of each line and everything after it is good', () => {
	for (const version of [150_014, 150_018, 160_010, 170_006, 180_000, 190_001]) {
		expect([version, whyUnsafe(version)]).toEqual([version, null]);
	}
});
