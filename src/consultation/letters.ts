import type { ListedActivity } from '#activities/model.ts';
import type { Committee } from '#committees/model.ts';
import { committeeName } from '#committees/naming.ts';
import type { Contribution } from '#contributions/model.ts';
import { contributionText } from '#contributions/naming.ts';
import { count, day, hours, list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { type Translate, translator } from '#i18n/t.ts';
import { type ComposedMail, composeMail } from '#mail/compose.ts';
import { tokenPlace } from '#mail/model.ts';
import type { Programme } from '#programmes/model.ts';
import type { ListedTask } from '#tasks/model.ts';
import { sentencesOf } from '#versions/telling.ts';
import type { Background, News } from './news.ts';

/** Who writes to whom about which month. */
export type Writing = { locale: Locale; committee: Committee; programme: Programme; partnerName: string };
/** One activity that an institution is asked about; `linkId` fills its link. */
export type AskedActivity = {
	activity: ListedActivity;
	leads: boolean;
	linkId: string;
	/** By name. */
	supporters: readonly string[];
	/** What the institution is asked to bring. */
	brings: readonly Contribution[];
};

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

const monthPath = (locale: Locale, linkId: string): string =>
	`/${locale}/answer/month/${linkId}.${tokenPlace('answer_month', linkId)}`;

/** Everything there is to say of an activity: whoever reads only the mail knows where to be, with whom and with what. */
export const describe = (
	t: Translate,
	locale: Locale,
	{ activity, supporters, brings }: Pick<AskedActivity, 'activity' | 'supporters' | 'brings'>,
) => {
	const words = (of: 'audience' | 'method', keys: readonly string[]) =>
		list(
			locale,
			keys.map((key) => t(`${of}.${key}` as 'audience.pupils')),
		);
	return [
		...factsOf(t, locale, activity),
		{ label: t('activity.field.supporterIds'), value: list(locale, supporters) },
		{ label: t('activity.field.audiences'), value: words('audience', activity.audiences) },
		{ label: t('activity.field.methods'), value: words('method', activity.methods) },
		{
			label: t('activity.field.plannedPersons'),
			value: activity.plannedPersons === null ? '' : count(locale, activity.plannedPersons),
		},
		{
			label: t('consult.mail.brings'),
			value: brings.map((line) => contributionText(locale, line)).join('; '),
		},
	].filter(({ value }) => value !== '');
};

const factsOf = (t: Translate, locale: Locale, activity: ListedActivity) =>
	[
		{ label: t('consult.mail.what'), value: activity.title },
		{ label: t('consult.mail.when'), value: whenOf(locale, activity) },
		{ label: t('consult.mail.where'), value: whereOf(activity) },
		{ label: t('consult.mail.lead'), value: activity.leadName },
	].filter(({ value }) => value !== '');

/** Why an institution gets a mail. */
export const ending = (t: Translate, { committee, partnerName }: Writing) => ({
	footer: [t('consult.mail.footer', { partner: partnerName, committee: committeeName(t, committee, 'full') })],
});

/** What is asked of a contact: activities, each with its link; one link for all of them; what the institution has promised to do. */
export type Request = {
	asked: readonly AskedActivity[];
	tasks: readonly Pick<ListedTask, 'title' | 'dueOn'>[];
	monthLinkId: string | null;
	/** It was asked before and has not answered. */
	again: boolean;
};

/** Asks a contact about one activity, or about several of a month, each with its own link and all of them with one. */
export function askingMail(writing: Writing, { asked, tasks, monthLinkId, again }: Request): ComposedMail {
	const { locale, committee, programme, partnerName } = writing;
	const t = translator(locale);
	const month = day(locale, programme.slug, 'month');
	const words = { committee: committeeName(t, committee, 'full'), month, partner: partnerName, n: asked.length };
	const [only] = asked;
	const reminds = (subject: string) => (again ? t('consult.mail.reminder', { subject }) : subject);
	const greeting = [t('consult.mail.greeting'), ...(again ? [t('consult.mail.reminder_says')] : [])];
	const closing = [t('consult.mail.how'), t('consult.mail.yours_only')];
	if (only && asked.length === 1) {
		const { activity, leads, linkId } = only;
		return composeMail(locale, {
			subject: reminds(t('consult.mail.subject', { title: activity.title, when: whenOf(locale, activity) })),
			paragraphs: [...greeting, t(leads ? 'consult.mail.lead_asked' : 'consult.mail.support_asked', words)],
			facts: describe(t, locale, only),
			actions: [{ label: t('consult.mail.answer'), href: pathTo(locale, linkId) }],
			sections: taskSections(t, locale, tasks),
			...{ closing, ...ending(t, writing) },
		});
	}
	return composeMail(locale, {
		subject: reminds(t('consult.mail.subject_many', words)),
		paragraphs: [...greeting, t('consult.mail.many_asked', words)],
		actions: monthLinkId ? [{ label: t('consult.mail.answer_all'), href: monthPath(locale, monthLinkId) }] : [],
		sections: [
			...asked.map((one) => ({
				title: one.activity.title,
				facts: [
					{
						label: t('consult.mail.yours'),
						value: t(one.leads ? 'consult.mail.you_lead' : 'consult.mail.you_support'),
					},
				].concat(describe(t, locale, one).slice(1)),
				action: { label: t('consult.mail.answer_one'), href: pathTo(locale, one.linkId) },
			})),
			...taskSections(t, locale, tasks),
		],
		...{ closing, ...ending(t, writing) },
	});
}

const taskSections = (t: Translate, locale: Locale, tasks: Request['tasks']) =>
	tasks.length === 0
		? []
		: [
				{
					title: t('consult.mail.tasks'),
					facts: tasks.map(({ title, dueOn }) => ({
						label: t('consult.mail.task_due', { day: day(locale, dueOn) }),
						value: title,
					})),
				},
			];

/** Reminds who takes part of an activity that comes: everything about it, and what each brings. */
export function comingMail(
	writing: Writing,
	{
		activity,
		leads,
		supporters,
		lines,
	}: Pick<AskedActivity, 'activity' | 'leads' | 'supporters'> & {
		/** Who brings what, with the name of the institution. */
		lines: readonly { partnerName: string; line: Contribution }[];
	},
	tasks: Request['tasks'],
): ComposedMail {
	const { locale } = writing;
	const t = translator(locale);
	const brings = lines.map(({ partnerName, line }) => ({
		label: partnerName,
		value: `${contributionText(locale, line)} (${t(`contribution.state.${line.state}`)})`,
	}));
	return composeMail(locale, {
		subject: t('consult.coming.subject', { title: activity.title, when: whenOf(locale, activity) }),
		paragraphs: [t('consult.mail.greeting'), t(leads ? 'consult.coming.lead' : 'consult.coming.support')],
		facts: describe(t, locale, { activity, supporters, brings: [] }),
		sections: [
			...(brings.length > 0 ? [{ title: t('contribution.title'), facts: brings }] : []),
			...taskSections(t, locale, tasks),
		],
		closing: [t('consult.calendar.ask')],
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
