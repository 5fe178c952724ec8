import { auditCrontab, auditTasks } from '#audit/jobs.server.ts';
import { consultationTasks } from '#consultation/jobs.server.ts';
import { mailCrontab, mailTasks } from '#mail/jobs.server.ts';
import type { JobWishes } from '#platform/jobs.server.ts';
import { retentionCrontab, retentionTasks } from '#signin/retention.server.ts';
import type { Settings } from './settings.ts';

/** Every task by its name, and the timetable (UTC): the one place that knows them all. */
export function jobsOf({ mailServer, publicUrl, auditMail }: Settings, address: string): JobWishes {
	return {
		tasks: {
			...mailTasks({ server: mailServer, home: publicUrl ?? address }),
			...auditTasks(auditMail),
			...consultationTasks(mailServer?.from.address ?? 'kambana@localhost'),
			...retentionTasks,
		},
		crontab: [mailCrontab, auditCrontab, retentionCrontab].join('\n'),
	};
}
