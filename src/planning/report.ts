import { day } from '#i18n/format.ts';
import { issueText } from '#i18n/issues.ts';
import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, type MessageKey, t } from '#i18n/t.ts';
import { isDay } from '#platform/dates.ts';
import type { Issue } from '#platform/problem.ts';
import { columnKeys, type ImportRow, type Label, type Outcome, type Question, type Sheet } from './model.ts';

/** What an import without a person before it came to. */
export type Imported =
	| { ok: true; outcome: Outcome; month: string; questions: readonly Question[] }
	| { ok: false; reason: 'file'; issues: readonly Issue[] }
	| { ok: false; reason: 'errors'; rows: readonly ImportRow[]; sheet: Sheet }
	| { ok: false; reason: 'closed' | 'stale' };

/** A column as the person knows it, letter and heading; ours where the sheet has none. */
export function columnName(locale: Locale, field: string, columns: Sheet['columns'] = []): string {
	const column = columns.find(({ key }) => key === field);
	if (column) return t(locale, 'import.column', { letter: column.letter, heading: column.heading });
	const key = columnKeys.find((known) => known === field);
	return key ? t(locale, `import.column.${key}`) : '';
}

/** Column, what is wrong and the remedy. */
export function issueLine(locale: Locale, issue: Issue, columns: Sheet['columns'] = []): string {
	const column = columnName(locale, issue.field, columns);
	return column === '' ? issueText(locale, issue) : `${column}: ${issueText(locale, issue)}`;
}

/** A label in the reader's language; days among its words are written as the language does. */
export function labelText(locale: Locale, label: Label): string {
	return 'text' in label ? label.text : messageText(locale, label.message, label.words ?? {});
}

export const questionText = (locale: Locale, { message, words }: Pick<Question, 'message' | 'words'>): string =>
	messageText(locale, message, words);

function messageText(locale: Locale, message: string, words: Record<string, string | number>): string {
	const spelled = Object.entries(words).map(
		([name, word]) => [name, typeof word === 'string' && isDay(word) ? day(locale, word) : word] as const,
	);
	return isMessageKey(message) ? t(locale, message, Object.fromEntries(spelled)) : message;
}

const said = {
	added: 'import.outcome.added',
	changed: 'import.outcome.changed',
	same: 'import.outcome.same',
	leftOut: 'import.outcome.left_out',
	partners: 'import.outcome.partners',
	places: 'import.outcome.places',
	aliases: 'import.outcome.aliases',
} as const satisfies Record<keyof Outcome, MessageKey>;

/** What an import did, a line for each thing. */
export function outcomeLines(locale: Locale, outcome: Outcome): string[] {
	const lines = Object.entries(said).flatMap(([name, key]) => {
		const n = outcome[name as keyof Outcome];
		return n > 0 ? [t(locale, key, { n })] : [];
	});
	return lines.length > 0 ? lines : [t(locale, 'import.outcome.nothing')];
}

/** The same in a terminal: what was written, which questions took their default, or why nothing was. */
export function reportLines(locale: Locale, imported: Imported): string[] {
	if (imported.ok) {
		const questions = imported.questions.map((question) => {
			const answer = question.options.find(({ value }) => value === question.answer);
			const words = {
				question: questionText(locale, question),
				answer: answer ? labelText(locale, answer.label) : question.answer,
			};
			return t(locale, 'import.report.question', { rows: question.rows.slice(0, 10).join(', '), ...words });
		});
		return [
			t(locale, 'import.report.done', { month: day(locale, imported.month, 'month') }),
			...outcomeLines(locale, imported.outcome),
			...questions,
		];
	}
	if (imported.reason === 'file') return imported.issues.map((issue) => issueLine(locale, issue));
	if (imported.reason !== 'errors')
		return [t(locale, imported.reason === 'closed' ? 'import.blocked.closed' : 'import.stale')];
	const wrong = imported.rows.filter((row) => row.class === 'error');
	const lines = wrong.flatMap(({ row, issues }) =>
		issues.map(
			(issue) =>
				`${t(locale, 'import.row', { row: String(row) })}, ${issueLine(locale, issue, imported.sheet.columns)}`,
		),
	);
	return [...lines.slice(0, 200), t(locale, 'import.report.refused', { n: wrong.length })];
}
