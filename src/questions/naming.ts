import { day } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { type Attached, askedVersion, type QuestionWithVersions, type SetHead, type Version } from './model.ts';
import type { Finding } from './rules.ts';

/** What the program found, in the reader's language. */
export const findingText = (locale: Locale, { what, words = {} }: Finding): string =>
	t(locale, `question.finding.${what}`, words);

/** Who read a version and when, or where it stands. */
export const reviewText = (
	locale: Locale,
	{ state, reviewer, reviewedOn }: Pick<Version, 'state' | 'reviewer' | 'reviewedOn'>,
): string =>
	state === 'approved' && reviewer && reviewedOn
		? t(locale, 'question.reviewed', { name: reviewer, day: day(locale, reviewedOn) })
		: t(locale, `question.state.${state}.means`);

/** The version by which a list tells a question: the one that is asked, else the latest. */
export const toldBy = ({ versions }: QuestionWithVersions, today: string): Version | undefined =>
	askedVersion(versions, today) ?? versions[0];

/** What a list says of a question besides its state; others add what they know of it. */
export function remarksOf(locale: Locale, { versions }: QuestionWithVersions, today: string): string[] {
	const asked = askedVersion(versions, today);
	const newer = versions.find(({ number, state }) => number > (asked?.number ?? 0) && state !== 'withdrawn');
	return [
		...(asked ? [] : [t(locale, 'question.remark.not_asked')]),
		...(asked?.validTo ? [t(locale, 'question.remark.until', { day: day(locale, asked.validTo) })] : []),
		...(asked && newer
			? [t(locale, 'question.remark.newer', { n: newer.number, state: t(locale, `question.state.${newer.state}`) })]
			: []),
	];
}

/** A set in one line: its title and which version it is. */
export const setName = (locale: Locale, { title, number }: Pick<SetHead, 'title' | 'number'>): string =>
	number > 1 ? t(locale, 'question.set.name', { title: title[locale], n: number }) : title[locale];

const endings: Record<string, string> = {
	...{ 'image/png': 'png', 'image/jpeg': 'jpg', 'audio/mpeg': 'mp3', 'audio/ogg': 'ogg' },
};
/** The last part of the address at which anybody has a file of a finished set: `/files/<name>`. */
export const attachedName = ({ sha256, mediaType }: Attached): string => `${sha256}.${endings[mediaType] ?? 'bin'}`;
