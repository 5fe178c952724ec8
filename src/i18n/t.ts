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
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
		const word = words[name];
		if (word === undefined) return whole;
		return typeof word === 'number' ? counts[locale].format(word) : word;
	});
}

function form(locale: Locale, n: string | number | undefined): 'one' | 'other' {
	return plurals[locale].select(Number(n)) === 'one' ? 'one' : 'other';
}

/** `t` with the language already chosen: what pages and components hold. */
export type Translate = (key: MessageKey, words?: Words) => string;
export const translator =
	(locale: Locale): Translate =>
	(key, words) =>
		t(locale, key, words);
