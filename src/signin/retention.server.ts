import { type Kept, retention } from '#people/retention.ts';
import { noteEvent } from '#platform/audit.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import type { Task } from '#platform/jobs.server.ts';
import { expire, listOver } from '#platform/retention.server.ts';
import { eraseAccount } from './person.server.ts';

/** Each class by its name with how many records went. */
export type Sweep = Record<string, number>;

/** Carries out the table of what is kept (`people/retention.ts`) as of a moment. Needs the scope of the installation. */
export async function sweep(tx: Transaction, now: Date): Promise<Sweep> {
	const gone: Sweep = {};
	for (const kept of retention) {
		if (kept.end === 'keep') continue;
		gone[kept.name] = await sweepOne(tx, kept, now);
	}
	const total = Object.values(gone).reduce((sum, n) => sum + n, 0);
	if (total > 0) await noteEvent(tx, 'retention', gone);
	return gone;
}

type Ending = Exclude<Kept, { end: 'keep' }>;

async function sweepOne(tx: Transaction, { table, since, hours, end }: Ending, now: Date): Promise<number> {
	if (end !== 'erase') return expire(tx, { table, since, hours, end }, now);
	let erased = 0;
	for (const id of await listOver(tx, { table, since, hours, but: 'erased_at' }, now))
		if ((await eraseAccount(tx, id)).ok) erased++;
	return erased;
}

/** Every hour, so that what is kept for a day goes on its day. */
export const retentionCrontab = '47 * * * * retention';
export const retentionTasks: Record<string, Task> = {
	retention: async () => {
		await inTransaction({ kind: 'installation', actor: 'job' }, (tx) => sweep(tx, new Date()));
	},
};
