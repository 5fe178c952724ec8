import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { closeDatabase, rolledBack } from '#tests/support/database.ts';
import { connect, inTransaction } from './db.server.ts';
import { enqueue, jobsRevision, type Payload, startJobs } from './jobs.server.ts';

afterAll(closeDatabase);

const installation = { kind: 'installation' } as const;
const jobsOf = (task: string) =>
	inTransaction(installation, async (tx) => {
		const { rows } = await sql<{ payload: Payload; attempts: number }>`select payload, attempts
			from graphile_worker._private_jobs join graphile_worker._private_tasks tasks on tasks.id = task_id
			where identifier = ${task}`.execute(tx);
		return rows;
	});

async function until<T>(look: () => Promise<T | undefined | false> | T | undefined | false, ms = 15_000): Promise<T> {
	for (const end = Date.now() + ms; Date.now() < end; await pause(10)) {
		const seen = await look();
		if (seen) return seen;
	}
	throw new Error('it did not happen');
}

test('a transaction that is rolled back leaves no job, one of the public cannot leave any', async () => {
	await rolledBack((tx) => enqueue(tx, 'never', { id: 1 }));
	expect(await jobsOf('never')).toEqual([]);
	await expect(inTransaction({ kind: 'public' }, (tx) => enqueue(tx, 'never', {}))).rejects.toThrow(/read-only/);
});
