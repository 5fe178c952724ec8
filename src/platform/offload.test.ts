import { describe, expect, it } from 'vitest';
import { offload } from './offload.server.ts';

const limits = { timeoutMs: 10_000, memoryMb: 64 };
const ask = <T>(exportName: string, input: unknown, more = {}) =>
	offload<T>('#tests/support/offloaded.ts', exportName, input, { ...limits, ...more });

describe('offload', () => {
	it('runs in one warm thread, one call after the other', async () => {
		const threads = await Promise.all([ask<number>('whichThread', null), ask<number>('whichThread', null)]);
		expect(threads[0]).toBeGreaterThan(0);
		expect(threads[1]).toBe(threads[0]);
		expect(await Promise.all([1, 2, 3].map((value) => ask('double', value)))).toEqual([2, 4, 6]);
		expect(await ask<Uint8Array>('bytes', 3)).toEqual(new Uint8Array([7, 7, 7]));
	});

	it('hands over message and reason of a fault', async () => {
		await expect(ask('refuse', 'no_spreadsheet')).rejects.toMatchObject({
			message: 'this is no spreadsheet',
			reason: 'no_spreadsheet',
		});
		await expect(ask('nothing', 1)).rejects.toMatchObject({ reason: 'failed' });
		await expect(ask('double', () => 1)).rejects.toThrow(/could not be cloned/);
	});

	it('stops what stalls, fills the memory or crashes, and goes on with the next call', async () => {
		await expect(ask('stall', null, { timeoutMs: 300 })).rejects.toMatchObject({ reason: 'timeout' });
		await expect(ask('crash', null)).rejects.toMatchObject({ reason: 'crashed' });
		await expect(ask('fillMemory', null)).rejects.toMatchObject({ reason: 'memory' });
		expect(await ask('double', 4)).toBe(8);
	});

	it('hears how far the work is, and ends it wherever it is', async () => {
		const heard: unknown[] = [];
		const over = new AbortController();
		const counting = offload('#tests/support/offloaded.ts', 'countForEver', 3, limits, {
			onProgress: (progress) => {
				heard.push(progress);
				if (heard.length === 3) over.abort();
			},
			signal: over.signal,
		});
		const waiting = offload('#tests/support/offloaded.ts', 'double', 2, limits, { signal: over.signal });
		await expect(counting).rejects.toMatchObject({ reason: 'cancelled' });
		await expect(waiting).rejects.toMatchObject({ reason: 'cancelled' });
		expect(heard.slice(0, 3)).toEqual([3, 4, 5]);
		await expect(ask('double', 4, {})).resolves.toBe(8);
		await expect(
			offload('#tests/support/offloaded.ts', 'double', 2, limits, { signal: over.signal }),
		).rejects.toMatchObject({ reason: 'cancelled' });
	});
});
