import { openFront } from '#platform/front.server.ts';
import { writeSpare } from '#platform/spare.server.ts';
import { ensureBuild } from '../boot/build.mjs';
import { openDatabase } from '../database.ts';
import { bringUpToDate } from '../first-start.ts';
import { closeAtEnd } from '../outcome.ts';
import { readSettings, spareCopies, typedPath } from '../settings.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'static [--out DIR]',
	options: { options: { out: { type: 'string' } } },
	async run({ values }) {
		const settings = readSettings();
		const spare = spareCopies(settings, typeof values.out === 'string' ? typedPath(values.out) : undefined);
		const build = process.env.KAMBANA_BUILD ?? (await ensureBuild(process.execPath, process.env));
		await openDatabase(settings, 'borrow');
		await bringUpToDate();
		// A front of our own on a port that nobody knows: the one that may be running keeps its own copies.
		const front = await openFront({ ...settings, host: '127.0.0.1', port: 0, build, languages: ['sq'] });
		closeAtEnd(front.close);
		const written = await writeSpare(front.address, spare);
		console.log(`${written} of ${spare.paths.length} pages written to ${spare.folder}; the others have not changed.`);
		return 0;
	},
};
