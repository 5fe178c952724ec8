import { expect, test } from 'vitest';
import { whyUncovered, whyUnsafe } from './external.server.ts';

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

test('an address over a network is refused unless the certificate is verified, or somebody says that the network is theirs', () => {
	const to = (rest: string) => whyUncovered('DATABASE_URL', `postgres://kambana_app:secret@${rest}`);
	for (const open of [
		'db.example/k',
		'db.example/k?sslmode=require',
		'10.0.0.3/k?sslmode=prefer',
		'localhost.evil.example/k',
	]) {
		expect([open, to(open)]).toEqual([open, expect.stringMatching(/add \?sslmode=verify-full to it/)]);
		expect(to(open)).not.toContain('secret');
	}
	for (const covered of [
		'db.example/k?sslmode=verify-full',
		'db.internal/k?sslmode=disable',
		'127.0.0.1:5433/k',
		'localhost/k',
		'[::1]/k',
	])
		expect([covered, to(covered)]).toEqual([covered, null]);
});
