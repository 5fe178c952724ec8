import { readFileSync } from 'node:fs';
import { readText } from '#cases/actions.server.ts';
import { wordsPerSentence } from '#cases/harm.ts';
import { longestFrom, textsOf } from '#cases/model.ts';
import { mistakeText } from '#cases/naming.ts';
import { t } from '#i18n/t.ts';
import { Refusal } from '#platform/refusal.ts';
import { typedPath } from '../settings.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'case check FILE',
	async run(typed) {
		const [what, path, ...more] = typed.positionals;
		if (what !== 'check' || !path || more.length > 0) throw new Refusal(`Use: npm run kambana -- ${command.usage}`);
		// An author of an Albanian text reads its mistakes in Albanian: name.sq.ink.
		const locale = /\.sq\.\w+$/.test(path) ? 'sq' : 'en';
		const read = await readText(textOf(path));
		if (!read.ok) {
			for (const mistake of read.mistakes) {
				const { wrong, remedy } = mistakeText(locale, mistake);
				console.log(`${t(locale, 'case.line', { n: mistake.line })}: ${wrong} ${remedy}`);
			}
			return 1;
		}
		const { title, scenes, answers } = read.story;
		const endings = scenes.filter(({ choices }) => choices.length === 0).length;
		const { mean } = wordsPerSentence(textsOf(read.story));
		console.log(
			`${title}: ${scenes.length} scenes, ${endings} endings, at most ${longestFrom(scenes, 0)} choices; answers ${answers.join(', ')}; ${mean.toFixed(1)} words to a sentence.`,
		);
		if (mean > 15) console.log('Sentences are long: 15 words on average read easily.');
		return 0;
	},
};

function textOf(path: string): string {
	try {
		return readFileSync(typedPath(path), 'utf8').replaceAll('\r\n', '\n');
	} catch (fault) {
		throw new Refusal(`The file ${path} cannot be read: check the path.`, { cause: fault });
	}
}
