import { openDatabase } from '../database.ts';
import { bringUpToDate } from '../first-start.ts';
import { readSettings } from '../settings.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'migrate',
	async run() {
		await openDatabase(readSettings(), 'borrow');
		const applied = await bringUpToDate();
		console.log(
			applied.length === 0 ? 'The database is up to date.' : applied.map((name) => `applied ${name}`).join('\n'),
		);
		return 0;
	},
};
