/** The languages of the interface; Albanian is the default. A language more is a message file and a line here. */
export const locales = ['sq', 'en'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'sq';

export const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text);

/** What `Intl` knows the language by. */
export const intlTag: Record<Locale, string> = { sq: 'sq-AL', en: 'en-GB' };
export const languageName: Record<Locale, string> = { sq: 'Shqip', en: 'English' };
