import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Lane } from './lane.server.ts';

const numbered = (lane: Lane, begun: number[], from: number, to: number) => {
	for (let n = from; n < to; n += 1) lane.run(() => begun.push(n));
};

test('what fits into a turn is begun at once', () => {
	const begun: number[] = [];
	numbered(new Lane(3), begun, 0, 3);
	expect(begun).toEqual([0, 1, 2]);
});

test('what does not waits for the next turns, so many in each, in its order', async () => {
	const [lane, begun]: [Lane, number[]] = [new Lane(3), []];
	numbered(lane, begun, 0, 8);
	expect(begun).toEqual([0, 1, 2]);
	const sizes: number[] = [];
	while (begun.length < 8) {
		await turn();
		sizes.push(begun.length);
	}
	expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	expect(sizes).toEqual([6, 8]);
});

test('whoever comes while others wait does not overtake them', async () => {
	const [lane, begun]: [Lane, number[]] = [new Lane(2), []];
	numbered(lane, begun, 0, 5);
	await turn();
	numbered(lane, begun, 5, 6);
	expect(begun).toEqual([0, 1, 2, 3]);
	while (begun.length < 6) await turn();
	expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
});

test('who waits three turns for something else, waits for three pieces of the lane and not for a hundred', async () => {
	const [lane, begun]: [Lane, number[]] = [new Lane(1), []];
	numbered(lane, begun, 0, 100);
	for (let waited = 0; waited < 3; waited += 1) await turn();
	expect(begun.length).toBeLessThanOrEqual(4);
});

test('a lane that was empty has its whole turn again', async () => {
	const [lane, begun]: [Lane, number[]] = [new Lane(2), []];
	numbered(lane, begun, 0, 2);
	await turn();
	await turn();
	numbered(lane, begun, 2, 5);
	expect(begun).toEqual([0, 1, 2, 3]);
	await turn();
	expect(begun).toEqual([0, 1, 2, 3, 4]);
});
