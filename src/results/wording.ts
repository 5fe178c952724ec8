import type { Classes, ClassesChange } from '#checks/clusters.ts';
import type { Mode } from '#checks/model.ts';
import { type Change, differenceOf, type Interval, type Part, type Proportion } from '#checks/statistics.ts';
import { count } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import type { KnownBefore } from './ceilings.ts';
import type { ModeTogether } from './division.ts';
import { isGroup, isPaired, type QuestionResult } from './model.ts';
import type { Point } from './years.ts';

/** Hundredths, as people say shares: 64 in 100. */
export const inHundred = (share: number): number => Math.round(share * 100);

/** A share in words, or the counts where there are too few answers. */
export function shareText(locale: Locale, of: Proportion): string {
	if (of.share === null) return t(locale, 'result.counts', { count: of.count, n: of.n });
	return t(locale, 'result.share', { in_hundred: inHundred(of.share), count: of.count, n: of.n });
}

/** An interval in points, from the lower to the higher; with signs, as it is of a difference. */
function pointsText(locale: Locale, { low, high }: Interval): string {
	return t(locale, 'result.points_between', { low: signedPoints(locale, low), high: signedPoints(locale, high) });
}
/** In whole points with their sign; in tenths where whole ones would hide on which side of 0 it is. */
function signedPoints(locale: Locale, difference: number): string {
	const points = Math.round(difference * 100) || Math.round(difference * 1000) / 10;
	if (points === 0) return count(locale, 0);
	return `${points > 0 ? '+' : '−'}${count(locale, Math.abs(points))}`;
}

/** A change in points, with its interval where there is one. */
export function pointsChange(locale: Locale, { points, interval }: Change): string {
	const said = signedPoints(locale, points ?? 0);
	if (!interval) return t(locale, 'result.change.alone', { points: said });
	return t(locale, 'result.change', { points: said, interval: pointsText(locale, interval) });
}

/** In one sentence for whoever reads no tables: "Of 412, 64 in 100 were right afterwards; before, 31 in 100." */
export function sentence(locale: Locale, { question, before, after }: QuestionResult, mode: Mode): string {
	if (!after) return t(locale, before ? 'result.sentence.not_yet' : 'result.sentence.none');
	// Of what they say of themselves now they say afterwards how it was before.
	const knows = question.kind === 'knowledge' ? 'knowledge' : mode === 'retrospective' ? 'recalled' : 'scale';
	if (after.share === null)
		return t(locale, `result.sentence.few.${knows === 'recalled' ? 'scale' : knows}`, {
			count: after.count,
			n: after.n,
		});
	const words = {
		n: after.n,
		after: inHundred(after.share),
		before: before?.share == null ? '' : inHundred(before.share),
	};
	return t(
		locale,
		before?.share == null
			? `result.sentence.after.${knows === 'recalled' ? 'scale' : knows}`
			: `result.sentence.both.${knows}`,
		words,
	);
}

/** What changed and how surely, by the mode: who gained and lost where cards tell it, bounds where hands do not. */
export function changeText(locale: Locale, { change, before, after }: QuestionResult, mode: Mode): string[] {
	if (!change || change.points === null) return [];
	const said = [pointsChange(locale, change)];
	if (isPaired(change)) {
		// Whoever answered once only is in the shares above, and not in the change.
		const isOfAll = change.before.n === before?.n && change.after.n === after?.n;
		if (!isOfAll) said.unshift(t(locale, 'result.change.both_times', sidesOf(change)));
		const { gained, lost } = change;
		said.push(t(locale, 'result.discordant', { gained, lost, p: probability(locale, change.p) }));
		const refuses = change.interval && (change.interval.low > 0 || change.interval.high < 0);
		if (refuses && change.p >= 0.05) said.push(t(locale, 'result.discordant.stricter'));
	} else if (change.interval)
		said.push(t(locale, mode === 'retrospective' ? 'result.change.recalled' : 'result.change.two_groups'));
	if (isGroup(change) && change.bounds) {
		const { gained, lost } = change.bounds;
		said.push(
			t(locale, 'result.bounds', {
				least: gained.least,
				most: gained.most,
				lost_least: lost.least,
				lost_most: lost.most,
			}),
		);
	}
	if (change.isAtCeiling) said.push(t(locale, 'result.ceiling'));
	return said;
}

/** The two shares that a change is between. */
const sidesOf = ({ before, after }: Pick<Change, 'before' | 'after'>) => ({
	...{ before: inHundred(before.count / before.n), after: inHundred(after.count / after.n), n: after.n },
});
const probability = (locale: Locale, p: number): string =>
	p < 0.001 ? `< ${count(locale, 0.001)}` : `= ${count(locale, Math.round(p * 1000) / 1000)}`;

