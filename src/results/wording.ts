import type { Classes, ClassesChange } from '#checks/clusters.ts';
import type { Change, Interval, Part, Proportion } from '#checks/statistics.ts';
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
const signedPoints = (locale: Locale, points: number): string =>
	`${points > 0 ? '+' : ''}${count(locale, Math.round(points * 100))}`.replace('-', '−');

/** A change in points, with its interval where there is one. */
export function pointsChange(locale: Locale, { points, interval }: Change): string {
	const said = `${(points ?? 0) > 0 ? '+' : ''}${inHundred(points ?? 0)}`.replace('-', '−');
	if (!interval) return t(locale, 'result.change.alone', { points: said });
	return t(locale, 'result.change', { points: said, interval: pointsText(locale, interval) });
}

/** In one sentence for whoever reads no tables: "Of 412, 64 in 100 were right afterwards; before, 31 in 100." */
export function sentence(locale: Locale, { question, before, after }: QuestionResult): string {
	if (!after) return t(locale, 'result.sentence.none');
	const knows = question.kind === 'knowledge' ? 'knowledge' : 'scale';
	if (after.share === null) return t(locale, `result.sentence.few.${knows}`, { count: after.count, n: after.n });
	const words = {
		n: after.n,
		after: inHundred(after.share),
		before: before?.share == null ? '' : inHundred(before.share),
	};
	return t(locale, before?.share == null ? `result.sentence.after.${knows}` : `result.sentence.both.${knows}`, words);
}

/** What changed and how surely, by the mode: who gained and lost where cards tell it, bounds where hands do not. */
export function changeText(locale: Locale, { change }: QuestionResult): string[] {
	if (!change || change.points === null) return [];
	const said = [pointsChange(locale, change)];
	if (isPaired(change)) {
		const p = change.p < 0.001 ? '< 0.001' : change.p.toFixed(3);
		said.push(
			t(locale, 'result.discordant', {
				gained: change.gained,
				lost: change.lost,
				p: p.replace('.', locale === 'sq' ? ',' : '.'),
			}),
		);
	}
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

/** How sure a share of several classes is: the interval over classes with what their likeness costs, or the range; and what changed. */
export function sureLines(
	locale: Locale,
	{ after, change }: { after: Proportion & Classes; change: Pick<ClassesChange, keyof Change> | null },
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
	if (change?.points != null) said.push(pointsChange(locale, change));
	if (change?.isAtCeiling) said.push(t(locale, 'result.ceiling'));
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
		.flatMap(({ answer, change }) => (change?.points == null ? [] : [{ answer, points: change.points }]))
		.sort((one, other) => other.points - one.points);
	const [most, least] = [gains[0], gains.at(-1)];
	if (most && least && inHundred(most.points) > Math.max(0, inHundred(least.points)))
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
	const [once, since] = [first.after.interval, last.after.interval];
	if (!once || !since) return t(locale, 'result.years.sentence.both', words);
	const apart = since.low > once.high || since.high < once.low;
	return t(locale, apart ? 'result.years.sentence.apart' : 'result.years.sentence.overlap', words);
}
/** How many knew the answer before their hour, and in how many classes: of a question at the ceiling. */
export const ceilingText = (locale: Locale, { count: right, n, classes }: KnownBefore): string =>
	t(locale, 'result.ceiling.known', {
		...{ in_hundred: inHundred(right / n), of: count(locale, n) },
		classes: t(locale, 'result.ceiling.classes', { n: classes }),
	});
