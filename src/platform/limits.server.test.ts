import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
	allowances,
	attempt,
	type Clock,
	forgiveAttempts,
	keyedName,
	NetworkLimits,
	Rate,
	Tally,
} from './limits.server.ts';

/** A clock that stands until it is turned. */
function clockOfTheTest(): Clock & { turn(seconds: number): void } {
	let time = Date.parse('2026-11-24T08:00:00Z');
	let waiting: { at: number; run: () => void }[] = [];
	return {
		now: () => time,
		after: (milliseconds, run) => waiting.push({ at: time + milliseconds, run }),
		turn(seconds) {
			time += seconds * 1000;
			const due = waiting.filter(({ at }) => at <= time);
			waiting = waiting.filter(({ at }) => at > time);
			for (const { run } of due) run();
		},
	};
}

test('a rate gives what was saved up, then so many a second', () => {
	const clock = clockOfTheTest();
	const rate = new Rate(40, 200, clock.now);
	const taken = (tries: number) => Array.from({ length: tries }, () => rate.take()).filter(Boolean).length;
	expect(taken(1_000)).toBe(200);
	clock.turn(1);
	expect(taken(1_000)).toBe(40);
	clock.turn(60);
	expect(taken(1_000)).toBe(200);
});

describe('a tally', () => {
	test('is empty when its window is over, though nobody asks again', () => {
		const clock = clockOfTheTest();
		const tally = new Tally(60, clock);
		for (let n = 0; n < 1000; n++) tally.add(`198.51.100.${n % 250}`);
		expect([tally.size, tally.secondsLeft]).toEqual([250, 60]);
		clock.turn(59);
		expect([tally.size, tally.secondsLeft]).toEqual([250, 1]);
		clock.turn(1);
		expect([tally.size, tally.secondsLeft]).toEqual([0, 0]);
		expect(tally.add('198.51.100.1')).toBe(1);
		console.log('rate limits: 250 addresses in memory within the window, 0 after it');
	});

	test('counts each subject for itself, and begins again in the next window', () => {
		const clock = clockOfTheTest();
		const tally = new Tally(10, clock);
		expect([tally.add('a'), tally.add('a'), tally.add('b'), tally.add('a')]).toEqual([1, 2, 1, 3]);
		clock.turn(10);
		expect(tally.add('a')).toBe(1);
		clock.turn(5);
		expect(tally.add('a')).toBe(2);
	});

	test('goes by the clock even when the clearing is late', () => {
		const clock = clockOfTheTest();
		const tally = new Tally(10, { now: clock.now, after: () => {} });
		tally.add('a');
		clock.turn(10);
		expect(tally.add('a')).toBe(1);
	});

	test('keeps names that only the key of the window can make', () => {
		const [one, other] = [randomBytes(32), randomBytes(32)];
		const address = '203.0.113.7';
		expect(keyedName(one, address)).toBe(keyedName(one, address));
		expect(keyedName(one, address)).not.toBe(keyedName(other, address));
		expect(keyedName(one, address)).toHaveLength(16);
		expect(JSON.stringify(new Tally(60))).toBe('{}');
	});

	test('lets those who come when it is full share one count', () => {
		const tally = new Tally(60, clockOfTheTest(), 100);
		for (let n = 0; n < 100; n++) tally.add(`${n}`);
		expect([tally.add('late'), tally.add('later'), tally.add('7'), tally.size]).toEqual([1, 2, 2, 101]);
	});
});

describe('networks', () => {
	const school = '203.0.113.7';

	test('a flood is stopped, with the time to wait, and others go on', () => {
		const clock = clockOfTheTest();
		const limits = new NetworkLimits(clock);
		const waits = Array.from({ length: 5000 }, () => limits.wait('form', school));
		expect(waits.filter((wait) => wait === 0)).toHaveLength(allowances.form.most);
		expect(waits.at(-1)).toBe(60);
		expect(limits.wait('form', '203.0.113.8')).toBe(0);
		clock.turn(60);
		expect(limits.wait('form', school)).toBe(0);
	});

	test('a class of thirty behind one address is never stopped', () => {
		const limits = new NetworkLimits(clockOfTheTest());
		const pupils = Array.from({ length: 30 }, () =>
			Array.from({ length: 10 }, () => [limits.wait('page', school), limits.wait('form', school)]),
		);
		expect(pupils.flat(2).filter((wait) => wait > 0)).toEqual([]);
	});

	test('when many networks guess together, each keeps its first tries', () => {
		const limits = new NetworkLimits(clockOfTheTest());
		const { together, first } = allowances.signIn;
		for (let n = 0; n < together; n++) limits.wait('signIn', `198.51.${n % 200}.1`);
		const mine = Array.from({ length: first + 1 }, () => limits.wait('signIn', school));
		expect(mine.map((wait) => wait > 0)).toEqual([...new Array<boolean>(first).fill(false), true]);
	});

	test('this machine is not counted by its address', () => {
		const limits = new NetworkLimits(clockOfTheTest());
		const waits = Array.from({ length: 4000 }, () => limits.wait('page', '127.0.0.1') + limits.wait('signIn', '::1'));
		expect(waits.filter((wait) => wait > 0)).toEqual([]);
	});
});

test('an account has ten codes in a quarter of an hour, and all of them again after a success', () => {
	const waits = Array.from({ length: 12 }, () => attempt('code', 'account-1') > 0);
	expect(waits).toEqual([...new Array<boolean>(10).fill(false), true, true]);
	expect(attempt('code', 'account-2')).toBe(0);
	forgiveAttempts('code', 'account-1');
	expect(attempt('code', 'account-1')).toBe(0);
});
