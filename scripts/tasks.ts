<<<<<<< HEAD
import { auditCrontab, auditTasks } from '#audit/jobs.server.ts';
=======
import { consultationTasks } from '#consultation/jobs.server.ts';
>>>>>>> 70972af (Ask institutions by mail and take their answers from a signed link without an account; keep their calendars as the activity is)
import { mailCrontab, mailTasks } from '#mail/jobs.server.ts';
import type { JobWishes } from '#platform/jobs.server.ts';
import type { Settings } from './settings.ts';

/** Every task by its name, and the timetable (UTC): the one place that knows them all. */
export function jobsOf({ mailServer, publicUrl, auditMail }: Settings, address: string): JobWishes {
	return {
<<<<<<< HEAD
		tasks: { ...mailTasks({ server: mailServer, home: publicUrl ?? address }), ...auditTasks(auditMail) },
		crontab: [mailCrontab, auditCrontab].join('\n'),
=======
		tasks: {
			...mailTasks({ server: mailServer, home: publicUrl ?? address }),
			...consultationTasks(mailServer?.from.address ?? 'kambana@localhost'),
		},
		crontab: [mailCrontab].join('\n'),
>>>>>>> 70972af (Ask institutions by mail and take their answers from a signed link without an account; keep their calendars as the activity is)
	};
}
