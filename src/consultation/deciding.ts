import type { ListedActivity } from '#activities/model.ts';
import { committeeName } from '#committees/naming.ts';
import { day, list, period } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { type Translate, translator } from '#i18n/t.ts';
import { type ComposedMail, composeMail } from '#mail/compose.ts';
import { tokenPlace } from '#mail/model.ts';
import type { Change, Facet } from '#versions/model.ts';
import { countQuestions, type Question } from '#versions/questions.ts';
import { sentencesOf, type Told } from '#versions/telling.ts';
import { describe, ending, type Writing } from './letters.ts';

type Office = Omit<Writing, 'partnerName'>;

/** How many activities of one kind of open question a mail names. */
const named = 5;

const approvalPath = (locale: Locale, { committee, programme }: Office) =>
	`/${locale}/desk/${committee.slug}/${programme.slug}/approval`;

const month = ({ locale, programme }: Office) => day(locale, programme.slug, 'month');

function questionFacts(locale: Locale, t: Translate, questions: readonly Question[]) {
	return questions.map(({ kind, about }) => {
		const more = about.length > named ? [t('version.questions.more', { n: about.length - named })] : [];
		const names = about.slice(0, named).map(({ number, title }) => `${number}. ${title}`);
		return { label: t(`version.question.${kind}`, { n: about.length }), value: list(locale, [...names, ...more]) };
	});
}

/** Asks the chair to decide about a programme: what it is, how much, what is open, and where. */
export function submittedMail(
	office: Office,
	{ activities, questions, words }: { activities: number; questions: readonly Question[]; words: string | null },
): ComposedMail {
	const { locale, committee, programme } = office;
	const t = translator(locale);
	const says = { committee: committeeName(t, committee, 'full'), month: month(office) };
	const open = countQuestions(questions);
	return composeMail(locale, {
		subject: t('programme.mail.submitted.subject', says),
		paragraphs: [
			t('programme.mail.greeting'),
			t('programme.mail.submitted.says', says),
			...(words ? [t('programme.mail.submitted.words', { words })] : []),
		],
		facts: [
			{ label: t('programme.mail.programme'), value: locale === 'sq' ? programme.titleSq : programme.titleEn },
			{ label: t('consult.mail.when'), value: period(locale, programme.startsOn, programme.endsOn) },
			{ label: t('programme.mail.size'), value: t('version.overview', { n: activities }) },
			{
				label: t('programme.mail.open'),
				value: open > 0 ? t('version.questions', { n: open }) : t('version.questions.none'),
			},
		],
		actions: [{ label: t('programme.mail.submitted.decide'), href: approvalPath(locale, office) }],
		sections: open > 0 ? [{ title: t('programme.mail.open'), facts: questionFacts(locale, t, questions) }] : [],
		footer: [t('programme.mail.footer.chair', says)],
	});
}

/** Tells the secretariat what the chair has decided; what was sent back, with the remarks. */
export function decidedMail(
	office: Office,
	{ version, questions, words }: { version: number | null; questions: number; words: string | null },
): ComposedMail {
	const { locale, committee } = office;
	const t = translator(locale);
	const how = version === null ? 'sent_back' : 'approved';
	const says = {
		...{ committee: committeeName(t, committee, 'full'), month: month(office) },
		version: String(version ?? ''),
	};
	return composeMail(locale, {
		subject: t(`programme.mail.${how}.subject`, says),
		paragraphs: [
			t('programme.mail.greeting'),
			t(`programme.mail.${how}.says`, says),
			...(words ? [t('programme.mail.sent_back.words', { words })] : []),
			...(version !== null && questions > 0 ? [t('programme.mail.approved.open', { n: questions })] : []),
		],
		actions: [{ label: t('programme.mail.look'), href: approvalPath(locale, office) }],
		footer: [t('programme.mail.footer.secretary', says)],
	});
}

