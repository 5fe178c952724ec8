import { inTransaction } from '#platform/db.server.ts';
import type { Task } from '#platform/jobs.server.ts';
import { settleTasks } from './actions.server.ts';

/** Every hour: a class that has answered, or may be asked no more, is nobody's open task. */
export const sampleCrontab = '17 * * * * samples_settle';

/** The task of samples, by the name under which the timetable leaves it. */
export const sampleTasks: Record<string, Task> = {
	samples_settle: async () => {
		await inTransaction({ kind: 'installation', actor: 'job' }, (tx) => settleTasks(tx));
	},
};
