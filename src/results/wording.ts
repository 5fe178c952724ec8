import type { Change, Interval, Proportion } from '#checks/statistics.ts';
import { count } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import type { KnownBefore } from './ceilings.ts';
import { isGroup, isPaired, type QuestionResult } from './model.ts';

/** Hundredths, as people say shares: 64 in 100. */
export const inHundred = (share: number): number => Math.round(share * 100);

/** A share in words, or the counts where there are too few answers. */
export function shareText(locale: Locale, of: Proportion): string {
	if (of.share === null) return t(locale, 'result.counts', { count: of.count, n: of.n });
	return t(locale, 'result.share', { in_hundred: inHundred(of.share), count: of.count, n: of.n });
}

/** An interval in points, from the lower to the higher; with signs, as it is of a difference. */
function pointsText(locale: Locale, { low, high }: Interval): string {
	const signed = (points: number) =>
		`${points > 0 ? '+' : ''}${count(locale, Math.round(points * 100))}`.replace('-', '−');
	return t(locale, 'result.points_between', { low: signed(low), high: signed(high) });
}

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

/** How many knew the answer before their hour, and in how many classes: of a question at the ceiling. */
export const ceilingText = (locale: Locale, { count: right, n, classes }: KnownBefore): string =>
	t(locale, 'result.ceiling.known', {
		...{ in_hundred: inHundred(right / n), of: count(locale, n) },
		classes: t(locale, 'result.ceiling.classes', { n: classes }),
	});
