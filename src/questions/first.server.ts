import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { getCommittee } from '#committees/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Answer } from '#returns/model.ts';
import { type Kind, type Level, levels, type VersionDraft, type Words } from './model.ts';
import {
	insertEvent,
	insertQuestion,
	insertSet,
	insertVersion,
	isCodeTaken,
	saveItems,
	saveSetState,
} from './store.server.ts';

/** Where the first bank lies, one file to a level. */
const folder = path.join(process.env.KAMBANA_ROOT ?? process.cwd(), 'db/questions');

type FirstQuestion = Pick<VersionDraft, 'prompt' | 'options' | 'right' | 'explanation' | 'source'> & {
	code: string;
	answer: Answer;
	kind: Kind;
};
/** The questions of a level, and by their codes those of its first set. */
export type FirstLevel = { title: Words; set: string[]; questions: FirstQuestion[] };
export const readFirst = async (level: Level): Promise<FirstLevel> =>
	JSON.parse(await readFile(path.join(folder, `${level}.json`), 'utf8')) as FirstLevel;

const writer = 'project';

/**
 * Loads the questions that come with Kambana and one set to a level, as the national office's: to be reviewed, because nobody has. A
 * level whose set is there already stays as it is. Where there is no national office yet, there is nobody to own them.
 */
export async function loadFirstBank(tx: Transaction): Promise<void> {
	const office = await getCommittee(tx, { code: 'AL' });
	const today = dayAt(new Date());
	for (const level of levels) {
		const { title, set, questions } = await readFirst(level);
		if (await isCodeTaken(tx, 'question_sets', office.id, level)) continue;
		const written = new Map<string, { questionId: string; versionId: string }>();
		for (const { code, answer, kind, ...text } of questions) {
			const questionId = await insertQuestion(tx, office.id, { answer, kind, level, code: `${level}/${code}` });
			const draft = { ...text, validFrom: today, validTo: null };
			const made = { questionId, kind, number: 1, draft, writer, state: 'to_be_reviewed' } as const;
			written.set(code, { questionId, versionId: await insertVersion(tx, office.id, made) });
			await insertEvent(tx, office.id, { questionId, number: 1, verb: 'written', actor: writer });
			await insertEvent(tx, office.id, { questionId, number: 1, verb: 'sent', actor: writer });
		}
		const id = await insertSet(tx, office.id, { level, title, author: writer, code: level });
		const asked = set.flatMap((code) => written.get(code) ?? []);
		await saveItems(tx, { id, committeeId: office.id }, asked);
		await saveSetState(tx, id, 'ready', { by: writer, on: today });
	}
}
