import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { join, resolve } from 'node:path';
import { makeFolder } from './folders.server.ts';
import { environment, type Programs } from './programs.server.ts';
import { codeOf, Refusal } from './refusal.ts';

/** Where an embedded PostgreSQL lives below the data directory. */
export type Cluster = { directory: string; files: string; socketDirectory: string; socket: string; log: string };

// The kernel keeps the address of a socket in 108 bytes (104 on a Mac), with a zero at the end.
const longestSocket = 103;

export function clusterIn(dataDirectory: string): Cluster {
	const directory = resolve(dataDirectory);
	const socketDirectory = join(directory, 'run');
	const socket = join(socketDirectory, '.s.PGSQL.5432');
	return {
		directory,
		files: join(directory, 'postgres'),
		socketDirectory,
		socket,
		log: join(directory, 'postgres.log'),
	};
}

/** Makes the folders, or says in one sentence why data cannot be kept there. */
export function prepareDirectory(cluster: Cluster, { account }: Programs): void {
	const excess = Buffer.byteLength(cluster.socket) - longestSocket;
	if (excess > 0) {
		throw new Refusal(
			`The path of DATA_DIR (${cluster.directory}) is ${excess} bytes too long for a socket: choose a shorter one.`,
		);
	}
	try {
		tryToWrite(cluster.directory);
		refuseForeign(cluster, account.uid ?? process.getuid?.());
		mkdirSync(cluster.socketDirectory, { recursive: true, mode: 0o700 });
		chmodSync(cluster.socketDirectory, 0o700);
		if (existsSync(cluster.log) && statSync(cluster.log).size > 5_000_000) rmSync(cluster.log);
		if (account.uid !== undefined && account.gid !== undefined)
			chownSync(cluster.socketDirectory, account.uid, account.gid);
	} catch (fault) {
		if (fault instanceof Refusal) throw fault;
		throw new Refusal(whyNotWritable(cluster.directory, fault), { cause: fault });
	}
}

/** PostgreSQL serves only files of the account it runs as. */
function refuseForeign(cluster: Cluster, owner: number | undefined): void {
	if (owner === undefined || !existsSync(cluster.files) || statSync(cluster.files).uid === owner) return;
	throw new Refusal(whoseData(cluster));
}

const whoseData = ({ directory }: Cluster): string =>
	`The data in ${directory} belong to another user: start Kambana as that user, or give the folder to this one (chown -R).`;

/** Makes the folder if need be and writes into it; throws the fault of the system when that cannot be. */
export function tryToWrite(folder: string): void {
	makeFolder(folder);
	const probe = join(folder, `.probe-${process.pid}`);
	writeFileSync(probe, 'Kambana may write here');
	rmSync(probe);
}

function whyNotWritable(directory: string, fault: unknown): string {
	const code = codeOf(fault);
	if (code === 'ENOSPC') return `The disk of DATA_DIR (${directory}) is full: free some space and start again.`;
	if (code === 'ENOTDIR') return `DATA_DIR (${directory}) is not a folder: choose a folder for the data.`;
	return `DATA_DIR (${directory}) cannot be written to (${code || String(fault)}): choose a folder of your own or change its owner.`;
}

/**
 * Creates the cluster beside its place and moves it there when it is complete: neither a kill in the middle nor two
 * first starts at once leave half a cluster behind.
 */
