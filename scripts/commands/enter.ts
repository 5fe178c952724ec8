import { openDatabase } from '../database.ts';
import { deskLink } from '../desk-link.ts';
import { bringUpToDate } from '../first-start.ts';
import { readSettings } from '../settings.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'enter',
	async run() {
		const settings = readSettings();
		await openDatabase(settings, 'borrow');
		await bringUpToDate();
		console.log(`${await deskLink(`http://${settings.host}:${settings.port}`)}  (opens once)`);
		return 0;
	},
};
