import { type Answer, type FilledSheet, leftOut } from '#checks/model.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';

/** What may be filled in of a sheet: for each question of a phase, how many options it has without "I do not know". */
export type Asked = { before: readonly number[] | null; after: readonly number[] | null };

/** More sheets than a check has cards for are never entered in one go. */
export const mostSheets = 480;

const halves = ['before', 'after'] as const;
/** Fields are called `before0`, `after3`; an empty one was left out. */
export const fieldOf = (phase: 'before' | 'after', question: number): string => `${phase}${question}`;

/**
 * Sheets that were entered so far, as the form carries them from one to the next: `012-|1102 |3300`. A digit is an option, a dash was left out, an
 * empty half was not filled in. The server keeps none of it until the class is complete.
 */
export const writeSheets = (sheets: readonly FilledSheet[]): string =>
	sheets.map((sheet) => halves.map((phase) => writeHalf(sheet[phase])).join('|')).join(' ');
const writeHalf = (answer: Answer | null): string =>
	(answer ?? []).map((option) => (option === leftOut ? '-' : String(option))).join('');

function readHalf(text: string, options: readonly number[] | null): Answer | null | undefined {
	if (text === '') return null;
	if (!options || text.length !== options.length || !/^[-\d]+$/.test(text)) return undefined;
	const answer = [...text].map((letter) => (letter === '-' ? leftOut : Number(letter)));
	return answer.every((option, question) => option <= (options[question] ?? 0)) ? answer : undefined;
}

/** The sheets that a form carries, and the one that is being filled in (null while nothing is). */
export type Entered = { sheets: FilledSheet[]; current: FilledSheet | null };
export function parseEntered(typed: Typed, asked: Asked): Parsed<Entered> {
	const read = new Reader(typed);
	const sheets: FilledSheet[] = [];
	for (const text of first(typed, 'sheets').split(' ')) {
		if (text === '') continue;
		const [before, after] = [
			readHalf(text.split('|')[0] ?? '', asked.before),
			readHalf(text.split('|')[1] ?? '', asked.after),
		];
		if (before === undefined || after === undefined || (before === null && after === null)) {
			read.issue('sheets', 'issue.not_in_list', { text: text.slice(0, 30) });
			break;
		}
		sheets.push({ before, after });
	}
	const answers = halves.map((phase) => {
		const answer = (asked[phase] ?? []).map(
			(count, question) => read.whole(fieldOf(phase, question), 0, count) ?? leftOut,
		);
		return answer.some((option) => option !== leftOut) ? answer : null;
	});
	const [before = null, after = null] = answers;
	const current = before || after ? { before, after } : null;
	if (sheets.length + (current ? 1 : 0) > mostSheets)
		read.issue('sheets', 'issue.out_of_range', { least: 1, most: mostSheets });
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: { sheets, current } };
}
