import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../..');

/** A program that was started, and everything it said. */
export type Started = {
	process: ChildProcess;
	/** Both streams so far. */
	said(): string;
	/** Its exit code (a signal counts as 128 and more), as soon as it has ended. */
	ended: Promise<number>;
};

/** A server that said it is ready. */
export type RunningServer = Started & {
	/** Without a slash at the end. */
	url: string;
	/** Opens the desk once. */
	desk: string;
	directory: string;
};

/** A new folder below the one for temporary files, short enough for a socket. */
export const makeDirectory = (): string => mkdtempSync(join(tmpdir(), 'kambana-'));
export const removeDirectory = (directory: string): void =>
	rmSync(directory, { recursive: true, force: true, maxRetries: 5 });

/** Runs a command in the checkout. `env` is added to ours, without what would make tests depend on each other. */
export function run(command: string, args: string[], env: Record<string, string> = {}): Started {
	const {
		KAMBANA_SOCKET,
		KAMBANA_PARENT,
		DATABASE_URL,
		DATABASE_OWNER_URL,
		PORT,
		HOST,
		DATA_DIR,
		NODE_ENV,
		VITEST,
		...ours
	} = process.env;
	const child = spawn(command, args, { cwd: root, env: { ...ours, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			said += text;
		});
	}
	const ended = new Promise<number>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => resolve(code ?? 128 + (signal === 'SIGKILL' ? 9 : 15)));
	});
	return { process: child, said: () => said, ended };
}

/** `scripts/start.ts`, by the Node that runs the tests. */
export const runStart = (directory: string, env: Record<string, string> = {}): Started =>
	run(process.execPath, ['scripts/start.ts'], { DATA_DIR: directory, PORT: '0', ...env });

/** Waits for the ready line; fails with what was said when the program ends before. */
export async function whenReady(started: Started, directory: string): Promise<RunningServer> {
	let over = false;
	const notice = () => {
		over = true;
	};
	started.ended.then(notice, notice);
	for (const end = Date.now() + 240_000; Date.now() < end && !over; await pause(20)) {
		const ready = /Kambana is ready: (\S+)\/ +· +desk: (\S+)/.exec(started.said());
		if (ready) return { ...started, url: ready[1] as string, desk: ready[2] as string, directory };
	}
	throw new Error(`the server did not get ready: ${started.said()}`);
}

/**
 * Starts it on a data directory until it is ready. A directory that is empty is furnished first with what `KAMBANA_FURNISHED` holds: the
 * files of a first start that was stopped, which spares each test the first start.
 */
export function startServer(directory: string, env: Record<string, string> = {}): Promise<RunningServer> {
	const furnished = process.env.KAMBANA_FURNISHED;
	// The files of PostgreSQL keep their owner, and their modes.
	if (furnished && readdirSync(directory).length === 0) execFileSync('cp', ['-a', `${furnished}/.`, directory]);
	return whenReady(runStart(directory, env), directory);
}

/** Asks it to stop and waits; its exit code. */
export async function stop({ process: child, ended }: Started): Promise<number> {
	child.kill('SIGTERM');
	return ended;
}

/** The numbers of the processes with this text in their command line, such as PostgreSQL on a data directory. */
export function processesWith(text: string): number[] {
	return readdirSync('/proc')
		.map(Number)
		.filter((pid) => pid > 0 && pid !== process.pid && commandLine(pid).includes(text));
}

function commandLine(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
	} catch {
		return '';
	}
}

/** The server that `npm test` keeps for the browser tests: the demonstration is loaded. */
export function testServer(): { url: string } {
	const url = process.env.KAMBANA_TEST_URL;
	if (!url) throw new Error('no server to test: run the browser tests with npm test -- browser');
	return { url };
}
