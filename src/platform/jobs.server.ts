import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Job, LogFunctionFactory, Runner, TaskList, WorkerEvents } from 'graphile-worker';
import { sql } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type postgres from 'postgres';
import { connectionOptions, type Transaction } from './db.server.ts';

// Graphile-worker takes a sixth of a second and 20 MB to load: whoever only leaves jobs, or finds their tables as they
// should be, goes without it.
const load = async () => ({ worker: await import('graphile-worker'), pg: (await import('pg')).default });
/** The latest of graphile-worker's own migrations; a test compares it with the package. */
export const jobsRevision = 20;

/** What a job is about: ids and codes, never a text or an address of a person. */
export type Payload = Record<string, string | number | boolean | null>;

export type JobOptions = {
	/** Not before this moment. */
	runAt?: Date;
	/** How often it is tried before it is given up: after 3 s, 7 s, 20 s, 55 s, 2, 7, 18, 50 minutes, 2 and 6 hours. */
	maxAttempts?: number;
	/** Jobs of one queue run one after the other. */
	queue?: string;
	/** A job that waits under the same key is replaced. */
	key?: string;
};

/** What a task knows beside its payload. */
export type Turn = {
	/** 1 for the first try. */
	attempt: number;
	/** Whether there is no other try after this one. */
	last: boolean;
	/** Aborted when the process ends and cannot wait any longer. */
	signal: AbortSignal;
};

/** Throwing asks for another try later. */
export type Task = (payload: Payload, turn: Turn) => Promise<void>;

/** Leaves work for later, as part of the transaction: if that is rolled back there is no job. */
export async function enqueue(
	tx: Transaction,
	task: string,
	payload: Payload,
	{ runAt, maxAttempts = 10, queue, key }: JobOptions = {},
): Promise<void> {
	await sql`select from graphile_worker.add_job(identifier => ${task}, payload => ${JSON.stringify(payload)}::text::json,
		queue_name => ${queue ?? null}::text, run_at => ${runAt?.toISOString() ?? null}::text::timestamptz,
		max_attempts => ${maxAttempts}::int, job_key => ${key ?? null}::text)`.execute(tx);
}

/** Brings the tables of the jobs up to what this version of graphile-worker wants; ours have made the schema before. */
export async function migrateJobs(sql: postgres.Sql): Promise<void> {
	const [row] = await sql<{ latest: number | null }[]>`select max(id) as latest from graphile_worker.migrations`;
	if (row?.latest === jobsRevision) return;
	const { worker } = await load();
	const pool = await openPool(1, () => {});
	try {
		await worker.runMigrations({ pgPool: pool, logger: new worker.Logger(() => () => {}) });
	} finally {
		await pool.end();
	}
}

export type JobWishes = {
	/** By the names under which they are left. */
	tasks: Readonly<Record<string, Task>>;
	/** What happens at fixed times, in the lines of graphile-worker's crontab (UTC). */
	crontab?: string;
	/** How many run at the same time. */
	atOnce?: number;
};

export type RunningJobs = {
	/** Lets running jobs finish for a few seconds; what is not finished then is tried again at the next start. */
	stop(): Promise<void>;
};

/**
 * Runs jobs until `stop`. Whatever happens to PostgreSQL meanwhile, it goes on as soon as there is one again; jobs that a
 * killed process had taken are free at once, not after the hours that graphile-worker waits.
 */
export function startJobs(wishes: JobWishes): RunningJobs {
	const stopped = new AbortController();
	const working = (async () => {
		for (let faults = 0; !stopped.signal.aborted; ) {
			const began = Date.now();
			await workUntilLost(wishes, stopped.signal).catch((fault: unknown) => {
				// One line for a database that is away, however long.
				if (faults++ === 0) console.error(`jobs wait: ${fault instanceof Error ? fault.message : fault}`);
			});
			if (Date.now() - began > 5_000) faults = 0;
			await pause(250, undefined, { signal: stopped.signal }).catch(() => {});
		}
	})();
	return {
		stop: () => {
			stopped.abort();
			return working;
		},
	};
}

/** Running jobs get this long to finish. */
const patience = 3_000;
/** First half of the names of advisory locks by which a living process shows that the jobs it took are in work. */
const alive = 20261003;

