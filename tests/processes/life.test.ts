import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
	makeDirectory,
	processesWith,
	type RunningServer,
	removeDirectory,
	run,
	runStart,
	startServer,
	stop,
	whenReady,
} from '../support/server.ts';

const postmaster = (directory: string) =>
	Number(readFileSync(join(directory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
const nothingLeft = (directory: string) =>
	vi.waitFor(() => expect(processesWith(directory)).toEqual([]), { timeout: 20_000, interval: 20 });

/** Started in the same folder as before; stopped when the test is over. */
async function started(directory: string): Promise<RunningServer> {
	const server = await startServer(directory);
	onTestFinished(async () => {
		await stop(server);
	});
	return server;
}

describe('a server', () => {
	const directory = makeDirectory();
	beforeAll(async () => {
		// A first start, whatever is furnished for the others.
		await stop(await whenReady(runStart(directory), directory));
	});
	afterAll(() => removeDirectory(directory));

	it('says where it is and how to enter, answers, and stops when asked', async () => {
		const server = await startServer(directory);
		expect(server.said().trim().split('\n')).toHaveLength(1);
		expect(server.desk).toMatch(/\/sq\/desk\/enter$/);
		expect((await fetch(`${server.url}/sq`)).status).toBe(200);
		expect(await stop(server)).toBe(0);
		await nothingLeft(directory);
		expect(existsSync(join(directory, 'postgres/postmaster.pid'))).toBe(false);
	});

	// How long it takes is measured by the bench, beside a baseline (bench/starts.ts).
	it('is ready again, as often as it is asked', async () => {
		for (let time = 1; time <= 3; time++) {
			const server = await startServer(directory);
			expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
			await stop(server);
		}
	});

	it('stops when npm is stopped, which passes nothing on', async () => {
		const npm = run('npm', ['start'], { DATA_DIR: directory, PORT: '0' });
		await whenReady(npm, directory);
		npm.process.kill('SIGTERM');
		await npm.ended;
		await nothingLeft(directory);
	});

	it('leaves the first alone when it is started twice', async () => {
		const first = await started(directory);
		const second = runStart(directory);
		expect(await second.ended).toBe(1);
		expect(second.said()).toMatch(/^Kambana already runs on the data in .+ \(process \d+\): .+\n$/);
		expect((await fetch(`${first.url}/sq`)).status).toBe(200);
	});

	it('lends its database to the command line and goes on', async () => {
		const server = await started(directory);
		const command = run(process.execPath, ['scripts/kambana.ts', 'audit', 'head'], {
			DATA_DIR: directory,
			PORT: '3999',
		});
		expect(await command.ended).toBe(0);
		expect(command.said()).toMatch(/[0-9a-f]{16}/);
		expect((await fetch(`${server.url}/sq`)).status).toBe(200);
	});
});

/** Of a process that is there; of one that has ended nothing. */
const parentOf = (pid: number): number => {
	const path = `/proc/${pid}/status`;
	return existsSync(path) ? Number(/^PPid:\s*(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1]) : 0;
};

describe('after a kill', () => {
	const directory = makeDirectory();
	beforeAll(async () => {
		await stop(await startServer(directory));
	});
	afterAll(() => removeDirectory(directory));

	it('of the application PostgreSQL stops, and the next start recovers', async () => {
		const server = await startServer(directory);
		server.process.kill('SIGKILL');
		await server.ended;
		await started(directory);
	});

	it('of the application and its watchdog the next start replaces the orphan', async () => {
		const server = await startServer(directory);
		const orphan = postmaster(directory);
		// A process of PostgreSQL that has just begun still bears the name of the one that made it.
		const others = processesWith(directory).filter((pid) => ![pid, parentOf(pid)].includes(orphan));
		for (const pid of others) process.kill(pid, 'SIGKILL');
		server.process.kill('SIGKILL');
		await server.ended;
		await vi.waitFor(() => expect(processesWith(directory)).toEqual([orphan]), { timeout: 60_000, interval: 50 });
		const next = await started(directory);
		expect(postmaster(directory)).not.toBe(orphan);
		expect((await fetch(`${next.url}/sq`)).status).toBe(200);
	});

	it('of PostgreSQL the application brings it back', async () => {
		const server = await started(directory);
		const before = postmaster(directory);
		process.kill(before, 'SIGKILL');
		await vi.waitFor(
			async () => {
				expect(postmaster(directory)).not.toBe(before);
				expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
			},
			{ timeout: 30_000, interval: 50 },
		);
		expect((await fetch(`${server.url}/sq`)).status).toBe(200);
	});

	it('the number of the dead server may belong to another process', async () => {
		const server = await startServer(directory);
		const mark = join(directory, 'postgres/postmaster.pid');
		const lines = readFileSync(mark, 'utf8').split('\n');
		await stop(server);
		writeFileSync(mark, [String(process.pid), ...lines.slice(1)].join('\n'));
		await started(directory);
	});
});
