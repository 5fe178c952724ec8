import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal } from '#platform/refusal.ts';
import { migrateDatabase, openDatabase } from '../database.ts';
import { readSettings } from '../settings.ts';
import { checkMonth, type Command, needed, neededCommittee } from './command.ts';

type Announce = (wish: { committeeCode: string; month: string; directory: string }) => Promise<string[]>;

export const command: Command = {
	usage: 'announce --committee AL-02 --month 2026-10 --out DIR',
	options: { options: { committee: { type: 'string' }, month: { type: 'string' }, out: { type: 'string' } } },
	async run(typed) {
		const committeeCode = neededCommittee(command, typed);
		const month = checkMonth(needed(command, typed, 'month'));
		const directory = makeFolder(needed(command, typed, 'out'));
		await openDatabase(readSettings(), 'borrow');
		await migrateDatabase();
		const module: string = '#announcements/actions.server.ts';
		const { announceToFiles } = (await import(module)) as { announceToFiles: Announce };
		for (const file of await announceToFiles({ committeeCode, month, directory })) console.log(file);
		return 0;
	},
};

function makeFolder(path: string): string {
	try {
		mkdirSync(path, { recursive: true });
		return resolve(path);
	} catch (fault) {
		throw new Refusal(`The folder ${path} cannot be made: choose another one for --out.`, { cause: fault });
	}
}
