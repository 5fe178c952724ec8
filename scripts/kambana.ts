// `npm run kambana -- <command>`: the command line.
import { parseArgs } from 'node:util';
import { Refusal } from '#platform/refusal.ts';
import type { Typed } from './commands/command.ts';
import { commands } from './commands/list.ts';
import { runScript } from './outcome.ts';
import { root } from './settings.ts';

process.env.KAMBANA_ROOT ??= root;

await runScript(async () => {
	const [name = 'help', ...rest] = process.argv.slice(2);
	const load = commands[/^(-h|--help)$/.test(name) ? 'help' : name];
	if (!load) throw new Refusal(`There is no command "${name}": npm run kambana -- help lists them.`);
	const { command } = await load();
	return command.run(read(command.usage, rest, command.options));
});

/** What was typed after the name of the command; a word too much or an option nobody knows is a sentence. */
function read(usage: string, args: string[], options: Parameters<typeof parseArgs>[0] = {}) {
	try {
		const { values, positionals } = parseArgs({ args, allowPositionals: true, ...options });
		return { values: values as Typed['values'], positionals };
	} catch (fault) {
		const said = fault instanceof Error ? fault.message.split('. ')[0] : String(fault);
		throw new Refusal(`${said}. Use: npm run kambana -- ${usage}`, { cause: fault });
	}
}
