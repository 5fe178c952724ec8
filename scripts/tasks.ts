import { mailCrontab, mailTasks } from '#mail/jobs.server.ts';
import type { JobWishes } from '#platform/jobs.server.ts';
import type { Settings } from './settings.ts';

/** Every task by its name, and the timetable (UTC): the one place that knows them all. */
export function jobsOf({ mailServer, publicUrl }: Settings, address: string): JobWishes {
	return {
		tasks: { ...mailTasks({ server: mailServer, home: publicUrl ?? address }) },
		crontab: [mailCrontab].join('\n'),
	};
}
