import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import {
	answers,
	type Cluster,
	clusterIn,
	findPostmaster,
	initialise,
	isPostgres,
	prepareDirectory,
	removeDeadMark,
	whyNotRunning,
} from './cluster.server.ts';
import { environment, findPrograms, type Programs } from './programs.server.ts';
import { Refusal } from './refusal.ts';
import { handOver, makeRoles, roles } from './roles.server.ts';

/** An embedded PostgreSQL that belongs to this process until `stop()` or the end of the process. */
export type EmbeddedPostgres = {
	socketDirectory: string;
	/** Whether an orphan of a killed application was found and replaced. */
	adopted: boolean;
	stop(): Promise<void>;
};

type Wishes = {
	/** The data directory. */
	directory: string;
	/** False for throw-away clusters of tests: faster, and lost when the machine stops. */
	durable?: boolean;
	/** Called when the server died and could not be brought back. */
	onLost?: (fault: unknown) => void;
};

// Whoever owns the server holds this advisory lock; commands of the command line only borrow the server.
const ownerLock = 20261001;
const database = 'kambana';

/**
 * Between us and PostgreSQL stands a shell that reads from a pipe we never write to. When we are killed, however hard,
 * the pipe ends and the shell asks PostgreSQL to stop.
 */
export const watchdog = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(read -r _ <&3; kill -INT $server) 2>/dev/null &
watch=$!
exec 3<&-
trap 'kill -INT $server' INT TERM
while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
kill $watch 2>/dev/null
exit $code
`;

/** Starts PostgreSQL on the data directory and makes this process its owner; refuses when another process is. */
export async function startPostgres({
	directory,
	durable = true,
	onLost = () => {},
}: Wishes): Promise<EmbeddedPostgres> {
	const cluster = clusterIn(directory);
	const programs = findPrograms();
	prepareDirectory(cluster, programs);
	initialise(cluster, programs);
	const adopted = await clearTheWay(cluster);
	let child = await launch(cluster, programs, durable);
	let lock = await own(cluster);
	let stopping = false;
	const restarts: number[] = [];
	const bringBack = async () => {
		if (stopping) return;
		restarts.push(Date.now());
		await lock.end({ timeout: 0 });
		try {
			if (restarts.filter((at) => at > Date.now() - 60_000).length > 5)
				throw new Refusal('PostgreSQL stopped six times in a minute.');
			child = await launch(cluster, programs, durable);
			if (stopping) return await stopServer(cluster);
			lock = await own(cluster);
			watch();
		} catch (fault) {
			onLost(fault);
		}
	};
	const watch = () => (child.exitCode === null ? child.once('exit', bringBack) : bringBack());
	try {
		await createDatabase(cluster);
	} catch (fault) {
		await lock.end({ timeout: 0 });
		await stopServer(cluster);
		throw fault;
	}
	watch();
	const stop = async () => {
		stopping = true;
		await lock.end({ timeout: 1 });
		await stopServer(cluster);
	};
	return { socketDirectory: cluster.socketDirectory, adopted, stop };
}

/** The socket folder of a server that runs on the data directory already, or null. Waits while it starts or stops. */
export async function findRunningPostgres(directory: string): Promise<string | null> {
	const cluster = clusterIn(directory);
	for (const end = Date.now() + 10_000; Date.now() < end; await pause(50)) {
		const postmaster = findPostmaster(cluster);
		if (!postmaster) return null;
		if (postmaster.state === 'ready' && (await answers(cluster))) return cluster.socketDirectory;
	}
	throw new Refusal(`PostgreSQL in ${cluster.directory} does not get ready: see ${cluster.log}.`);
}

/** Replaces the server of a killed application by ours, with our watchdog; refuses when its owner lives. */
async function clearTheWay(cluster: Cluster): Promise<boolean> {
	for (let attempt = 1; await findRunningPostgres(cluster.directory); attempt++) {
		try {
			const lock = await own(cluster);
			await lock.end({ timeout: 1 });
			await stopServer(cluster);
			return true;
		} catch (fault) {
			// Its watchdog may just be stopping it, and then it refuses connections.
			if (fault instanceof Refusal || attempt >= 50) throw fault;
			await pause(100);
		}
	}
	return false;
}

const connectTo = (cluster: Cluster, name: string) =>
	postgres({
		host: cluster.socketDirectory,
		path: cluster.socket,
		username: 'postgres',
		database: name,
		max: 1,
		max_lifetime: null,
		onnotice: () => {},
		connection: { application_name: `owner ${process.pid}` },
	});

/** Takes the owner's lock for as long as the connection lives. An owner that is just ending gets two seconds. */
async function own(cluster: Cluster): Promise<postgres.Sql> {
	const sql = connectTo(cluster, 'postgres');
	try {
		for (const end = Date.now() + 2_000; ; await pause(100)) {
			const [row] = await sql<{ got: boolean }[]>`select pg_try_advisory_lock(${ownerLock}) as got`;
			if (row?.got) return sql;
			if (Date.now() > end) break;
		}
		const [owner] = await sql<{ process: string }[]>`select split_part(application_name, ' ', 2) as process
			from pg_stat_activity join pg_locks using (pid) where locktype = 'advisory' and objid = ${ownerLock} and granted`;
		throw new Refusal(
			`Kambana already runs on the data in ${cluster.directory} (process ${owner?.process}): use that one, stop it first, or set DATA_DIR to another folder.`,
		);
	} catch (fault) {
		await sql.end({ timeout: 0 });
		throw fault;
	}
}

/** The roles and the database of the application, both as this release wants them. */
async function createDatabase(cluster: Cluster): Promise<void> {
	const sql = connectTo(cluster, 'postgres');
	try {
		await makeRoles(sql);
		const [found] = await sql<{ ours: boolean }[]>`
			select datdba = ${roles.owner}::regrole as ours from pg_database where datname = ${database}`;
		if (!found) await sql.unsafe(`create database ${database} owner ${roles.owner} template template0`);
		else if (!found.ours) await handOverDatabase(sql, cluster);
	} finally {
		await sql.end({ timeout: 1 });
	}
}

/** A database that a release before roles made; its owner changes last, so that a kill in the middle is made good. */
async function handOverDatabase(sql: postgres.Sql, cluster: Cluster): Promise<void> {
	const within = connectTo(cluster, database);
	try {
		await handOver(within);
	} finally {
		await within.end({ timeout: 1 });
	}
	await sql.unsafe(`alter database ${database} owner to ${roles.owner}`);
}

/** Starts the server behind its watchdog and waits until it is ready. */
async function launch(cluster: Cluster, programs: Programs, durable: boolean): Promise<ChildProcess> {
	const settings = [
		...['listen_addresses=', 'unix_socket_permissions=0700', 'max_connections=60', 'jit=off', 'io_method=sync'],
		...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
	];
	const options = [
		'-D',
		cluster.files,
		'-k',
		cluster.socketDirectory,
		...settings.flatMap((setting) => ['-c', setting]),
	];
	// The children of a killed server take a moment to notice; until then its shared memory is in use.
	for (let attempt = 1; ; attempt++) {
		removeDeadMark(cluster);
		const log = openSync(cluster.log, 'a');
		const before = readFileSync(cluster.log).length;
		const child = spawn('/bin/sh', ['-c', watchdog, 'kambana-postgres', ...programs.command('postgres', options)], {
			...programs.account,
			env: environment,
			cwd: '/',
			stdio: ['pipe', log, log],
			detached: true,
		});
		closeSync(log);
		if (await becomesReady(cluster, child)) return child;
		const said = readFileSync(cluster.log).subarray(before).toString();
		if (attempt >= 10 || !/shared memory|lock file|in use/.test(said))
			throw new Refusal(whyNotRunning(cluster, programs, said));
		await pause(100 * attempt);
	}
}

async function becomesReady(cluster: Cluster, child: ChildProcess): Promise<boolean> {
	let ended = false;
	child.once('exit', () => {
		ended = true;
	});
	child.once('error', () => {
		ended = true;
	});
	while (!ended) {
		if (findPostmaster(cluster)?.state === 'ready') return true;
		await pause(10);
	}
	return false;
}

/** Fast shutdown: open transactions are rolled back. After four seconds without it, recovery at the next start does the rest. */
async function stopServer(cluster: Cluster): Promise<void> {
	const pid = findPostmaster(cluster)?.pid;
	if (!pid) return;
	process.kill(pid, 'SIGINT');
	const end = Date.now() + 4_000;
	while (isPostgres(pid)) {
		if (Date.now() > end) process.kill(pid, 'SIGQUIT');
		await pause(10);
	}
}
