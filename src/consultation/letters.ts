import type { ListedActivity } from '#activities/model.ts';
import type { Committee } from '#committees/model.ts';
import { committeeName } from '#committees/naming.ts';
import { day, hours } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { type Translate, translator } from '#i18n/t.ts';
import { type ComposedMail, composeMail } from '#mail/compose.ts';
import { tokenPlace } from '#mail/model.ts';
import type { Programme } from '#programmes/model.ts';
import { sentencesOf } from '#versions/telling.ts';
import type { Background, News } from './news.ts';

/** Who writes to whom about which month. */
export type Writing = { locale: Locale; committee: Committee; programme: Programme; partnerName: string };
/** One activity that an institution is asked about; `linkId` fills its link. */
export type AskedActivity = { activity: ListedActivity; leads: boolean; linkId: string };

/** "e shtunë, 24 tetor, 10:00–11:30" */
export const whenOf = (
	locale: Locale,
	{ takesPlaceOn, startsAt, endsAt }: Pick<ListedActivity, 'takesPlaceOn' | 'startsAt' | 'endsAt'>,
): string =>
	[takesPlaceOn ? day(locale, takesPlaceOn, 'weekday') : '', hours(startsAt, endsAt)].filter(Boolean).join(', ');

/** The place, and the municipality where the place does not name it. */
export function whereOf({ placeName, municipalityName }: ListedActivity): string {
	if (placeName && municipalityName && !placeName.includes(municipalityName))
		return `${placeName}, ${municipalityName}`;
	return placeName ?? municipalityName ?? '';
}

/** The path behind a link in a mail; the token is filled when the mail goes out. */
const pathTo = (locale: Locale, linkId: string): string =>
	`/${locale}/answer/${linkId}.${tokenPlace('answer', linkId)}`;

const factsOf = (t: Translate, locale: Locale, activity: ListedActivity) =>
	[
		{ label: t('consult.mail.what'), value: activity.title },
		{ label: t('consult.mail.when'), value: whenOf(locale, activity) },
		{ label: t('consult.mail.where'), value: whereOf(activity) },
		{ label: t('consult.mail.lead'), value: activity.leadName },
	].filter(({ value }) => value !== '');

const ending = (t: Translate, { committee, partnerName }: Writing) => ({
	footer: [t('consult.mail.footer', { partner: partnerName, committee: committeeName(t, committee, 'full') })],
});

/** Asks a contact about one activity, or about several of a month, each with its own link. */
export function askingMail(writing: Writing, asked: readonly AskedActivity[]): ComposedMail {
	const { locale, committee, programme, partnerName } = writing;
	const t = translator(locale);
	const month = day(locale, programme.slug, 'month');
	const words = { committee: committeeName(t, committee, 'full'), month, partner: partnerName, n: asked.length };
	const [only] = asked;
	if (only && asked.length === 1) {
		const { activity, leads, linkId } = only;
		return composeMail(locale, {
			subject: t('consult.mail.subject', { title: activity.title, when: whenOf(locale, activity) }),
			paragraphs: [
				t('consult.mail.greeting'),
				t(leads ? 'consult.mail.lead_asked' : 'consult.mail.support_asked', words),
			],
			facts: factsOf(t, locale, activity),
			actions: [{ label: t('consult.mail.answer'), href: pathTo(locale, linkId) }],
			closing: [t('consult.mail.how'), t('consult.mail.yours_only')],
			...ending(t, writing),
		});
	}
	return composeMail(locale, {
		subject: t('consult.mail.subject_many', words),
		paragraphs: [t('consult.mail.greeting'), t('consult.mail.many_asked', words)],
		actions: asked.map(({ activity, leads, linkId }) => ({
			label: t(leads ? 'consult.mail.one_leads' : 'consult.mail.one_supports', {
				when: whenOf(locale, activity),
				title: activity.title,
			}),
			href: pathTo(locale, linkId),
		})),
		closing: [t('consult.mail.how'), t('consult.mail.yours_only')],
		...ending(t, writing),
	});
}

/** Goes along with an entry for the calendar, or with its cancellation; without one, only tells. */
export function calendarMail(
	writing: Writing,
	activity: ListedActivity,
	{ news, entered, background }: { news: News; entered: boolean; background: Background },
): ComposedMail {
	const { locale } = writing;
	const t = translator(locale);
	const out = news === 'cancelled' || news === 'postponed' || news === 'released';
	const action = t(`consult.calendar.${out ? 'out' : news === 'changed' ? 'changes' : 'in'}`);
	return composeMail(locale, {
		subject: t(`consult.calendar.subject.${news}`, { title: activity.title, when: whenOf(locale, activity) }),
		paragraphs: [
			t('consult.mail.greeting'),
			`${t(`consult.calendar.says.${news}`)}${entered ? ` ${action}` : ''}`,
			...changed(t, locale, news, background),
		],
		facts: factsOf(t, locale, activity),
		closing: [t('consult.calendar.ask')],
		...ending(t, writing),
	});
}

/** What is different from the approved programme, and why; who is told of a new activity needs no comparison. */
function changed(t: Translate, locale: Locale, news: News, { since, change, reason }: Background): string[] {
	if (news === 'confirmed' && change?.kind === 'added') return [];
	if (since && change)
		return [
			[t('consult.calendar.since', { day: day(locale, since) }), ...sentencesOf(locale, change, 'institution')].join(
				' ',
			),
		];
	return reason ? [t('version.says.reason', { reason })] : [];
}

/** What the entry in a calendar says below its title. */
export const calendarDescription = (
	locale: Locale,
	activity: ListedActivity,
	supporters: readonly string[],
	reason: string | null,
): string => {
	const t = translator(locale);
	return [
		...(reason ? [t('version.says.reason', { reason })] : []),
		`${t('public.who_leads')}: ${activity.leadName}`,
		...(supporters.length > 0 ? [`${t('public.who_supports')}: ${supporters.join(', ')}`] : []),
	].join('\n');
};
