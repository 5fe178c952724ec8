import type { Committee } from '#committees/model.ts';
import { committeeName } from '#committees/naming.ts';
import { day, hours, period } from '#i18n/format.ts';
import { intlTag, type Locale } from '#i18n/locales.ts';
import { t, translator } from '#i18n/t.ts';
import { dayInFigures, type PrintedLine } from '#materials/print.ts';
import { weeksOf } from '#platform/dates.ts';
import { byWeek, isOff, type PublicActivity, type PublishedProgramme, whereabouts } from './model.ts';

export const posterSizes = ['a3', 'a4'] as const;
export type PosterSize = (typeof posterSizes)[number];
export const isPosterSize = (text: string | undefined): text is PosterSize =>
	(posterSizes as readonly (string | undefined)[]).includes(text);

export type PosterEvent = { title: string; when: string; where: string; lead: string };
export type PosterDay = { day: string; weekday: string; short: string; events: PosterEvent[] };

/** A month on the wall, as a value: what may be seen in public, in the order of the calendar, in words. */
export type MonthPoster = {
	size: PosterSize;
	locale: string;
	committee: string;
	title: string;
	period: string;
	weeks: { name: string; days: PosterDay[] }[];
	undated: PosterEvent[];
	lines: (PrintedLine & { tested: string })[];
	/** As it is typed: "kambana.example/sq/durres/2026-10". */
	address: string;
	/** `YYYY-MM-DD` */
	printedOn: string;
	demonstration: boolean;
	words: Record<PosterWord, string>;
};

const words = [
	'free',
	'help',
	'no_help',
	'more_at',
	'code_of',
	'printed',
	'sheet',
	'undated',
	'demonstration',
] as const;
type PosterWord = (typeof words)[number];

export type PosterFacts = {
	size: PosterSize;
	committee: Committee;
	programme: PublishedProgramme;
	activities: readonly PublicActivity[];
	lines: readonly PrintedLine[];
	/** Of the installation, with its scheme. */
	home: string;
	printedOn: string;
};

/** Whether there is anything to print: what was called off or closed is on no wall. */
export const hasPoster = (activities: readonly Pick<PublicActivity, 'state'>[]): boolean =>
	activities.some(({ state }) => !isOff(state));

/** What of a month stands on its poster. A sheet outlives its day, so what does not take place is left out. */
export function posterOf(
	locale: Locale,
	{ size, committee, programme, activities, lines, home, printedOn }: PosterFacts,
): MonthPoster {
	const held = activities.filter(({ state }) => !isOff(state));
	const { weeks, undated } = byWeek(weeksOf(programme.startsOn, programme.endsOn), held);
	const address = `${home.replace(/^https?:\/\//, '')}/${locale}/${committee.slug}/${programme.slug}`;
	return {
		size,
		locale: intlTag[locale],
		committee: committeeName(translator(locale), committee),
		title: locale === 'sq' ? programme.titleSq : programme.titleEn,
		period: period(locale, programme.startsOn, programme.endsOn),
		weeks: weeks.map((week) => ({
			name: period(locale, week.from, week.to, 'week'),
			days: daysOf(locale, week.activities),
		})),
		undated: undated.map((activity) => eventOf(locale, activity)),
		lines: lines.map((line) => ({
			...line,
			tested: t(locale, 'print.tested', { date: dayInFigures(line.testedOn) }),
		})),
		address,
		printedOn,
		demonstration: programme.demonstration,
		words: {
			free: t(locale, 'poster.free'),
			help: t(locale, 'poster.help'),
			no_help: t(locale, 'poster.no_help'),
			more_at: t(locale, 'poster.more_at'),
			code_of: t(locale, 'print.code_of', { address }),
			printed: t(locale, 'poster.printed', { date: day(locale, printedOn) }),
			sheet: t(locale, 'poster.sheet'),
			undated: t(locale, 'poster.undated'),
			demonstration: t(locale, 'app.demonstration'),
		},
	};
}

function daysOf(locale: Locale, activities: readonly PublicActivity[]): PosterDay[] {
	const byDay = Map.groupBy(activities, ({ takesPlaceOn }) => takesPlaceOn ?? '');
	return [...byDay].map(([date, onDay]) => ({
		day: day(locale, date, 'dayOfMonth'),
		weekday: day(locale, date, 'weekdayName'),
		short: day(locale, date, 'weekdayShort'),
		events: onDay.map((activity) => eventOf(locale, activity)),
	}));
}

const eventOf = (locale: Locale, activity: PublicActivity): PosterEvent => ({
	title: activity.title,
	when: activity.startsAt ? hours(activity.startsAt, activity.endsAt) : t(locale, 'public.all_day'),
	where: whereabouts(activity),
	lead: t(locale, 'public.lead', { lead: activity.leadName }),
});

/** Letters in points; columns; whether days stand as leaves of a calendar or, where there is less room, as numbers. */
type Attempt = { size: number; columns: number; leaves: 0 | 1 };
const of = (columns: number, leaves: 0 | 1, ...sizes: number[]): Attempt[] =>
	sizes.map((size) => ({ size, columns, leaves }));

/** From the largest: the first with which the month fits one sheet is taken. */
const attempts: Record<PosterSize, readonly Attempt[]> = {
	a3: [...of(1, 1, 32, 26, 23, 20, 18), ...of(2, 1, 18, 16.5, 15, 14), ...of(2, 0, 14, 13, 12, 11)],
	a4: [...of(1, 1, 21, 17, 15, 13.5, 12.5), ...of(2, 1, 12.5, 11.5, 10.5), ...of(2, 0, 11, 10, 9)],
};
/** What fits no single sheet goes on to others, in letters that are read without bending down. */
const onSeveral: Record<PosterSize, Attempt> = {
	a3: { size: 12.5, columns: 3, leaves: 0 },
	a4: { size: 10, columns: 2, leaves: 0 },
};
/** What a sheet has left for activities, in points; each takes at least two rows. Only to spare attempts without hope. */
const room: Record<PosterSize, number> = { a3: 850, a4: 600 };

/** The attempts worth making for so many activities; the last may go on to further sheets. */
export function attemptsFor(size: PosterSize, events: number): Record<string, number>[] {
	const hopeful = attempts[size].filter((one) => (events / one.columns) * 2.6 * one.size <= room[size]);
	return [...hopeful.map((one) => ({ ...one, sheets: 1 })), { ...onSeveral[size], sheets: 99 }];
}