export function initialise(cluster: Cluster, programs: Programs): void {
	if (existsSync(join(cluster.files, 'PG_VERSION'))) return;
	const unfinished = `${cluster.files}.unfinished-${process.pid}`;
	rmSync(unfinished, { recursive: true, force: true });
	mkdirSync(unfinished, { mode: 0o700 });
	const { uid, gid } = programs.account;
	if (uid !== undefined && gid !== undefined) chownSync(unfinished, uid, gid);
	const [command, ...options] = programs.command('initdb', [
		...['--pgdata', unfinished, '--username', 'postgres', '--auth-local', 'trust', '--auth-host', 'reject'],
		...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
		...['--data-checksums', '--no-instructions'],
	]);
	const made = spawnSync(command, options, { ...programs.account, env: environment, cwd: '/', encoding: 'utf8' });
	if (made.status === 0 && moved(unfinished, cluster.files)) return;
	rmSync(unfinished, { recursive: true, force: true });
	if (existsSync(join(cluster.files, 'PG_VERSION'))) return;
	throw new Refusal(
		whyNotRunning(cluster, programs, made.error ? String(made.error) : `${made.stderr}\n${made.stdout}`),
	);
}

/** False when another start was first. */
function moved(from: string, to: string): boolean {
	try {
		renameSync(from, to);
		return true;
	} catch (fault) {
		if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(fault))) return false;
		throw fault;
	}
}

/** What PostgreSQL itself wrote, as one sentence with a remedy. */
export function whyNotRunning(cluster: Cluster, programs: Programs, said: string): string {
	const { directory, log } = cluster;
	if (/No space left on device/.test(said))
		return `The disk of DATA_DIR (${directory}) is full: free some space and start again.`;
	if (/wrong ownership|must be owned|Operation not permitted/.test(said)) return whoseData(cluster);
	if (/Permission denied|EACCES/.test(said)) {
		return `PostgreSQL runs as ${programs.accountName} and cannot reach ${directory}: set DATA_DIR to a folder that this account can reach.`;
	}
	if (/incompatible with server/.test(said)) {
		return `The data in ${directory} were made by another major version of PostgreSQL: set DATA_DIR to another folder or start the Kambana that made them.`;
	}
	if (/Read-only file system/.test(said))
		return `DATA_DIR (${directory}) is on a read-only disk: choose another folder.`;
	const last =
		said
			.split('\n')
			.filter((line) => /FATAL|ERROR|PANIC|error:/.test(line))
			.at(-1) ??
		said.trim().split('\n').at(-1) ??
		'';
	return `PostgreSQL did not start (${last.trim()}): see ${log}.`;
}

/** What the server says of itself in `postmaster.pid`: its process and, in line 8, its state. */
export type Postmaster = { pid: number; state: 'starting' | 'ready' | 'stopping' };

const markOf = (cluster: Cluster): string => join(cluster.files, 'postmaster.pid');

/**
 * Removes the mark of a server that was killed: its number may belong to any other process by now, and PostgreSQL would refuse to start
 * because of it. Only before a server is started: one that is starting puts its own mark in the place of the dead one's, between our look
 * and our removal, and without it nobody would ever find it ready.
 */
export function removeDeadMark(cluster: Cluster): void {
	const mark = readMark(cluster);
	if (mark && !isPostgres(mark.pid)) rmSync(markOf(cluster), { force: true });
}

/** The server that runs on these files now, or null. */
export function findPostmaster(cluster: Cluster): Postmaster | null {
	const mark = readMark(cluster);
	return mark && isPostgres(mark.pid) ? mark : null;
}

function readMark(cluster: Cluster): Postmaster | null {
	const file = markOf(cluster);
	const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
	const pid = Number(lines[0]);
	if (!Number.isInteger(pid) || pid <= 0) return null;
	const state = lines[7]?.trim();
	return { pid, state: state === 'ready' || state === 'stopping' ? state : 'starting' };
}

/** Whether this process runs and is PostgreSQL; one that has ended and waits to be buried does not count. */
export function isPostgres(pid: number): boolean {
	if (process.platform !== 'linux') {
		return spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).stdout.includes('postgres');
	}
	try {
		return /^\d+ \(postgres[^)]*\) [^ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

/** Whether anybody answers at the socket. */
export function answers(cluster: Cluster): Promise<boolean> {
	return new Promise((decide) => {
		const attempt = net.connect(cluster.socket, () => {
			attempt.destroy();
			decide(true);
		});
		attempt.on('error', () => decide(false));
	});
}
