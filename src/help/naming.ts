import { day } from '#i18n/format.ts';
import { isLocale, type Locale } from '#i18n/locales.ts';
import { isMessageKey, type Translate, t } from '#i18n/t.ts';
import { dayAt } from '#platform/dates.ts';
import type { HelpPage } from './languages.ts';
import type { Line, LineState, Office } from './model.ts';
import type { Recording, SectionText } from './recordings.ts';

/** A line with what the public is told of it. */
export type ToldLine = Line & { state: LineState };

/** "falas, ditë e natë": cost and hours in one breath. */
export function termsOf(t: Translate, { cost, hours, opensAt, closesAt }: Line): string {
	const open =
		hours === 'part' ? t('help.hours.part', { from: opensAt ?? '', to: closesAt ?? '' }) : t(`help.hours.${hours}`);
	return `${t(`help.cost.${cost}`)}, ${open}`;
}

/** What the latest call tells, and whom to call instead where it was not answered. */
export function proofOf(t: Translate, locale: Locale, line: ToldLine, instead: ToldLine | undefined): string {
	const { lastTest, state } = line;
	if (lastTest === null) return t('help.unproven');
	const words = { day: day(locale, dayAt(lastTest.at)) };
	if (lastTest.outcome === 'answered') return t(state === 'stale' ? 'help.stale' : 'help.tested', words);
	const failed = t(`help.failed.${lastTest.outcome}`, words);
	return instead && instead.id !== line.id ? `${failed} ${t('help.instead', { number: instead.number })}` : failed;
}

/** A number that no line end cuts in two. */
export const unbroken = (number: string): string => number.replaceAll(' ', '\u00a0');

/** The address of a call: what a telephone dials. */
export const dialled = (number: string): string => `tel:${number.replace(/[^\d+]/g, '')}`;

export const officeName = (locale: Locale, { nameSq, nameEn }: Pick<Office, 'nameSq' | 'nameEn'>): string =>
	locale === 'sq' ? nameSq : nameEn;

/** The last part of the address of a recording. */
export const soundFileName = ({ sha256, mediaType }: Pick<Recording, 'sha256' | 'mediaType'>): string =>
	`${sha256}.${mediaType === 'audio/mpeg' ? 'mp3' : 'ogg'}`;

const parts = ['title', 'lead', ...'abcdefgh'];

/**
 * The words of one of the five answers as somebody would read them aloud: those of the software in Albanian and English (numbers, offices and
 * rights in it are lists of their own), else those of the page of the language. Null where nothing is written.
 */
export function sectionText(
	language: string,
	section: number,
	pages: readonly Pick<HelpPage, 'language' | 'texts' | 'version'>[],
): SectionText | null {
	if (isLocale(language)) {
		const keys = parts.map((part) => `help.${section}.${part}`).filter(isMessageKey);
		return { text: keys.map((key) => t(language, key)).join('\n'), version: null };
	}
	const page = pages.find((one) => one.language === language);
	const { heading = '', text = '' } = page?.texts.answers[section - 1] ?? {};
	return page && text ? { text: [heading, text].filter(Boolean).join('\n'), version: page.version } : null;
}
