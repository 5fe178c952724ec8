import { Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { isSamePerson } from './recordings.ts';

/** What a page of help says in a language that does not come with the software. Paragraphs are lines. Empty where a page is only heard. */
export type PageTexts = {
	title: string;
	exit: string;
	call: string;
	answers: { heading: string; text: string }[];
};

export type HelpPage = {
	id: string;
	committeeId: string;
	/** BCP 47: `rom`, `rom-AL`, `ar`. */
	language: string;
	/** As its speakers call it. */
	name: string;
	/** Which of its forms, where there are several. */
	variant: string | null;
	direction: 'ltr' | 'rtl';
	/** `audio`: people hear this language and do not read it; what is not written is Albanian. */
	way: (typeof ways)[number];
	texts: PageTexts;
	made: 'written' | 'translated';
	author: string;
	reviewer: string | null;
	reviewedOn: string | null;
	state: 'draft' | 'published' | 'withdrawn';
	version: number;
};

export type PageDraft = Pick<
	HelpPage,
	'language' | 'name' | 'variant' | 'direction' | 'way' | 'texts' | 'made' | 'reviewer' | 'reviewedOn'
>;

export const directions = ['ltr', 'rtl'] as const;
export const ways = ['text', 'audio'] as const;
export const waysMade = ['written', 'translated'] as const;
export const answerNumbers = [1, 2, 3, 4, 5] as const;

export type WhyNotPublished = 'no_reviewer' | 'own_text' | 'published_already' | 'answers_missing';

/** Why a page may not be published, or null. @param actor who would publish it @param heard answers that a published recording gives */
export function whyNotPublish(
	{ author, reviewer, reviewedOn, state, texts }: HelpPage,
	actor: string,
	heard: ReadonlySet<number> = new Set(),
): WhyNotPublished | null {
	if (state === 'published') return 'published_already';
	if (reviewer === null || reviewedOn === null) return 'no_reviewer';
	if (texts.answers.some(({ text }, at) => text === '' && !heard.has(at + 1))) return 'answers_missing';
	return isSamePerson(author, actor) ? 'own_text' : null;
}

/** Reads the form of a page. What a machine has made is refused: the form asks, and only people can answer. */
export function parsePage(typed: Typed, today: string): Parsed<PageDraft> {
	const read = new Reader(typed);
	const language = read.text('language', 20, { required: true });
	if (language !== null && (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) || /^(sq|en)(-|$)/.test(language)))
		read.issue('language', /^(sq|en)/.test(language) ? 'issue.language_built_in' : 'issue.not_a_language', {
			text: language,
		});
	const name = read.text('name', 60, { required: true });
	const variant = read.text('variant', 120);
	const direction = read.choice('direction', directions, { required: true });
	const made = read.choice('made', [...waysMade, 'machine'] as const, { required: true });
	if (made === 'machine') read.issue('made', 'issue.made_by_machine');
	const way = read.choice('way', ways, { required: true });
	const required = way !== 'audio';
	const text = (field: string, most: number): string => read.text(field, most, { required }) ?? '';
	const [title, exit, call] = [text('title', 120), text('exit', 120), text('call', 120)];
	const answers = answerNumbers.map((n) => ({
		heading: text(`heading${n}`, 120),
		text: text(`text${n}`, 2000),
	}));
	const reviewer = read.text('reviewer', 120);
	const reviewedOn = read.day('reviewed_on');
	if (reviewedOn !== null && reviewedOn > today) read.issue('reviewed_on', 'issue.in_the_future');
	if ((reviewer === null) !== (reviewedOn === null))
		read.issue(reviewer === null ? 'reviewer' : 'reviewed_on', 'issue.missing');
	if (read.issues.length > 0 || !language || !name || !direction || !way || !made || made === 'machine')
		return { ok: false, issues: read.issues };
	const texts = { title, exit, call, answers };
	return { ok: true, value: { language, name, variant, direction, way, made, texts, reviewer, reviewedOn } };
}

const one = (value: string | null): string[] => (value === null ? [] : [value]);

/** The form that shows a page as it is. */
export const typedForPage = (page: HelpPage): Typed => ({
	language: [page.language],
	name: [page.name],
	variant: one(page.variant),
	direction: [page.direction],
	way: [page.way],
	made: [page.made],
	title: [page.texts.title],
	exit: [page.texts.exit],
	call: [page.texts.call],
	reviewer: one(page.reviewer),
	reviewed_on: one(page.reviewedOn),
	...Object.fromEntries(
		page.texts.answers.flatMap(({ heading, text }, at) => [
			[`heading${at + 1}`, [heading]],
			[`text${at + 1}`, [text]],
		]),
	),
});
