import { loadDemonstration, removeDemonstration } from '#demonstration/actions.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { migrateDatabase, openDatabase } from '../database.ts';
import { readSettings } from '../settings.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'demo [--remove]',
	options: { options: { remove: { type: 'boolean' } } },
	async run({ values }) {
		await openDatabase(readSettings(), 'borrow');
		await migrateDatabase();
		await inTransaction({ kind: 'installation' }, (tx) =>
			values.remove ? removeDemonstration(tx) : loadDemonstration(tx),
		);
		console.log(values.remove ? 'The demonstration is removed.' : 'The demonstration is loaded.');
		return 0;
	},
};
