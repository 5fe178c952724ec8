import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Refusal } from '#platform/refusal.ts';
import { migrateDatabase, openDatabase } from '../database.ts';
import { readSettings } from '../settings.ts';
import { checkMonth, type Command, neededCommittee } from './command.ts';

type Import = (file: { file: Uint8Array; fileName: string; committeeCode: string; month?: string }) => Promise<{ lines: string[]; written: boolean }>;

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
		await migrateDatabase();
		const module: string = '#planning/actions.server.ts';
		const { importProgramme } = (await import(module)) as { importProgramme: Import };
		const outcome = await importProgramme({ file, fileName: basename(path), committeeCode, ...(month ? { month } : {}) });
		console.log(outcome.lines.join('\n'));
		return outcome.written ? 0 : 1;
	},
};

function read(path: string): Uint8Array {
	try {
		return readFileSync(path);
	} catch (fault) {
		throw new Refusal(`The file ${path} cannot be read: check the path.`, { cause: fault });
	}
}
