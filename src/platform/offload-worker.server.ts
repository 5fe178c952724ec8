// The other side of offload.server.ts: loads one module and runs its functions, one call at a time.
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Task, Told } from './offload.server.ts';

const functions = import((workerData as { module: string }).module) as Promise<
	Record<string, (input: unknown, tell: (progress: unknown) => void) => unknown>
>;
// Until the first call waits for it, a fault of the module must not end the worker: the call reports it.
functions.catch(() => {});

parentPort?.on('message', async ({ id, exportName, input }: Task) => {
	const tell = (progress: unknown) => parentPort?.postMessage({ id, progress } satisfies Told);
	const answer = await run(exportName, input, tell).then(
		(output): Answer => ({ id, output }),
		(fault: unknown): Answer => ({ id, fault: describe(fault) }),
	);
	parentPort?.postMessage(answer);
});

async function run(exportName: string, input: unknown, tell: (progress: unknown) => void): Promise<unknown> {
	const work = (await functions)[exportName];
	if (typeof work !== 'function') throw new Error(`there is no function ${exportName}`);
	return work(input, tell);
}

function describe(fault: unknown): { message: string; reason: string } {
	const { message, reason, code } = (fault ?? {}) as { message?: unknown; reason?: unknown; code?: unknown };
	return { message: String(message ?? fault), reason: String(reason ?? code ?? 'failed') };
}
