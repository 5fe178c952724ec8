import { filled } from '#mail/actions.server.ts';
import { told } from '#mail/jobs.server.ts';
import { countMails, listMails, listWhole } from '#mail/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { openDatabase } from '../database.ts';
import { fixedAddress } from '../desk-link.ts';
import { bringUpToDate } from '../first-start.ts';
import { readSettings } from '../settings.ts';
import type { Command } from './command.ts';

/** So many of each state; the desk shows more. */
const most = 20;

export const command: Command = {
	usage: 'mails',
	async run() {
		const settings = readSettings();
		await openDatabase(settings, 'borrow');
		await bringUpToDate();
		const home = fixedAddress(settings, settings.port);
		await inTransaction({ kind: 'installation', actor: 'command' }, async (tx) => {
			const counts = await countMails(tx);
			console.log(`${counts.waiting} waiting, ${counts.failed} failed, ${counts.kept} kept, ${counts.sent} sent.`);
			for (const state of ['waiting', 'failed'] as const)
				for (const mail of await listMails(tx, { state, most }))
					console.log(
						`${state} since ${mail.createdAt.toISOString()}, ${mail.tries} tries, to ${mail.to}: ${mail.subject}${mail.lastError ? `\n    ${mail.lastError}` : ''}`,
					);
			// Kept ones are told as the server told them: what they open is for whoever sits at this terminal.
			for (const mail of await listWhole(tx, { state: 'kept', most })) console.log(told(filled(mail, home)));
		});
		return 0;
	},
};
