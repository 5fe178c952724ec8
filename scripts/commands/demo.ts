import { loadDemonstration, removeDemonstration } from '#demonstration/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { openDatabase } from '../database.ts';
import { bringUpToDate, rememberOffer } from '../first-start.ts';
import { readSettings } from '../settings.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'demo [--remove]',
	options: { options: { remove: { type: 'boolean' } } },
	async run({ values }) {
		await openDatabase(readSettings(), 'borrow');
		await bringUpToDate();
		await inTransaction({ kind: 'installation', actor: 'demonstration' }, async (tx) => {
			await (values.remove ? removeDemonstration(tx) : loadDemonstration(tx));
			await rememberOffer(tx);
		});
		console.log(values.remove ? 'The demonstration is removed.' : 'The demonstration is loaded.');
		return 0;
	},
};
