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
	/** What a screen reader says for the drawing of the bell. */
	bell: string;
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
