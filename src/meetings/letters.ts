import type { Committee } from '#committees/model.ts';
import { committeeName } from '#committees/naming.ts';
import type { Locale } from '#i18n/locales.ts';
import { translator } from '#i18n/t.ts';
import { type ComposedMail, composeMail } from '#mail/compose.ts';
import { tokenPlace } from '#mail/model.ts';
import type { Item, Meeting } from './model.ts';
import { meetingName, meetingWhen, meetingWhere, presenterText } from './naming.ts';

/** What a mail about a meeting tells: that one is called to it, that it changed, that it is off, that one is called no more. */
export type News = 'called' | 'changed' | 'cancelled' | 'released';

type Writing = {
	locale: Locale;
	committee: Committee;
	meeting: Meeting;
	items: readonly Item[];
	partnerName: string;
	/** By which the reader says whether the institution comes; null where nobody is called. */
	linkId: string | null;
};

/** Calls an institution to a meeting, with its agenda; or tells what became of it. Goes along with an entry for the calendar. */
export function meetingMail(
	{ locale, committee, meeting, items, partnerName, linkId }: Writing,
	news: News,
): ComposedMail {
	const t = translator(locale);
	const off = news === 'cancelled' || news === 'released';
	const name = committeeName(t, committee, 'full');
	const words = { what: meetingName(locale, meeting), when: meetingWhen(locale, meeting), committee: name };
	return composeMail(locale, {
		subject: t(`meeting.mail.subject.${news}`, words),
		paragraphs: [
			t('consult.mail.greeting'),
			t(`meeting.mail.says.${news}`, words),
			...(news === 'cancelled' && meeting.cancelReason ? [t('history.reason', { reason: meeting.cancelReason })] : []),
		],
		facts: [
			{ label: t('consult.mail.when'), value: meetingWhen(locale, meeting) },
			{ label: t('consult.mail.where'), value: meetingWhere(t, meeting) },
		],
		actions: linkId
			? [
					{
						label: t('meeting.mail.answer'),
						href: `/${locale}/answer/meeting/${linkId}.${tokenPlace('meeting', linkId)}`,
					},
				]
			: [],
		sections: off || items.length === 0 ? [] : [{ title: t('meeting.agenda'), facts: agenda(locale, items) }],
		closing: [...(linkId ? [t('meeting.mail.how'), t('consult.mail.yours_only')] : []), t('consult.calendar.ask')],
		footer: [t('consult.mail.footer', { partner: partnerName, committee: name })],
	});
}

function agenda(locale: Locale, items: readonly Item[]) {
	const t = translator(locale);
	return items.map((item, at) => {
		const presenter = presenterText(t, item);
		return { label: `${at + 1}`, value: presenter ? `${item.title} (${presenter})` : item.title };
	});
}

/** What the entry in a calendar says below its title. */
export const calendarDescription = (locale: Locale, meeting: Meeting, items: readonly Item[]): string =>
	[
		...(meeting.cancelReason ? [translator(locale)('history.reason', { reason: meeting.cancelReason })] : []),
		...agenda(locale, items).map(({ label, value }) => `${label}. ${value}`),
	].join('\n');
