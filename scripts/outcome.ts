import { Problem } from '#platform/problem.ts';
import { Refusal } from '#platform/refusal.ts';
import { isLoss } from '#platform/transaction.server.ts';

type Closing = () => Promise<unknown> | unknown;

const closings: Closing[] = [];
let ending: Promise<never> | undefined;

/** Remembers what has to be closed when the script ends; closed in the opposite order. */
export function closeAtEnd(closing: Closing): void {
	closings.unshift(closing);
}

/** Closes everything and ends the process. Called twice (Ctrl-C reaches us and npm), it ends once. */
export function end(code: number): Promise<never> {
	ending ??= (async () => {
		for (const closing of closings) await Promise.resolve(closing()).catch(say);
		process.exit(code);
	})();
	return ending;
}

/**
 * Runs a script: an expected fault is one sentence and exit code 1, a bug has its stack. Ctrl-C, SIGTERM and the end of
 * the process that started us close everything in order.
 * @param work returns the exit code, or nothing when the process goes on living
 */
export async function runScript(work: () => Promise<number | undefined>): Promise<void> {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
	endWithParent();
	process.on('unhandledRejection', outliveLoss);
	try {
		const code = await work();
		if (code !== undefined) await end(code);
	} catch (fault) {
		// What fails because we are being stopped is no fault.
		if (ending) await ending;
		say(fault);
		await end(1);
	}
}

/**
 * A connection that is lost says so to whoever waits for an answer, and the next transaction opens another. Where nobody waits
 * (the connection died between two questions), it must not end the server. Anything else is a bug, and ends it.
 */
function outliveLoss(fault: unknown): void {
	if (isLoss(fault) || (fault instanceof Problem && fault.code === 'unavailable'))
		console.error('A connection to the database was lost.');
	else {
		say(fault);
		end(1);
	}
}

function endWithParent(): void {
	const parent = Number(process.env.KAMBANA_PARENT);
	if (!parent) return;
	const watch = setInterval(() => {
		if (process.ppid !== parent) end(0);
	}, 250);
	watch.unref();
}

function say(fault: unknown): void {
	console.error(fault instanceof Refusal || fault instanceof Problem ? fault.message : fault);
}
