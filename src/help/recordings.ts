import { actorAccount } from '#people/model.ts';
import { Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { digitsOf, type RefusedNumber } from './model.ts';

/** One of the five answers, read aloud by somebody who speaks the language. */
export type Recording = {
	id: string;
	committeeId: string;
	language: string;
	section: number;
	sha256: string;
	bytes: number;
	mediaType: string;
	seconds: number;
	/** Whose voice it is. */
	recorder: string;
	/** Telephone numbers that are said in it. */
	numbers: string[];
	reviewer: string | null;
	reviewedOn: string | null;
	author: string;
	state: 'draft' | 'published' | 'withdrawn';
	publishedAt: Date | null;
	/** The words from which it was read, as they stood then; null where nobody knows, or nothing was written. */
	readText: string | null;
	/** Of its page; null where the words come with the software. */
	readVersion: number | null;
};

/** The words of a section, and the version of the page that they are of. */
export type SectionText = { text: string; version: number | null };

/** Whether the words of its section are others now: then somebody has to listen again. @param now null: nothing is written any more */
export const isReadFromOther = ({ readText }: Pick<Recording, 'readText'>, now: SectionText | null): boolean =>
	readText !== null && readText !== now?.text;

export type RecordingDraft = Pick<
	Recording,
	'language' | 'section' | 'recorder' | 'numbers' | 'reviewer' | 'reviewedOn'
>;

const sections = ['1', '2', '3', '4', '5'] as const;
const builtIn = ['sq', 'en'];

/** Reads the form that comes with a recording. @param languages those whose page exists, besides Albanian and English */
export function parseRecording(
	typed: Typed,
	{ languages, refused, today }: { languages: readonly string[]; refused: readonly RefusedNumber[]; today: string },
): Parsed<RecordingDraft> {
	const read = new Reader(typed);
	const language = read.choice('language', [...builtIn, ...languages], { required: true });
	const section = read.choice('section', sections, { required: true });
	const recorder = read.text('recorder', 120, { required: true });
	if (recorder !== null && recorder.length < 3) read.issue('recorder', 'issue.missing');
	const numbers = (read.text('numbers', 200) ?? '')
		.split(/[,;\n]/)
		.map((one) => one.trim())
		.filter(Boolean);
	for (const number of numbers) {
		if (!/^\+?[\d .\-/()]+$/.test(number) || digitsOf(number).length < 2)
			read.issue('numbers', 'issue.not_a_phone', { text: number.slice(0, 40) });
		else if (isRefused(number, refused)) read.issue('numbers', 'issue.refused_number', { number });
	}
	const reviewer = read.text('reviewer', 120);
	const reviewedOn = read.day('reviewed_on');
	if (reviewedOn !== null && reviewedOn > today) read.issue('reviewed_on', 'issue.in_the_future');
	if ((reviewer === null) !== (reviewedOn === null))
		read.issue(reviewer === null ? 'reviewer' : 'reviewed_on', 'issue.missing');
	if (read.issues.length > 0 || language === null || section === null || recorder === null)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { language, section: Number(section), recorder, numbers, reviewer, reviewedOn } };
}

const isRefused = (number: string, refused: readonly RefusedNumber[]): boolean =>
	refused.some(({ digits }) => digits === digitsOf(number));

/** Numbers said in a recording that do not answer, or that nobody should call. */
export const deadIn = ({ numbers }: Pick<Recording, 'numbers'>, refused: readonly RefusedNumber[]): string[] =>
	numbers.filter((number) => isRefused(number, refused));

export type WhyNotHeard = 'published_already' | 'no_listener' | 'own_recording' | 'dead_number';

/** Why a recording may not be published, or null. @param actor who would publish it */
export function whyNotPublishRecording(
	recording: Recording,
	refused: readonly RefusedNumber[],
	actor: string,
): WhyNotHeard | null {
	const { author, language, reviewer, state } = recording;
	if (state === 'published') return 'published_already';
	if (reviewer === null && !builtIn.includes(language)) return 'no_listener';
	if (deadIn(recording, refused).length > 0) return 'dead_number';
	return isSamePerson(author, actor) ? 'own_recording' : null;
}

/** Whether two actors are one person, whatever seats they act from. */
export const isSamePerson = (one: string, other: string): boolean =>
	one === other || (actorAccount(one) !== null && actorAccount(one) === actorAccount(other));

/** What the public page plays, by the answer; a recording that says a dead number is silent. */
export const heardBySection = (
	recordings: readonly Recording[],
	language: string,
	refused: readonly RefusedNumber[],
): Record<number, Recording> =>
	Object.fromEntries(
		recordings
			.filter((one) => one.language === language && one.state === 'published' && deadIn(one, refused).length === 0)
			.map((one) => [one.section, one]),
	);
