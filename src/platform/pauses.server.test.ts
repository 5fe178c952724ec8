import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ownMemory, Pauses } from './pauses.server.ts';

test('short-lived memory is collected in a pause, when the last answer has gone and there is enough of it', async () => {
	let [used, collected] = [50_000_000, 0];
	const pauses = new Pauses({ used: () => used, collect: () => void collected++ });
	const [first, second, third] = [new EventEmitter(), new EventEmitter(), new EventEmitter()];
	for (const one of [first, second]) pauses.follow(one as never);
	for (const [one, now] of [
		[first, 0],
		[second, 1],
	] as const) {
		one.emit('close');
		await pause(60);
		expect(collected).toBe(now);
	}
	used = 1_000_000;
	pauses.follow(third as never);
	third.emit('close');
	await pause(60);
	expect(collected).toBe(1);

	used = 50_000_000;
	pauses.follow(first as never);
	first.emit('close');
	pauses.follow(second as never);
	await pause(60);
	expect(collected).toBe(1);
});

test('the memory of this process can be asked and collected', () => {
	const memory = ownMemory();
	const junk = Array.from({ length: 1000 }, (_, at) => ({ at }));
	expect(memory.used()).toBeGreaterThan(0);
	memory.collect();
	expect(junk).toHaveLength(1000);
});
