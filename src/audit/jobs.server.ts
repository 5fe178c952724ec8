import { defaultLocale } from '#i18n/locales.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { Task } from '#platform/jobs.server.ts';
import { getStanding, mailHead, verifyAndKeep } from './actions.server.ts';

const asJob = { kind: 'installation', actor: 'job' } as const;

/** Every night at three; the head on Mondays in the morning, after that night's verification. */
export const auditCrontab = ['0 3 * * * audit_verify', '0 6 * * 1 audit_head'].join('\n');

/** The tasks of the audit, by the names under which they are left. `to`: who keeps the heads. */
export const auditTasks = (to: readonly string[]): Record<string, Task> => ({
	audit_verify: () =>
		inTransaction(asJob, async (tx) => {
			const before = (await getStanding(tx)).verification;
			const { finding } = await verifyAndKeep(tx);
			if (!finding) return;
			console.error(
				`The audit chain is not whole (${finding.kind}, row ${finding.row}): npm run kambana -- audit verify`,
			);
			// Who keeps the heads hears of it the same night, once.
			if (!before?.finding) await mailHead(tx, to, defaultLocale);
		}),
	audit_head: () => inTransaction(asJob, (tx) => mailHead(tx, to, defaultLocale)),
});
