import { period } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { type LegalBasis, type LetterFacts, type LetterText, unconfirmedMark } from './model.ts';

/** What a draft needs besides the month. */
type Around = {
	facts: LetterFacts;
	/** Where answers are to be sent. */
	replyTo: string;
};

const common = (locale: Locale, { county }: LetterFacts) => ({
	...{ addressee: '', opening: '', grounds: '', points: '', closing: '', replyTo: '' },
	place: county ?? t(locale, 'letter.draft.capital'),
	signatory:
		county === null ? t(locale, 'letter.signatory.national') : t(locale, 'letter.signatory.county', { county }),
});

const wordsOf = (locale: Locale, { titleSq, titleEn, startsOn, endsOn, county }: LetterFacts) => ({
	title: locale === 'sq' ? titleSq : titleEn,
	period: period(locale, startsOn, endsOn),
	committee: county === null ? t(locale, 'committee.national') : t(locale, 'committee.county', { county }),
});

/** The first text of an invitation; the table of activities comes by itself. */
export function draftInvitation(
	locale: Locale,
	{ facts, replyTo, addressee }: Around & { addressee: string },
): LetterText {
	const words = wordsOf(locale, facts);
	const one = facts.activities.length === 1 ? facts.activities[0] : undefined;
	return {
		...common(locale, facts),
		...{ addressee, replyTo },
		subject: one
			? t(locale, 'letter.draft.invitation.subject_one', { title: one.title })
			: t(locale, 'letter.draft.invitation.subject', words),
		opening: [
			t(locale, 'letter.draft.invitation.greeting'),
			t(locale, one ? 'letter.draft.invitation.opening_one' : 'letter.draft.invitation.opening', words),
		].join('\n'),
		closing: [t(locale, 'letter.draft.invitation.closing'), t(locale, 'letter.draft.invitation.thanks')].join('\n'),
	};
}

/** A legal basis as an order cites it; nobody has checked it: that is said where it stands. */
const cited = (locale: Locale, { textSq, textEn, checkedBy }: LegalBasis): string =>
	`${locale === 'sq' ? textSq : textEn}${checkedBy === null ? ` ${unconfirmedMark}` : ''}`;

/** The first text of the order that approves the programme and sets up its working group. */
export function draftOrder(
	locale: Locale,
	{ facts, bases }: { facts: LetterFacts; bases: readonly LegalBasis[] },
): LetterText {
	const words = wordsOf(locale, facts);
	const points = ['approve', 'group', 'tasks', 'changes', 'secretariat', 'charge'] as const;
	return {
		...common(locale, facts),
		subject: t(locale, 'letter.draft.order.subject', words),
		grounds: bases.map((basis) => cited(locale, basis)).join('\n'),
		points: points.map((point) => t(locale, `letter.draft.order.${point}`, words)).join('\n'),
		closing: t(locale, 'letter.draft.order.closing'),
	};
}
