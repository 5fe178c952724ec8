import { list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import type { Tier } from './model.ts';
import type { Mistake } from './story.ts';

/** What is wrong with an author's text and what to write instead, in the reader's language. */
export const mistakeText = (locale: Locale, { code, words = {} }: Mistake): { wrong: string; remedy: string } => ({
	wrong: t(locale, `case.mistake.${code}`, words),
	remedy: t(locale, `case.remedy.${code}`, words),
});

/** For whom a case is told, in one line. */
export const tierNames = (locale: Locale, audiences: readonly Tier[]): string =>
	list(
		locale,
		audiences.map((tier) => t(locale, `case.tier.${tier}`)),
	);