/** One activity of an institution in the approved programme. */
export type Part = { activity: ListedActivity; supporters: readonly string[]; leads: boolean };

const partFacts = (locale: Locale, { activity, supporters, leads }: Part) => {
	const t = translator(locale);
	return [
		{ label: t('consult.mail.yours'), value: t(leads ? 'consult.mail.you_lead' : 'consult.mail.you_support') },
		...describe(t, locale, { activity, supporters, brings: [] }).slice(1),
		...(activity.state === 'proposed'
			? [{ label: t('programme.mail.standing'), value: t('programme.mail.unconfirmed') }]
			: []),
	];
};

/** The calendar of an institution, where it has an address; the token is filled when the mail goes out. */
const feedAction = (t: Translate, locale: Locale, feedId: string | null) =>
	feedId
		? [
				{
					label: t('programme.mail.calendar'),
					href: `/${locale}/calendar/${feedId}.${tokenPlace('calendar', feedId)}.ics`,
				},
			]
		: [];

/** Tells an institution that the programme is approved, with everything in it that it leads and supports. */
export function approvedMail(writing: Writing, parts: readonly Part[], feedId: string | null): ComposedMail {
	const { locale, committee, programme, partnerName } = writing;
	const t = translator(locale);
	const says = {
		...{ committee: committeeName(t, committee, 'full'), month: month(writing), partner: partnerName },
		n: parts.length,
	};
	return composeMail(locale, {
		subject: t('programme.mail.yours.subject', says),
		paragraphs: [t('consult.mail.greeting'), t('programme.mail.yours.says', says)],
		actions: [
			{ label: t('programme.mail.public'), href: `/${locale}/${committee.slug}/${programme.slug}` },
			...feedAction(t, locale, feedId),
		],
		sections: parts.map((part) => ({ title: part.activity.title, facts: partFacts(locale, part) })),
		closing: [t('programme.mail.yours.next'), t('consult.calendar.ask')],
		...ending(t, writing),
	});
}

/** One change of a later approval; without its activity where the institution has no part in it any more. */
export type ChangedPart = { told: Told; part: Part | null };

/** Tells an institution what a later approval changed for it. */
export function changedMail(writing: Writing, changed: readonly ChangedPart[], feedId: string | null): ComposedMail {
	const { locale, committee, programme, partnerName } = writing;
	const t = translator(locale);
	const says = {
		...{ committee: committeeName(t, committee, 'full'), month: month(writing), partner: partnerName },
		n: changed.length,
	};
	return composeMail(locale, {
		subject: t('programme.mail.changed.subject', says),
		paragraphs: [t('consult.mail.greeting'), t('programme.mail.changed.says', says)],
		actions: [
			{ label: t('programme.mail.public'), href: `/${locale}/${committee.slug}/${programme.slug}` },
			...feedAction(t, locale, feedId),
		],
		sections: changed.map(({ told, part }) => ({
			title: told.title,
			facts: [
				{ label: t('programme.mail.changed.what'), value: sentencesOf(locale, told, 'institution').join(' ') },
				...(part ? partFacts(locale, part) : []),
			],
		})),
		closing: [t('consult.calendar.ask')],
		...ending(t, writing),
	});
}

/** What the calendars of contacts show (`jobs.server`): a change of it is told by itself, with an entry, as soon as it is made. */
const inCalendars: readonly Facet[] = ['off', 'day', 'hours', 'place', 'title', 'lead'];

/**
 * Whether institutions heard of a change when it was made. Of what nobody has agreed to yet calendars say nothing, nor of the groups
 * and who supports; that an activity is off is told to everybody in it (`news.server`).
 */
export const wasTold = ({ before, after, facets }: Pick<Change, 'before' | 'after' | 'facets'>): boolean => {
	if (!after) return before?.off !== null;
	if (after.off) return true;
	if (after.pencilled) return false;
	return !before || before.pencilled || facets.some((facet) => inCalendars.includes(facet));
};
