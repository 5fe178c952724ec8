import type { RefusedNumber } from '#help/model.ts';
import { searchForm } from '#i18n/search.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Issue, Parsed } from '#platform/problem.ts';
import { type Answer, fiveAnswers } from '#returns/model.ts';
import {
	type Kind,
	kinds,
	type Level,
	levels,
	optionCount,
	type Question,
	type QuestionWithVersions,
	type Slot,
	slots,
	type VersionDraft,
	type VersionState,
	versionStates,
	type Words,
} from './model.ts';
import { asksOwnExperience, equalOptions, findingsIn, saysDontKnow } from './rules.ts';

const languages = ['sq', 'en'] as const;
/** The lines of the form; one more than there may be options, so that a fifth is refused and not lost. */
const lines = [1, 2, 3, 4, 5] as const;

/** What is asked for once, when a question begins. */
export type QuestionDraft = Pick<Question, 'answer' | 'kind' | 'level'>;

export function parseQuestion(typed: Typed): Parsed<QuestionDraft> {
	const read = new Reader(typed);
	const answer = read.choice('answer', fiveAnswers.map(String), { required: true });
	const kind = read.choice('kind', kinds, { required: true });
	const level = read.choice('level', levels, { required: true });
	if (read.issues.length > 0 || answer === null || kind === null || level === null)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { answer: Number(answer) as Answer, kind, level } };
}

/** Reads the form of a version. @param refused numbers that no text may carry; @param today the day from which it holds where none is written */
export function parseVersion(
	typed: Typed,
	{ kind, refused, today }: { kind: Kind; refused: readonly RefusedNumber[]; today: string },
): Parsed<VersionDraft> {
	const read = new Reader(typed);
	const words = (name: string, most: number): Words => ({
		sq: read.text(`${name}_sq`, most, { required: true }) ?? '',
		en: read.text(`${name}_en`, most, { required: true }) ?? '',
	});
	const prompt = words('prompt', 300);
	const { options, right } = readOptions(read, typed, kind);
	const explanation = words('explanation', 600);
	const source = read.text('source', 300, { required: true }) ?? '';
	const validFrom = read.day('valid_from') ?? today;
	const validTo = read.day('valid_to');
	if (validTo !== null && validTo < validFrom) read.issue('valid_to', 'issue.until_before_from');
	const draft = { prompt, options, right, explanation, source, validFrom, validTo };
	for (const language of languages) {
		if (asksOwnExperience(prompt[language])) read.issue(`prompt_${language}`, 'issue.question.own_experience');
		for (const [index, option] of options.entries())
			if (asksOwnExperience(option[language]))
				read.issue(`option_${index + 1}_${language}`, 'issue.question.own_experience');
	}
	for (const { refusal, what, words: said = {} } of findingsIn(draft, refused))
		if (refusal) read.issue('prompt_sq', `question.finding.${what}`, said);
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: draft };
}

/** The options that were written, without empty lines between, and the number of the right one among them. */
function readOptions(read: Reader, typed: Typed, kind: Kind): { options: Words[]; right: number | null } {
	const written = lines.filter((line) => languages.some((language) => first(typed, `option_${line}_${language}`)));
	const options = written.map(
		(line): Words => ({
			sq: read.text(`option_${line}_sq`, 160, { required: true }) ?? '',
			en: read.text(`option_${line}_en`, 160, { required: true }) ?? '',
		}),
	);
	const { least, most } = optionCount;
	if (written.length < least) read.issue(`option_${written.length + 1}_sq`, 'issue.question.few_options', { least });
	if (written.length > most) read.issue(`option_${most}_sq`, 'issue.question.many_options', { most });
	for (const language of languages) {
		const said = options.map((option) => option[language]);
		for (const index of equalOptions(said))
			read.issue(`option_${written[index]}_${language}`, 'issue.question.equal_options');
		for (const [index, option] of said.entries())
			if (saysDontKnow(option)) read.issue(`option_${written[index]}_${language}`, 'issue.question.dont_know');
	}
	if (kind !== 'knowledge') return { options, right: null };
	const right = written.findIndex((line) => String(line) === first(typed, 'right'));
	if (right < 0) read.issue('right', 'issue.question.no_right');
	return { options, right: right < 0 ? null : right };
}

