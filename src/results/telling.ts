import type { PublishedShare } from '#checks/disclosure.ts';
import type { Rounded } from '#checks/rounding.ts';
import { count, list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import type { Known, KnownAnswer, KnownGroup, KnownMode } from './published.ts';

/** What is published, in words and cells. Everything here comes from published numbers, and each says that it is rounded. */

/** "about 65 in 100"; where rounding leaves too much open, between which. */
export function shareWords(locale: Locale, share: PublishedShare): string {
	if (share.kind !== 'about') return t(locale, `published.share.${share.kind}`, { percent: share.percent });
	if (share.percent === null) return t(locale, 'published.share.between', { low: share.from, high: share.to });
	return t(locale, 'published.share.about', { percent: share.percent });
}
export const aboutMany = (locale: Locale, people: Rounded | null): string =>
	people ? t(locale, 'published.about', { n: count(locale, people.about) }) : '–';

/** One of the five answers for whoever reads no tables: "Of about 410 people, about 65 in 100 now know which number to call; before the hour, about 30 in 100." */
export function answerSentence(locale: Locale, { answer, before, after }: KnownAnswer): string {
	const what = t(locale, `draft.knowledge.${answer}`);
	if (!after) return t(locale, 'published.sentence.few', { answer: what });
	const words = {
		...{ answer: what, n: count(locale, after.people.about), after: shareWords(locale, after.share) },
		before: before ? shareWords(locale, before.share) : '',
	};
	// Who was asked two questions knows the one and not the other: then answers are counted.
	const asked = after.questions === 1 ? 'one' : 'more';
	return t(locale, before ? `published.sentence.both.${asked}` : `published.sentence.after.${asked}`, words);
}

/** How sure a share is: with 95 % where there are enough classes, else what rounding leaves open. */
export function sureWords(locale: Locale, { interval, span }: Known): string {
	const { low, high } = interval ?? span;
	const ends = { low: Math.floor(100 * low), high: Math.ceil(100 * high) };
	return t(locale, interval ? 'published.interval' : 'published.span', ends);
}

/** Where a mark stands in the picture. A share that cannot be said in one number stands in the middle of what it can be. */
export function markOf(known: Known | null): { share: number; low: number; high: number } | null {
	if (!known) return null;
	const { share, span, interval } = known;
	const isSaid = share.kind === 'about' && share.percent !== null;
	const at = isSaid ? (share.percent ?? 0) / 100 : (span.low + span.high) / 2;
	return { share: at, ...(interval ?? (isSaid ? { low: at, high: at } : span)) };
}

export const groupName = (locale: Locale, { key }: KnownGroup): string =>
	key === 'all' || key === 'several' || key === 'unsaid'
		? t(locale, key === 'all' ? 'published.all' : `result.group.${key}`)
		: t(locale, `group.${key}`);

/** Which audiences are told of together with others only, and why; nothing where each is told of. */
export function mergedSentence(locale: Locale, { audiences }: KnownMode): string | null {
	const hidden = audiences.filter(({ isHidden }) => isHidden);
	if (hidden.length === 0) return null;
	return t(locale, 'published.merged', {
		groups: list(
			locale,
			hidden.map((group) => groupName(locale, group)),
		),
	});
}

const columns = [
	...['mode', 'group', 'answer', 'moment', 'people', 'people_from', 'people_to', 'right', 'right_from', 'right_to'],
	...['wrong', 'wrong_from', 'wrong_to', 'share', 'share_from', 'share_to', 'interval_from', 'interval_to', 'note'],
] as const;

/** The same as a table for spreadsheets, a row for each answer, group, way of measuring and moment. */
export function publishedRows(locale: Locale, modes: readonly KnownMode[]): (string | number)[][] {
	const head = columns.map((column) => t(locale, `published.column.${column}`));
	const rows = modes.flatMap((mode) =>
		[mode.whole, ...mode.audiences].flatMap((group) => {
			const named = [t(locale, `check.mode.${mode.mode}`), groupName(locale, group)];
			const why = t(locale, mode.whole.isHidden ? 'published.few' : 'published.together');
			if (group.isHidden) return [[...named, ...columns.slice(3).map(() => ''), why]];
			return group.answers.flatMap((one) =>
				(['before', 'after'] as const).flatMap((moment) => {
					const known = one[moment];
					if (!known) return [];
					return [
						[...named, t(locale, `answer.${one.answer}`), t(locale, `result.${moment}`), ...numbersOf(known), ''],
					];
				}),
			);
		}),
	);
	return [head, ...rows];
}

function numbersOf({ people, right, wrong, share, span, interval }: Known): (string | number)[] {
	const rounded = [people, right, wrong].flatMap(({ about, from, to }) => [about, from, to]);
	const said = share.kind === 'about' ? (share.percent ?? '') : '';
	// In whole hundredths, outwards, as in sentences: "at least" and "at most" stay true, and no spreadsheet takes a point for a day.
	const ends = ({ low, high }: { low: number; high: number }) => [Math.floor(100 * low), Math.ceil(100 * high)];
	return [...rounded, said, ...ends(span), ...(interval ? ends(interval) : ['', ''])];
}
