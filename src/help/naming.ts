import { day } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import type { Translate } from '#i18n/t.ts';
import { dayAt } from '#platform/dates.ts';
import type { Line, LineState, Office } from './model.ts';
import type { Recording } from './recordings.ts';

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
