import { writeFileSync } from 'node:fs';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { codeOf, Refusal } from '#platform/refusal.ts';
import { accountAt, eraseAccount, exportAccount } from '#signin/person.server.ts';
import { openDatabase } from '../database.ts';
import { bringUpToDate } from '../first-start.ts';
import { readSettings, typedPath } from '../settings.ts';
import { type Command, needed } from './command.ts';

export const command: Command = {
	usage: 'account export EMAIL --out FILE | account erase EMAIL --yes',
	options: { options: { out: { type: 'string' }, yes: { type: 'boolean' } } },
	async run(typed) {
		const [verb, email, ...rest] = typed.positionals;
		if (!email || rest.length > 0 || (verb !== 'export' && verb !== 'erase'))
			throw new Refusal(`Say what to do with which address: npm run kambana -- ${command.usage}`);
		const out = verb === 'export' ? typedPath(needed(command, typed, 'out')) : '';
		if (verb === 'erase' && typed.values.yes !== true)
			throw new Refusal(
				`This cannot be undone: everything that names ${email} goes. Add --yes when that is what you want; export first what has to be handed over.`,
			);
		await openDatabase(readSettings(), 'borrow');
		await bringUpToDate();
		await inTransaction({ kind: 'installation', actor: 'command' }, async (tx) => {
			const account = await accountAt(tx, email);
			if (!account) throw new Refusal(`No account has the address ${email}: it is compared letter by letter.`);
			await (verb === 'export' ? write(tx, account.id, out) : erase(tx, account.id));
		});
		console.log(verb === 'export' ? out : `${email} is erased.`);
		return 0;
	},
};

/** Readable by whoever runs the command only. */
async function write(tx: Transaction, id: string, out: string): Promise<void> {
	const kept = await exportAccount(tx, id);
	try {
		writeFileSync(out, `${JSON.stringify(kept, null, '\t')}\n`, { mode: 0o600 });
	} catch (fault) {
		throw new Refusal(`${out} cannot be written (${codeOf(fault)}): choose another file for --out.`, { cause: fault });
	}
}

async function erase(tx: Transaction, id: string): Promise<void> {
	const outcome = await eraseAccount(tx, id);
	if (!outcome.ok)
		throw new Refusal('This is the last administrator: make somebody else one first, or nobody could let others in.');
}
