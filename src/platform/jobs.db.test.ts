import { readdirSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { closeDatabase, rolledBack } from '#tests/support/database.ts';
import { connect, inTransaction } from './db.server.ts';
import { enqueue, type JobWishes, jobsRevision, type Payload, startJobs } from './jobs.server.ts';

afterAll(closeDatabase);

const installation = { kind: 'installation' } as const;
const leave = (...job: Parameters<typeof enqueue> extends [unknown, ...infer Rest] ? Rest : never) =>
	inTransaction(installation, (tx) => enqueue(tx, ...job));
const waiting = (task: string) =>
	inTransaction(installation, async (tx) => {
		const { rows } = await sql<{ attempts: number; locked: boolean }>`select attempts, locked_at is not null as locked
			from graphile_worker.jobs where task_identifier = ${task}`.execute(tx);
		return rows;
	});
/** Runs until the test is over. */
function started(wishes: JobWishes) {
	const jobs = startJobs(wishes);
	onTestFinished(() => jobs.stop());
	return jobs;
}
const soon = { timeout: 30_000, interval: 10 };

describe('leaving a job', () => {
	test('a transaction that is rolled back leaves none, and one of the public cannot leave any', async () => {
		await rolledBack((tx) => enqueue(tx, 'never', { id: 1 }));
		await expect(inTransaction({ kind: 'public' }, (tx) => enqueue(tx, 'never', {}))).rejects.toThrow(/read-only/);
		expect(await waiting('never')).toEqual([]);
	});

	test('a job under the key of one that waits takes its place', async () => {
		const done: Payload[] = [];
		await leave('keyed', { n: 1 }, { key: 'one' });
		await leave('keyed', { n: 2 }, { key: 'one' });
		started({ tasks: { keyed: async (payload) => void done.push(payload) } });
		await vi.waitFor(() => expect(done).toEqual([{ n: 2 }]), soon);
	});
});

describe('doing jobs', () => {
	test('each is done once, also those left while the workers run', async () => {
		const done: Payload[] = [];
		await leave('counted', { n: 0 });
		started({ tasks: { counted: async (payload) => void done.push(payload) } });
		for (let n = 1; n < 100; n++) await leave('counted', { n });
		await vi.waitFor(async () => expect(await waiting('counted')).toEqual([]), soon);
		expect(done.map(({ n }) => Number(n)).sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
	});

	test('what fails is tried again later, and knows when it is the last time', async () => {
		vi.spyOn(console, 'error').mockImplementation(() => {});
		const turns: [attempt: number, last: boolean][] = [];
		await leave('failing', {}, { maxAttempts: 2 });
		started({
			tasks: {
				failing: async (_, { attempt, last }) => {
					turns.push([attempt, last]);
					throw new Error('not now');
				},
			},
		});
		await vi.waitFor(async () => expect(await waiting('failing')).toEqual([{ attempts: 1, locked: false }]), soon);
		await inTransaction(installation, (tx) =>
			sql`select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where task_identifier = 'failing'), now())`.execute(
				tx,
			),
		);
		await vi.waitFor(
			() =>
				expect(turns).toEqual([
					[1, false],
					[2, true],
				]),
			soon,
		);
		expect(console.error).toHaveBeenCalledWith(expect.stringMatching(/^job \d+ \(failing\): not now$/));
	});

	test('stopping waits for what runs', async () => {
		const running = Promise.withResolvers<void>();
		const free = Promise.withResolvers<void>();
		let done = false;
		await leave('slow', {});
		const jobs = startJobs({
			tasks: {
				slow: async () => {
					running.resolve();
					await free.promise;
					done = true;
				},
			},
		});
		await running.promise;
		const stopped = jobs.stop();
		free.resolve();
		await stopped;
		expect(done).toBe(true);
		expect(await waiting('slow')).toEqual([]);
	});
});

describe('when something dies', () => {
	test('a job taken by a process that lives no longer is free at once', async () => {
		await leave('orphaned', { id: 7 });
		await inTransaction(installation, (tx) =>
			sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-dead', attempts = 1
				where task_id = (select id from graphile_worker._private_tasks where identifier = 'orphaned')`.execute(tx),
		);
		const done: Payload[] = [];
		started({ tasks: { orphaned: async (payload) => void done.push(payload) } });
		await vi.waitFor(() => expect(done).toEqual([{ id: 7 }]), soon);
	});

	test('a job that another process has in work is left to it', async () => {
		const holder = connect();
		onTestFinished(() => holder.end());
		await holder`select pg_advisory_lock(20261003, hashtext('pool-living'))`;
		await leave('elsewhere', {});
		await inTransaction(installation, (tx) =>
			sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-living'
				where task_id = (select id from graphile_worker._private_tasks where identifier = 'elsewhere')`.execute(tx),
		);
		const done: string[] = [];
		const tasks = { elsewhere: async () => void done.push('elsewhere'), here: async () => void done.push('here') };
		started({ tasks });
		await leave('here', {});
		await vi.waitFor(() => expect(done).toEqual(['here']), soon);
		expect(await waiting('elsewhere')).toEqual([{ attempts: 0, locked: true }]);
	});

	test('connections that PostgreSQL cuts are opened again, and the jobs go on', async () => {
		vi.spyOn(console, 'error').mockImplementation(() => {});
		const outside = connect();
		onTestFinished(() => outside.end());
		const done: Payload[] = [];
		started({ tasks: { surviving: async (payload) => void done.push(payload) } });
		for (let round = 1; round <= 3; round++) {
			await leave('surviving', { round });
			// A job whose end could not be written would be done again.
			await vi.waitFor(async () => expect(await waiting('surviving')).toEqual([]), soon);
			const cut =
				await outside`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kambana jobs'
					and datname = current_database()`;
			expect(cut.length).toBeGreaterThan(1);
		}
		expect(done.map(({ round }) => round)).toEqual([1, 2, 3]);
	});
});

describe('the tables of the jobs', () => {
	test('belong to the application, which owns nothing else', () =>
		rolledBack(async (tx) => {
			const { rows } = await sql<{
				name: string;
				own: boolean;
			}>`select distinct relnamespace::regnamespace::text as name,
				pg_get_userbyid(relowner) = 'kambana_app' as own from pg_class
				where relkind in ('r', 'v', 'S', 'p') and relnamespace in ('public'::regnamespace, 'reporting'::regnamespace, 'graphile_worker'::regnamespace)
				order by 1, 2`.execute(tx);
			expect(rows).toEqual([
				{ name: 'graphile_worker', own: true },
				{ name: 'public', own: false },
				{ name: 'reporting', own: false },
			]);
		}));

	test('are of the revision that the package wants', async () => {
		const folder = new URL('./', import.meta.resolve('graphile-worker')).pathname;
		const revisions = readdirSync(`${folder}../sql`).map((name) => Number(name.slice(0, 6)));
		expect(Math.max(...revisions)).toBe(jobsRevision);
	});
});
