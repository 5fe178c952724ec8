import { inTransaction } from '#platform/db.server.ts';
import type { Task } from '#platform/jobs.server.ts';
import { tidyChecks } from './actions.server.ts';

/** Every minute: what a code opened is closed when its minutes are over, whoever forgets to. */
export const checkCrontab = '* * * * * checks_tidy';

/** The task of checks, by the name under which the timetable leaves it. */
export const checkTasks: Record<string, Task> = {
	checks_tidy: async () => {
		await inTransaction({ kind: 'installation', actor: 'job' }, (tx) => tidyChecks(tx));
	},
};
