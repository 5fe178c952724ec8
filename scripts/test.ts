// `npm test [-- project …] [filter …]`: every kind of test with what it needs, and one line with the sum.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomToken } from '#platform/secrets.server.ts';
import { makeDirectory, removeDirectory, startServer, stop } from '../tests/support/server.ts';
import { ensureBuild } from './boot/build.mjs';
import { closeAtEnd, runScript } from './outcome.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { root } from './settings.ts';

type Sum = { passed: number; failed: number };
type Env = Record<string, string>;

process.env.KAMBANA_ROOT ??= root;
// Tests and the servers they start are one installation: what one derives, the other takes.
process.env.KAMBANA_SECRET ??= randomToken();
const build = async () => {
	process.env.KAMBANA_BUILD = await ensureBuild(process.execPath, process.env);
};

/**
 * The data directory of a first start, made once: the servers of the tests begin with copies of it. Their PostgreSQL leaves it to the system when
 * its files reach the disk: tests kill programs, which loses nothing then, and no machines.
 */
async function furnish(): Promise<void> {
	if (process.env.KAMBANA_FURNISHED) return;
	const directory = makeDirectory();
	closeAtEnd(() => removeDirectory(directory));
	await stop(await startServer(directory));
	appendFileSync(join(directory, 'postgres', 'postgresql.auto.conf'), 'fsync = off\nfull_page_writes = off\n');
	process.env.KAMBANA_FURNISHED = directory;
}

/** The kinds of tests in order, each with what it needs: the environment of its tests. */
const projects: Record<string, () => Promise<Env>> = {
	unit: async () => ({}),
	db: async () => ({ KAMBANA_SOCKET: await openScratchDatabase() }),
	processes: async () => {
		await build();
		await furnish();
		return {};
	},
	browser: async () => {
		await build();
		await furnish();
		const directory = makeDirectory();
		closeAtEnd(() => removeDirectory(directory));
		const server = await startServer(directory);
		let wanted = true;
		server.ended.then(
			() => wanted && console.error(`The server of the browser tests ended too early: ${server.said()}`),
		);
		closeAtEnd(() => {
			wanted = false;
			return stop(server);
		});
		return { KAMBANA_TEST_URL: server.url, KAMBANA_SOCKET: join(directory, 'run') };
	},
};

await runScript(async () => {
	const words = process.argv.slice(2);
	const first = words.findIndex((word) => !(word in projects));
	const named = first === -1 ? words : words.slice(0, first);
	const filters = words.slice(named.length);
	const sum: Sum = { passed: 0, failed: 0 };
	for (const project of named.length > 0 ? named : Object.keys(projects)) {
		const { passed, failed } = await runProject(project, (await projects[project]?.()) ?? {}, filters);
		sum.passed += passed;
		sum.failed += failed;
	}
	console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
	return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
});

/** Runs one project of vite.config.ts and counts. A file that could not be loaded counts as one failed test. */
async function runProject(project: string, env: Env, filters: string[]): Promise<Sum> {
	const folder = mkdtempSync(join(tmpdir(), 'kambana-'));
	const report = join(folder, 'report.json');
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
	const args = [
		'node_modules/vitest/vitest.mjs',
		'run',
		'--project',
		project,
		'--passWithNoTests',
		...reporters,
		...filters,
	];
	try {
		const code = await new Promise<number>((resolve, reject) => {
			const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
			closeAtEnd(() => child.kill());
			child.once('error', reject);
			child.once('exit', (status) => resolve(status ?? 1));
		});
		const sum = count(report);
		return code !== 0 && sum.failed === 0 ? { ...sum, failed: 1 } : sum;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

type Report = {
	numPassedTests: number;
	numFailedTests: number;
	testResults: { status: string; assertionResults: { status: string }[] }[];
};

function count(report: string): Sum {
	const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
	const broken = testResults.filter(
		({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
	);
	return { passed: numPassedTests, failed: numFailedTests + broken.length };
}
