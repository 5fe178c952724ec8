import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#platform/refusal.ts';
import { accessDocument, accessPath } from '../access-document.ts';
import { root } from '../settings.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'access [--verify]',
	options: { options: { verify: { type: 'boolean' } } },
	async run({ values }) {
		const file = join(root, accessPath);
		if (!values.verify) writeFileSync(file, accessDocument());
		else if (readFileSync(file, 'utf8') !== accessDocument())
			throw new Refusal(`${accessPath} is not what the table of access says: npm run kambana -- access`);
		console.log(accessPath);
		return 0;
	},
};
