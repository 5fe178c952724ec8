/** Functions for offload.test.ts: what a worker may be asked to do, well and badly. */
import { threadId } from 'node:worker_threads';

export const double = (value: number): number => value * 2;
export const whichThread = (): number => threadId;
export const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);

export function refuse(reason: string): never {
	throw Object.assign(new Error('this is no spreadsheet'), { reason });
}

export function stall(): never {
	for (;;);
}

export function fillMemory(): number {
	const all: number[][] = [];
	for (;;) all.push(new Array(100_000).fill(all.length));
}

export function crash(): void {
	process.exit(3);
}

/** Tells every number from `first` on, and never comes to an end. */
export function countForEver(first: number, tell: (progress: unknown) => void): never {
	for (let value = first; ; value++) {
		tell(value);
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
	}
}