async function workUntilLost({ tasks, crontab = '', atOnce = 2 }: JobWishes, stopped: AbortSignal): Promise<void> {
	const over = Promise.withResolvers<Error | undefined>();
	const stop = () => over.resolve(undefined);
	stopped.addEventListener('abort', stop, { once: true });
	// Beside the workers: one connection listens, one holds the lock, one keeps the timetable.
	const { worker } = await load();
	const pool = await openPool(atOnce + 3, (fault) => over.resolve(fault));
	let runner: Runner | undefined;
	let holder: PoolClient | undefined;
	let watch: NodeJS.Timeout | undefined;
	try {
		const own = await pool.connect();
		holder = own;
		await freeAbandoned(own);
		watch = setInterval(() => freeAbandoned(own).catch(() => {}), 60_000);
		const events: WorkerEvents = new EventEmitter();
		// The lock is asked for before the first job is taken: an id without a lock belongs to a dead process.
		const held = Promise.withResolvers<unknown>();
		held.promise.catch(() => {});
		events.on('pool:create', ({ workerPool }) =>
			held.resolve(own.query('select pg_advisory_lock($1, hashtext($2))', [alive, workerPool.id])),
		);
		runner = await worker.run({
			pgPool: pool,
			taskList: listOf(tasks, held.promise),
			crontab,
			concurrency: atOnce,
			noHandleSignals: true,
			gracefulShutdownAbortTimeout: patience - 1_000,
			events,
			logger: new worker.Logger(() => log),
			// Without these a result that cannot be written, because the database went away, would end the process.
			preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
		});
		const ended = runner.promise.then(
			() => new Error('the workers stopped'),
			(fault: Error) => fault,
		);
		const fault = await Promise.race([over.promise, ended]);
		if (fault) throw fault;
	} finally {
		stopped.removeEventListener('abort', stop);
		clearInterval(watch);
		await atMost(patience, runner?.stop());
		// Not before: until then others must not take our jobs for abandoned.
		holder?.release(true);
		// Ends the connections that are free; those still in use end with their work, or with the process.
		await atMost(500, pool.end());
	}
}

/** Faults of what ends anyway are no news. */
const atMost = (ms: number, ending: Promise<unknown> | undefined): Promise<unknown> =>
	Promise.race([pause(ms, undefined, { ref: false }), ending?.catch(() => {})]);

function listOf(tasks: JobWishes['tasks'], held: Promise<unknown>): TaskList {
	const list: TaskList = {};
	for (const [name, task] of Object.entries(tasks)) {
		list[name] = async (payload, { job, abortSignal }) => {
			await held;
			const last = job.attempts >= job.max_attempts;
			await task(payload as Payload, { attempt: job.attempts, last, signal: abortSignal });
		};
	}
	return list;
}

/** Frees the jobs of processes that live no longer: nobody holds the lock of their name. */
async function freeAbandoned(client: PoolClient): Promise<void> {
	const { rows } = await client.query<{ name: string }>(
		`select locked_by as name from graphile_worker._private_jobs where locked_by is not null
		union select locked_by from graphile_worker._private_job_queues where locked_by is not null`,
	);
	for (const { name } of rows) {
		const { rows: got } = await client.query('select pg_try_advisory_lock($1, hashtext($2)) as free', [alive, name]);
		if (!got[0].free) continue;
		await client.query('select graphile_worker.force_unlock_workers(array[$1])', [name]);
		await client.query('select pg_advisory_unlock($1, hashtext($2))', [alive, name]);
	}
}

/** Graphile-worker speaks through `pg`; it signs in as the application, like everything else. */
async function openPool(max: number, onLoss: (fault: Error) => void): Promise<Pool> {
	const { pg } = await load();
	const { url, host, username, database } = connectionOptions();
	const named = { application_name: 'kambana jobs', max };
	const pool = new pg.Pool(
		url ? { connectionString: url, ...named } : { host: String(host), user: username, database, ...named },
	);
	// A connection that breaks, in use or not, is told here; without listeners it would end the process.
	pool.on('error', onLoss);
	pool.on('connect', (client) => client.on('error', onLoss));
	return pool;
}

/** Faults of tasks go to the log in one line: what a stack or a payload says is not for it. */
const log: ReturnType<LogFunctionFactory> = (level, _message, meta) => {
	if (level !== 'error' || !meta?.failure) return;
	const { id, task_identifier: task } = meta.job as Job;
	console.error(`job ${id} (${task}): ${(meta.error as Error).message}`);
};
