import { intlTag, type Locale } from './locales.ts';
import en from './messages/en.json' with { type: 'json' };
import sq from './messages/sq.json' with { type: 'json' };

/** Every text of the interface has a key; Albanian is the source, so its file names them all. */
export type MessageKey = keyof typeof sq;
type Message = string | { one: string; other: string };
export type Words = Record<string, string | number>;

const catalogues: Record<Locale, Record<MessageKey, Message>> = { sq, en };
const plurals: Record<Locale, Intl.PluralRules> = {
	sq: new Intl.PluralRules(intlTag.sq),
	en: new Intl.PluralRules(intlTag.en),
};
const counts: Record<Locale, Intl.NumberFormat> = {
	sq: new Intl.NumberFormat(intlTag.sq, { useGrouping: 'always' }),
	en: new Intl.NumberFormat(intlTag.en, { useGrouping: 'always' }),
};

export const isMessageKey = (key: string): key is MessageKey => key in sq;

/**
 * The text of a message in a language. `{name}` is filled from `words`; numbers are written as the language writes them.
 * A message with the forms `one` and `other` is chosen by `words.n`.
 */
export function t(locale: Locale, key: MessageKey, words: Words = {}): string {
	const message = catalogues[locale][key];
	const text = typeof message === 'string' ? message : message[form(locale, words.n)];
	// A page asks for thousands of texts, and most have nothing to fill in.
	if (!text.includes('{')) return text;
	let filled = '';
	for (const [at, piece] of piecesOf(text).entries()) {
		const word = at % 2 === 1 ? words[piece] : piece;
		filled += word === undefined ? `{${piece}}` : typeof word === 'number' ? writtenNumber(locale, word) : word;
	}
	return filled;
}

/** A text taken apart at its gaps, once: what stands between them, and at odd places their names. */
function piecesOf(text: string): readonly string[] {
	let pieces = takenApart.get(text);
	if (!pieces) takenApart.set(text, (pieces = text.split(/\{(\w+)\}/)));
	return pieces;
}
const takenApart = new Map<string, readonly string[]>();

type Form = 'one' | 'other';
/** How small whole numbers are written and which form they take, as asked before: nearly all are small, and the library takes longer than the rest of a text. */
const smallNumbers: Record<Locale, { text?: string; form?: Form }[]> = { sq: [], en: [] };
const small = (locale: Locale, n: number) =>
	Number.isInteger(n) && n >= 0 && n < 1000 ? (smallNumbers[locale][n] ??= {}) : {};

function writtenNumber(locale: Locale, n: number): string {
	const known = small(locale, n);
	return (known.text ??= counts[locale].format(n));
}

function form(locale: Locale, n: string | number | undefined): Form {
	const known = small(locale, Number(n));
	return (known.form ??= plurals[locale].select(Number(n)) === 'one' ? 'one' : 'other');
}

/** `t` with the language already chosen: what pages and components hold. */
export type Translate = (key: MessageKey, words?: Words) => string;
export const translator =
	(locale: Locale): Translate =>
	(key, words) =>
		t(locale, key, words);
