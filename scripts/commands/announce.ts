import { makeFolder } from '#platform/folders.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { openDatabase } from '../database.ts';
import { bringUpToDate } from '../first-start.ts';
import { readSettings, typedPath } from '../settings.ts';
import { type Command, checkMonth, needed, neededCommittee } from './command.ts';

export const command: Command = {
	usage: 'announce --committee AL-02 --month 2026-10 --out DIR',
	options: { options: { committee: { type: 'string' }, month: { type: 'string' }, out: { type: 'string' } } },
	async run(typed) {
		const committeeCode = neededCommittee(command, typed);
		const month = checkMonth(needed(command, typed, 'month'));
		const directory = folderFor(needed(command, typed, 'out'));
		await openDatabase(readSettings(), 'borrow');
		await bringUpToDate();
		const { announceToFiles } = await import('#announcements/actions.server.ts');
		const { files, state, version } = await announceToFiles({ committeeCode, month, directory });
		console.log([`Version ${version} (${state}):`, ...files].join('\n'));
		return 0;
	},
};

function folderFor(path: string): string {
	try {
		const folder = typedPath(path);
		makeFolder(folder);
		return folder;
	} catch (fault) {
		throw new Refusal(`The folder ${path} cannot be made: choose another one for --out.`, { cause: fault });
	}
}
