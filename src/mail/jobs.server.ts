import { inTransaction } from '#platform/db.server.ts';
import type { Task } from '#platform/jobs.server.ts';
import { filled, mailTask } from './actions.server.ts';
import type { Mail } from './model.ts';
import { type Answer, type MailServer, post } from './smtp.server.ts';
import { failInterrupted, saveOutcome, takeWaitingMail } from './store.server.ts';

const asJob = { kind: 'installation', actor: 'job' } as const;

export type Mailing = {
	/** Without one, mails are kept and told to `say`. */
	server: MailServer | null;
	/** The address people reach the installation at, without a slash at the end: links begin with it. */
	home: string;
	say?: (lines: string) => void;
};

/** Every hour: mails whose job was used up by processes that died. */
export const mailCrontab = '17 * * * * mail_interrupted';

/** The tasks of mails, by the names under which they are left. */
export const mailTasks = (mailing: Mailing): Record<string, Task> => ({
	[mailTask]: ({ id }, turn) => deliver(mailing, String(id), turn),
	mail_interrupted: () => inTransaction(asJob, failInterrupted),
});

/**
 * One try for one mail. Its row is locked while the server is asked and marked in the same transaction, so no two workers send
 * it, and one that has gone is not sent again. What remains: the server takes the mail, and the process or the database dies
 * before the mark is written. Then it goes out a second time, under the same Message-ID.
 */
async function deliver(mailing: Mailing, id: string, { last, signal }: Parameters<Task>[1]): Promise<void> {
	const answer = await inTransaction(asJob, async (tx) => {
		const mail = await takeWaitingMail(tx, id);
		if (!mail) return null;
		const answer = await attempt(mailing, mail, signal);
		if (answer.what === 'kept' || answer.what === 'taken') {
			await saveOutcome(tx, id, { state: answer.what === 'taken' ? 'sent' : 'kept', error: null });
		} else {
			const over = answer.what === 'refused' || last;
			await saveOutcome(tx, id, { state: over ? 'failed' : 'waiting', error: answer.why });
		}
		return answer;
	});
	// Another try; what the server said may name the address and is kept with the mail, not in the log.
	if (answer?.what === 'later' && !last) throw new Error(`mail ${id} waits`);
}

async function attempt(
	{ server, home, say = console.log }: Mailing,
	mail: Mail,
	signal: AbortSignal,
): Promise<Answer | { what: 'kept' }> {
	if (mail.sendBefore && mail.sendBefore < new Date()) return { what: 'refused', why: 'too_late' };
	const ready = filled(mail, home);
	if (server) return post(server, ready, signal);
	say(told(ready));
	return { what: 'kept' };
}

/** A mail as the terminal tells it: what opens and where, no more. */
export function told({ to, subject, text }: Mail): string {
	const doors = text.split('\n').filter((line) => /^(https?:\/\/\S+|\s{4}\d{8})$/.test(line));
	return [`mail to ${to}: ${subject}`, ...doors.map((door) => `    ${door.trim()}`)].join('\n');
}
