import type { ParseArgsConfig } from 'node:util';
import { Refusal } from '#platform/refusal.ts';

/** What was typed after the name of a command. */
export type Typed = { values: Record<string, string | boolean | string[] | undefined>; positionals: string[] };

/** One command of the command line, in a file of its own. */
export type Command = {
	/** As it is typed, e.g. `announce --committee AL-02 --month 2026-10 --out DIR`. */
	usage: string;
	options?: Pick<ParseArgsConfig, 'options'>;
	/** Its exit code. */
	run(typed: Typed): Promise<number>;
};

/** The value of an option that a command cannot do without. */
export function needed(command: Command, { values }: Typed, option: string): string {
	const value = values[option];
	if (typeof value === 'string' && value !== '') return value;
	throw new Refusal(`--${option} is missing. Use: npm run kambana -- ${command.usage}`);
}

/** An ISO 3166-2 code of a county, as `AL-02`. */
export function neededCommittee(command: Command, typed: Typed): string {
	const code = needed(command, typed, 'committee').toUpperCase();
	if (/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code)) return code;
	throw new Refusal(`"${code}" is no code of a committee: write it as AL-02.`);
}

/** A month as `2026-10`. */
export function checkMonth(text: string): string {
	if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
	throw new Refusal(`"${text}" is no month: write year and month, as 2026-10.`);
}
