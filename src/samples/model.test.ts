import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CheckPhase } from '#checks/model.ts';
import { draw, isAsked, isCandidate, nextInLine, type SampleClass, standingOf, whyNotReplace } from './model.ts';

const lots = (groups: Record<string, number>, seed = 'a') =>
	Object.entries(groups).flatMap(([stratum, n]) =>
		Array.from({ length: n }, (_, at) => {
			const checkId = `${stratum}${at}`;
			return { checkId, stratum, key: createHash('sha256').update(`${seed}:${checkId}`).digest('hex') };
		}),
	);
const drawn = (all: ReturnType<typeof draw>) => all.filter((one) => one.drawn);
const perStratum = (all: ReturnType<typeof draw>) =>
	Object.fromEntries([...Map.groupBy(drawn(all), ({ stratum }) => stratum)].map(([name, of]) => [name, of.length]));

describe('the draw', () => {
	test('is spread as the classes are', () => {
		expect(perStratum(draw(lots({ a: 50, b: 30, c: 20 }), 10))).toEqual({ a: 5, b: 3, c: 2 });
		// 10 of 12: 5.83, 3.33, 0.83.
		expect(perStratum(draw(lots({ a: 7, b: 4, c: 1 }), 10))).toEqual({ a: 6, b: 3, c: 1 });
		// One place of equal ones.
		expect(perStratum(draw(lots({ b: 3, a: 3 }), 1))).toEqual({ a: 1 });
	});

	test('no share is a whole place away from what is due, whatever the month', () => {
		for (let round = 0; round < 300; round += 1) {
			const groups = { a: 1 + (round % 17), b: 1 + (round % 5), c: 1 + (round % 29), d: round % 3 };
			const total = Object.values(groups).reduce((sum, n) => sum + n, 0);
			const size = 1 + (round % (total + 4));
			const all = draw(lots(groups, String(round)), size);
			expect(drawn(all)).toHaveLength(Math.min(size, total));
			expect(new Set(all.map(({ checkId }) => checkId)).size).toBe(total);
			for (const [stratum, n] of Object.entries(perStratum(all))) {
				const due = (Math.min(size, total) * groups[stratum as keyof typeof groups]) / total;
				expect(Math.abs(n - due)).toBeLessThan(1);
			}
		}
	});

	test('is the same again from the same seed, in whatever order classes come, and another from another', () => {
		const all = lots({ a: 40, b: 25 });
		expect(draw(all.toReversed(), 12)).toEqual(draw(all, 12));
		expect(draw(lots({ a: 40, b: 25 }, 'b'), 12)).not.toEqual(draw(all, 12));
	});

	test('every class is drawn as often as another', () => {
		const times = new Map<string, number>();
		for (let seed = 0; seed < 2_000; seed += 1)
			for (const { checkId } of drawn(draw(lots({ a: 6, b: 3 }, String(seed)), 3)))
				times.set(checkId, (times.get(checkId) ?? 0) + 1);
		// Three of nine: 667 of 2,000, within five deviations of a fair lot.
		for (const n of times.values()) expect(Math.abs(n - 667)).toBeLessThan(105);
		expect(times.size).toBe(9);
	});

	test('of fewer classes than were asked for it takes all, of none none', () => {
		expect(drawn(draw(lots({ a: 2, b: 1 }), 10))).toHaveLength(3);
		expect(draw([], 10)).toEqual([]);
	});
});

const now = new Date('2026-12-01T10:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const phase = (name: CheckPhase['phase'], days: number, more: Partial<CheckPhase> = {}): CheckPhase => ({
	...{ id: name, checkId: 'c', phase: name, state: 'closed', code: 'ABCDEF', quota: 30, answered: 25 },
	...{ openedAt: ago(days), closesAt: ago(days), endedAt: ago(days), reason: null, ...more },
});

describe('a class', () => {
	test('can be drawn once before and after have ended with answers', () => {
		expect(isCandidate([phase('before', 30)])).toBe(false);
		expect(isCandidate([phase('before', 30), phase('after', 30)])).toBe(true);
		expect(isCandidate([phase('before', 30), phase('after', 30, { state: 'voided' })])).toBe(false);
		expect(isCandidate([phase('before', 30), phase('after', 30, { answered: 0 })])).toBe(false);
	});

	test('is early, due from four weeks, late after eight, and reached whenever it has answered', () => {
		expect(standingOf([phase('after', 27.9)], now)).toBe('early');
		expect(standingOf([phase('after', 28)], now)).toBe('due');
		expect(standingOf([phase('after', 56)], now)).toBe('due');
		expect(standingOf([phase('after', 56.1)], now)).toBe('late');
		expect(standingOf([phase('after', 70), phase('follow_up', 20)], now)).toBe('reached');
		expect(standingOf([phase('after', 40), phase('follow_up', 1, { answered: 0 })], now)).toBe('due');
		expect(standingOf([phase('after', 40), phase('follow_up', 1, { state: 'open' })], now)).toBe('due');
	});
});

describe('a replacement', () => {
	const one = (rank: number, more: Partial<SampleClass> = {}): SampleClass => ({
		...{ checkId: `c${rank}`, stratum: 'a', rank, drawn: false, reason: null, replaces: null, taskId: null, ...more },
	});
	const [first, second, third] = [one(0, { drawn: true }), one(1), one(2)];

	test('is the next as the lot fell, in the same stratum, and nobody’s choice', () => {
		expect(nextInLine([third, second, first], first)).toBe(second);
		expect(nextInLine([first, { ...second, replaces: 'c9' }, third], first)).toBe(third);
		expect(nextInLine([first, { ...second, stratum: 'b' }], first)).toBeUndefined();
		expect(isAsked({ ...second, replaces: 'c0' })).toBe(true);
		expect(isAsked({ ...first, reason: 'Shkolla u mbyll' })).toBe(false);
	});

	test('happens once for each place', () => {
		const all = [first, second, third];
		expect(whyNotReplace(all, first, 'due')).toBeNull();
		expect(whyNotReplace(all, { ...first, reason: 'Shkolla u mbyll' }, 'due')).toBe('replaced');
		expect(whyNotReplace(all, { ...second, replaces: 'c0' }, 'due')).toBe('not_drawn');
		expect(whyNotReplace(all, first, 'reached')).toBe('reached');
		expect(whyNotReplace([first], first, 'late')).toBe('none_left');
	});
});
