import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Refusal } from '#platform/refusal.ts';
import { openDatabase } from '../database.ts';
import { bringUpToDate } from '../first-start.ts';
import { readSettings, typedPath } from '../settings.ts';
import { type Command, checkMonth, neededCommittee } from './command.ts';

export const command: Command = {
	usage: 'import programme FILE --committee AL-02 [--month 2026-10]',
	options: { options: { committee: { type: 'string' }, month: { type: 'string' } } },
	async run(typed) {
		const [what, path, ...more] = typed.positionals;
		if (what !== 'programme' || !path || more.length > 0) throw new Refusal(`Use: npm run kambana -- ${command.usage}`);
		const committeeCode = neededCommittee(command, typed);
		const month = typeof typed.values.month === 'string' ? checkMonth(typed.values.month) : undefined;
		const file = read(path);
		await openDatabase(readSettings(), 'borrow');
		await bringUpToDate();
		const { importProgramme } = await import('#planning/actions.server.ts');
		const outcome = await importProgramme({
			file,
			fileName: basename(path),
			committeeCode,
			...(month ? { month } : {}),
		});
		console.log(outcome.lines.join('\n'));
		return outcome.written ? 0 : 1;
	},
};

function read(path: string): Uint8Array {
	try {
		return readFileSync(typedPath(path));
	} catch (fault) {
		throw new Refusal(`The file ${path} cannot be read: check the path.`, { cause: fault });
	}
}
