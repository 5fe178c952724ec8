import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Why offloaded work failed: our own reasons, or the `reason` or `code` of the error that the function threw. */
export class OffloadError extends Error {
	readonly reason: string;

	constructor(reason: 'timeout' | 'memory' | 'crashed' | 'cancelled' | (string & {}), message: string) {
		super(message);
		this.name = 'OffloadError';
		this.reason = reason;
	}
}

/** How long and how large the work may get. */
export type Limits = { timeoutMs: number; memoryMb: number };

/** What goes to the worker and what comes back. */
export type Task = { id: number; exportName: string; input: unknown };
export type Answer = { id: number } & ({ output: unknown } | { fault: { message: string; reason: string } });

/** How far the work is, in whatever form the function tells it. */
export type Told = { id: number; progress: unknown };

/** What long work may be given besides: a way to hear of it, and a way to end it. */
export type Watch = { onProgress?: (progress: unknown) => void; signal?: AbortSignal };

type Job = Task & Watch & { timeoutMs: number; resolve(output: unknown): void; reject(fault: Error): void };

// A warm worker holds tens of megabytes: after a minute without work it goes.
const idleMs = 60_000;

/** One worker for one module: one job at a time, the others wait. */
class Lane {
	readonly #module: string;
	readonly #memoryMb: number;
	readonly #waiting: Job[] = [];
	#worker: Worker | undefined;
	#current: Job | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(module: string, memoryMb: number) {
		this.#module = module;
		this.#memoryMb = memoryMb;
	}

	add(job: Job): void {
		if (job.signal?.aborted) return job.reject(cancelled(job));
		job.signal?.addEventListener('abort', () => this.#cancel(job), { once: true });
		this.#waiting.push(job);
		this.#next();
	}

	/** What waits is never begun; what runs ends with its thread, at once and wherever it is. */
	#cancel(job: Job): void {
		if (job === this.#current) return this.#fail(cancelled(job));
		const at = this.#waiting.indexOf(job);
		if (at < 0) return;
		this.#waiting.splice(at, 1);
		job.reject(cancelled(job));
	}

	#next(): void {
		if (this.#current) return;
		clearTimeout(this.#timer);
		const job = this.#waiting.shift();
		this.#current = job;
		if (!job) {
			this.#worker?.unref();
			this.#timer = setTimeout(() => this.#dismiss(), idleMs).unref();
			return;
		}
		this.#worker ??= this.#hire();
		this.#worker.ref();
		this.#timer = setTimeout(() => {
			this.#fail(new OffloadError('timeout', `${job.exportName} took longer than ${job.timeoutMs} ms`));
		}, job.timeoutMs);
		try {
			this.#worker.postMessage({ id: job.id, exportName: job.exportName, input: job.input } satisfies Task);
		} catch (fault) {
			// What cannot be copied to another thread is a mistake of the caller; the worker is well.
			this.#settle(() => job.reject(fault as Error));
		}
	}

	#hire(): Worker {
		const root = process.env.KAMBANA_ROOT ?? process.cwd();
		const worker = new Worker(pathToFileURL(join(root, 'src/platform/offload-worker.server.ts')), {
			workerData: { module: this.#module },
			resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb },
			execArgv: [],
		});
		worker.on('message', (answer: Answer | Told) => {
			const job = this.#current;
			if (job?.id !== answer.id) return;
			if ('progress' in answer) {
				job.onProgress?.(answer.progress);
				return;
			}
			this.#settle(() => {
				if ('fault' in answer) job.reject(new OffloadError(answer.fault.reason, answer.fault.message));
				else job.resolve(answer.output);
			});
		});
		worker.on('error', (fault: NodeJS.ErrnoException) => {
			if (worker !== this.#worker) return;
			const memory = fault.code === 'ERR_WORKER_OUT_OF_MEMORY';
			this.#fail(
				new OffloadError(
					memory ? 'memory' : 'crashed',
					memory ? `more than ${this.#memoryMb} MB were needed` : fault.message,
				),
			);
		});
		worker.on('exit', () => {
			if (worker === this.#worker) this.#fail(new OffloadError('crashed', 'the worker ended by itself'));
		});
		return worker;
	}

	/** The worker cannot be trusted any more: it goes, the next job gets another. */
	#fail(fault: OffloadError): void {
		const job = this.#current;
		this.#dismiss();
		this.#settle(() => job?.reject(fault));
	}

	#settle(answer: () => void): void {
		this.#current = undefined;
		answer();
		this.#next();
	}

	#dismiss(): void {
		const worker = this.#worker;
		this.#worker = undefined;
		worker?.terminate();
	}
}

const cancelled = ({ exportName }: Job): OffloadError => new OffloadError('cancelled', `${exportName} was cancelled`);

const lanes = new Map<string, Lane>();
let lastId = 0;

/**
 * Runs a pure function of a module in a thread of its own: what blocks (a PDF) does not block the server, and what
 * was built to stall or to fill the memory (a stranger's spreadsheet) harms only its thread. Input and output are
 * copied: plain values and bytes. What tells its progress takes a second argument, a function to tell it to.
 * @param module as it is imported, e.g. `#announcements/pdf.server.ts`
 */
export function offload<Output>(
	module: string,
	exportName: string,
	input: unknown,
	{ timeoutMs, memoryMb }: Limits,
	watch: Watch = {},
): Promise<Output> {
	const key = `${module} ${memoryMb}`;
	const lane = lanes.get(key) ?? new Lane(module, memoryMb);
	lanes.set(key, lane);
	return new Promise<unknown>((resolve, reject) => {
		lane.add({ id: ++lastId, exportName, input, timeoutMs, resolve, reject, ...watch });
	}) as Promise<Output>;
}