/** How sure a share of several classes is: the interval over classes with what their likeness costs, or the range; and what changed. */
export function sureLines(
	locale: Locale,
	{ after, change }: { after: Proportion & Classes; change: ClassesChange | null },
	of: 'question' | 'answer',
): string[] {
	const said: string[] = [];
	if (after.interval) {
		const ends = { low: inHundred(after.interval.low), high: inHundred(after.interval.high) };
		said.push(t(locale, 'result.cluster_interval', { ...ends, classes: after.classes }));
		if ((after.designEffect ?? 1) > 1.05)
			said.push(
				t(locale, 'result.design_effect', { n: after.n, alone: Math.round(after.n / (after.designEffect ?? 1)) }),
			);
	} else if (after.range && after.classes > 1)
		said.push(t(locale, 'result.range', { low: inHundred(after.range.low), high: inHundred(after.range.high) }));
	if (change?.points != null) {
		// Classes that nobody asked before are in the share at the end, and not in the change.
		if (change.after.n !== after.n) said.push(t(locale, 'result.change.asked_before', sidesOf(change)));
		said.push(pointsChange(locale, change));
	}
	if (change?.isAtCeiling) said.push(t(locale, of === 'question' ? 'result.ceiling' : 'result.ceiling.answer'));
	return said;
}

/** What a group of classes knew and knows, for whoever reads no tables; then about which answer most and least was gained. */
export function groupSentences(locale: Locale, { whole, answers }: ModeTogether): string[] {
	if (whole.isFew) return [t(locale, 'result.group.few')];
	const hundredths = ({ count: right, n }: Part) => inHundred(right / n);
	const after = hundredths(whole.after);
	if (!whole.before) return [t(locale, 'result.group.after', { after, n: whole.after.n })];
	const said = [t(locale, 'result.group.both', { after, before: hundredths(whole.before), n: whole.after.n })];
	const gains = answers
		.flatMap(({ answer, change }) =>
			change?.points == null || !change.interval ? [] : [{ answer, points: change.points, interval: change.interval }],
		)
		.sort((one, other) => other.points - one.points);
	const [most, least] = [gains[0], gains.at(-1)];
	// Ranked only where it can be told which of the two is the greater.
	if (most && least && most.points > 0 && most.interval.low > least.interval.high)
		said.push(
			t(locale, 'result.group.gain', {
				...{ most: t(locale, `answer.${most.answer}`), most_points: signedPoints(locale, most.points) },
				...{ least: t(locale, `answer.${least.answer}`), least_points: signedPoints(locale, least.points) },
			}),
		);
	return said;
}

/** A share of a table over years or counties: how many in 100, and of how many answers, between which. */
export function shareCell(locale: Locale, point: Point | null): { share: string; more: string } {
	if (!point) return { share: '–', more: '' };
	const { share, interval, n } = point.after;
	if (share === null) return { share: t(locale, 'result.years.few'), more: '' };
	const words = { n, low: inHundred(interval?.low ?? 0), high: inHundred(interval?.high ?? 0) };
	return {
		share: t(locale, 'result.years.share', { in_hundred: inHundred(share) }),
		more: t(locale, interval ? 'result.years.between' : 'result.years.of', words),
	};
}

/** What a small chart says: the latest share, and how it was at first; whether that can be chance is said where both have an interval. */
export function yearSentence(locale: Locale, points: readonly Point[], nameOf: (at: string) => string): string {
	const said = points.filter(({ after }) => after.share !== null);
	const [first, last] = [said[0], said.at(-1)];
	if (!first || !last) return t(locale, 'result.group.few');
	const now = { at: nameOf(last.at), now: inHundred(last.after.share ?? 0) };
	if (first === last) return t(locale, 'result.years.sentence.one', now);
	const words = { ...now, first: nameOf(first.at), earlier: inHundred(first.after.share ?? 0) };
	const [once, since] = [first, last].map(({ after: { share, interval } }) =>
		share === null || interval === null ? null : { found: share, interval },
	);
	if (!once || !since) return t(locale, 'result.years.sentence.both', words);
	// Other classes are asked each time, so the two shares have nothing to do with each other.
	const { low, high } = differenceOf(once, since);
	return t(locale, low > 0 || high < 0 ? 'result.years.sentence.apart' : 'result.years.sentence.unsure', words);
}

/** How many knew the answer before their hour, and in how many classes: of a question at the ceiling. */
export const ceilingText = (locale: Locale, { count: right, n, classes }: KnownBefore): string =>
	t(locale, 'result.ceiling.known', {
		...{ in_hundred: inHundred(right / n), of: count(locale, n) },
		classes: t(locale, 'result.ceiling.classes', { n: classes }),
	});
