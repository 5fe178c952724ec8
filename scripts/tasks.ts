import { auditCrontab, auditTasks } from '#audit/jobs.server.ts';
import { checkCrontab, checkTasks } from '#checks/jobs.server.ts';
import { consultationCrontab, consultationTasks } from '#consultation/jobs.server.ts';
import { mailCrontab, mailTasks } from '#mail/jobs.server.ts';
import { meetingTasks } from '#meetings/jobs.server.ts';
import { nationalTasks } from '#national/jobs.server.ts';
import { planningTasks } from '#planning/jobs.server.ts';
import type { JobWishes } from '#platform/jobs.server.ts';
import { sampleCrontab, sampleTasks } from '#samples/jobs.server.ts';
import { retentionCrontab, retentionTasks } from '#signin/retention.server.ts';
import { videoCrontab, videoTasks } from '#videos/jobs.server.ts';
import { fixedAddress } from './desk-link.ts';
import type { Settings } from './settings.ts';

/** Every task by its name, and the timetable (UTC): the one place that knows them all. `address` is where the server is open. */
export function jobsOf({ mailServer, publicUrl, auditMail }: Settings, address: string): JobWishes {
	const home = fixedAddress({ publicUrl }, new URL(address).port);
	const sender = mailServer?.from.address ?? 'kambana@localhost';
	return {
		tasks: {
			...mailTasks({ server: mailServer, home }),
			...auditTasks(auditMail),
			...checkTasks,
			...consultationTasks(sender),
			...meetingTasks(sender),
			...nationalTasks,
			...planningTasks,
			...retentionTasks,
			...sampleTasks,
			...videoTasks,
		},
		crontab: [
			mailCrontab,
			auditCrontab,
			retentionCrontab,
			videoCrontab,
			consultationCrontab,
			checkCrontab,
			sampleCrontab,
		].join('\n'),
	};
}