/** A version as its form shows it. */
export const versionTyped = (draft: VersionDraft & { revision?: number }): Typed => ({
	prompt_sq: [draft.prompt.sq],
	prompt_en: [draft.prompt.en],
	...Object.fromEntries(
		draft.options.flatMap(({ sq, en }, index) => [
			[`option_${index + 1}_sq`, [sq]],
			[`option_${index + 1}_en`, [en]],
		]),
	),
	right: [draft.right === null ? '' : String(draft.right + 1)],
	explanation_sq: [draft.explanation.sq],
	explanation_en: [draft.explanation.en],
	source: [draft.source],
	valid_from: [draft.validFrom],
	valid_to: [draft.validTo ?? ''],
	revision: [String(draft.revision ?? 0)],
});

/** Which version a button means, and in which state its reader saw it. */
export const parseMeant = (typed: Typed): { number: number; revision: number } => ({
	number: Number(/^\d{1,6}$/.exec(first(typed, 'version'))?.[0] ?? 0),
	revision: Number(/^\d{1,6}$/.exec(first(typed, 'revision'))?.[0] ?? 0),
});

/** Who read a version before it is approved, as it will be said beside it. */
export function parseReviewer(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const reviewer = read.text('reviewer', 160, { required: true });
	if (!read.ticked('checked')) read.issue('checked', 'issue.question.checked');
	return read.issues.length > 0 || reviewer === null
		? { ok: false, issues: read.issues }
		: { ok: true, value: reviewer };
}

/** Why a version goes back or is withdrawn. */
export function parseReason(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const reason = read.text('reason', 300, { required: true });
	return reason === null ? { ok: false, issues: read.issues } : { ok: true, value: reason };
}

export type SetDraft = { level: Level; title: Words };
/** @param level of a set that exists; else it is asked for */
export function parseSet(typed: Typed, level?: Level): Parsed<SetDraft> {
	const read = new Reader(typed);
	const chosen = level ?? read.choice('level', levels, { required: true });
	const sq = read.text('title_sq', 120, { required: true });
	const en = read.text('title_en', 120, { required: true });
	if (chosen === null || sq === null || en === null) return { ok: false, issues: read.issues as Issue[] };
	return { ok: true, value: { level: chosen, title: { sq, en } } };
}

export type BankQuestion = {
	search: string;
	answer: Answer | null;
	level: Level | null;
	kind: Kind | null;
	state: VersionState | null;
	/** Only those that were known before the hour; what is, others know. */
	known: 'yes' | null;
};

/** What the address of the list asks for; what it does not know is left out, never an error. */
export const parseAsked = (address: URLSearchParams): BankQuestion => ({
	search: address.get('search')?.trim().slice(0, 100) ?? '',
	answer: fiveAnswers.find((answer) => String(answer) === address.get('answer')) ?? null,
	level: levels.find((level) => level === address.get('level')) ?? null,
	kind: kinds.find((kind) => kind === address.get('kind')) ?? null,
	state: versionStates.find((state) => state === address.get('state')) ?? null,
	known: address.get('known') === 'yes' ? 'yes' : null,
});

/** Whether a question is among those asked for: by words of any of its versions, and by the state of the latest or of the one asked today. */
export function isAskedFor(
	{ versions, ...question }: QuestionWithVersions,
	{ search, answer, level, kind, state }: Omit<BankQuestion, 'known'>,
): boolean {
	const words = searchForm(search).split(' ').filter(Boolean);
	const text = versions.map(({ prompt, options }) =>
		searchForm([prompt, ...options].map(({ sq, en }) => `${sq} ${en}`).join(' ')),
	);
	return (
		(answer === null || question.answer === answer) &&
		(level === null || question.level === level) &&
		(kind === null || question.kind === kind) &&
		(state === null || versions.some((version) => version.state === state)) &&
		words.every((word) => text.some((one) => one.includes(word)))
	);
}

/** The form that comes with a file: which it is, and of a picture what it shows, in both languages. */
export function parseFile(typed: Typed): Parsed<{ slot: Slot; alt: Words | null }> {
	const read = new Reader(typed);
	const slot = read.choice('slot', slots, { required: true });
	const picture = slot === 'picture';
	const sq = read.text('alt_sq', 200, { required: picture });
	const en = read.text('alt_en', 200, { required: picture });
	if (read.issues.length > 0 || slot === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { slot, alt: picture && sq !== null && en !== null ? { sq, en } : null } };
}
