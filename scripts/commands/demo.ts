import { migrateDatabase, openDatabase } from '../database.ts';
import { readSettings } from '../settings.ts';
import type { Command } from './command.ts';

type Demonstration = { loadDemonstration(): Promise<unknown>; removeDemonstration(): Promise<unknown> };

export const command: Command = {
	usage: 'demo [--remove]',
	options: { options: { remove: { type: 'boolean' } } },
	async run({ values }) {
		await openDatabase(readSettings(), 'borrow');
		await migrateDatabase();
		const module: string = '#demonstration/actions.server.ts';
		const { loadDemonstration, removeDemonstration } = (await import(module)) as Demonstration;
		await (values.remove ? removeDemonstration() : loadDemonstration());
		console.log(values.remove ? 'The demonstration is removed.' : 'The demonstration is loaded.');
		return 0;
	},
};
