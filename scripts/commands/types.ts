import { generateTypes } from '../generate-types.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'types [--verify]',
	options: { options: { verify: { type: 'boolean' } } },
	run: ({ values }) => generateTypes(values.verify === true),
};
