import { day } from '#i18n/format.ts';
import { issueText } from '#i18n/issues.ts';
import { isLocale, type Locale } from '#i18n/locales.ts';
import { isMessageKey, t } from '#i18n/t.ts';
import type { Issue } from '#platform/problem.ts';

/**
 * What is printed, as a value: texts, tested lines, address and date. Nothing here knows how it is set; print.server.ts does.
 * A text may hold the mark `{?}` after a fact that nobody has confirmed: it is printed as "(to be confirmed)".
 */

export const printFormats = ['trifold', 'leaflet_a5', 'poster_a3', 'card'] as const;
export type PrintFormat = (typeof printFormats)[number];

/** For whom the first set is written; the age groups are those of a class. */
export const printAudiences = ['age_12_14', 'age_15_18', 'job_seekers', 'health_staff'] as const;
export type PrintAudience = (typeof printAudiences)[number];

export type Answer = {
	heading: string;
	/** In full: tri-fold. */
	sentences: string[];
	/** The same in one or two sentences: poster and A5. */
	short: string[];
};

/** The texts of one language version of a material, whoever wrote them; kept as JSON. */
export type LeafletTexts = {
	title: string;
	lead: string[];
	/** The five answers, in their order. */
	answers: [Answer, Answer, Answer, Answer, Answer];
	/** What to do now. */
	now: { heading: string; sentences: string[] };
	footer: string[];
	/** A card looks like any list of numbers; its back says the five answers in everyday words. */
	card: { title: string; backTitle: string; advice: [string, string, string, string, string] };
};

/** A help line that answered when it was last called; only such lines may be printed. */
export type PrintedLine = {
	/** As people read and dial it: "116 111". */
	number: string;
	name: string;
	/** As a phone list would call it, for the card: "Fëmijë"; without it the name. */
	plainName?: string;
	hours: string;
	cost: string;
	/** The day of the last answered call, `YYYY-MM-DD`. */
	testedOn: string;
};

/** The few words that the template itself says; `printWords(locale)` has them for the languages of the interface. */
export type PrintWords = {
	numbers: string;
	/** With `{date}`. */
	tested: string;
	toBeConfirmed: string;
	/** With `{county}`. */
	county: string;
	/** With `{date}` and `{version}`. */
	edition: string;
	/** Beside the code. */
	moreAt: string;
	/** What a screen reader says for the code; with `{address}`. */
	codeOf: string;
};

export type PrintOrder = {
	format: PrintFormat;
	texts: LeafletTexts;
	/** BCP 47, written into the file as its language: "sq-AL". */
	locale: string;
	direction: 'ltr' | 'rtl';
	words: PrintWords;
	/** In the order in which they are printed; at least one. */
	lines: PrintedLine[];
	/** The plain address of the help page, as a person would type it: "kambana.example/sq". The code carries it too. */
	address: string;
	/** "Durrës" */
	county: string;
	/** `YYYY-MM-DD` */
	printedOn: string;
	/** "2" */
	version: string;
};

/** What templates set: a paragraph of sentences, or a list of those that begin with "- ". */
export type Block = { list: boolean; texts: string[] };

/** Sentences one after the other are a paragraph; those that begin with "- " are a list. */
export function blocksOf(sentences: readonly string[]): Block[] {
	const blocks: Block[] = [];
	for (const sentence of sentences) {
		const list = sentence.startsWith('- ');
		const text = list ? sentence.slice(2) : sentence;
		const last = blocks.at(-1);
		if (last?.list === list) last.texts.push(text);
		else blocks.push({ list, texts: [text] });
	}
	return blocks;
}

/** Every text that may stand on the paper, with the name of its place: for checks and for messages. */
export const namedTexts = (texts: LeafletTexts): [place: string, text: string][] => [
	['title', texts.title],
	...texts.lead.map((text): [string, string] => ['lead', text]),
	...texts.answers.flatMap(({ heading, sentences, short }, index) =>
		[heading, ...sentences, ...short].map((text): [string, string] => [`answer_${index + 1}`, text]),
	),
	...[texts.now.heading, ...texts.now.sentences].map((text): [string, string] => ['now', text]),
	...texts.footer.map((text): [string, string] => ['footer', text]),
	...[texts.card.title, texts.card.backTitle, ...texts.card.advice].map((text): [string, string] => ['card', text]),
];

/** What the code carries: phones open an address only with its scheme. Nothing is added that would tell where it was read. */
export const codeTextOf = (address: string): string => (/^https?:\/\//.test(address) ? address : `https://${address}`);

/** The words of the templates in a language of the interface. */
export const printWords = (locale: Locale): PrintWords => ({
	numbers: t(locale, 'print.numbers'),
	tested: t(locale, 'print.tested'),
	toBeConfirmed: t(locale, 'print.to_be_confirmed'),
	county: t(locale, 'print.county'),
	edition: t(locale, 'print.edition'),
	moreAt: t(locale, 'print.more_at'),
	codeOf: t(locale, 'print.code_of'),
});

/** A day as the language of the order writes it; in a language that the interface does not know, in figures. */
export function printedDay(locale: string, date: string): string {
	const language = locale.split('-')[0] ?? '';
	return isLocale(language) ? day(language, date) : dayInFigures(date);
}

/** "12.11.2026", where there is little room. */
export const dayInFigures = (date: string): string => date.split('-').reverse().join('.');

/** What is wrong with an order and what to do about it, in the reader's language; the place is named as people know it. */
export function printIssueText(locale: Locale, { words = {}, ...issue }: Issue): string {
	const key = `print.places.${words.place}`;
	return issueText(locale, { ...issue, words: isMessageKey(key) ? { ...words, place: t(locale, key) } : words });
}
