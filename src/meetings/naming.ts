import { count, day, hours, list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, type Translate, t as text, translator } from '#i18n/t.ts';
import type { Decision, Item, Meeting, MeetingEvent, Votes } from './model.ts';

/** "Mbledhje e zakonshme, 24 shtator 2026" */
export const meetingName = (locale: Locale, { kind, takesPlaceOn }: Pick<Meeting, 'kind' | 'takesPlaceOn'>): string =>
	text(locale, `meeting.name.${kind}`, { day: day(locale, takesPlaceOn) });

/** "e enjte, 24 shtator, 10:00–11:30" */
export const meetingWhen = (
	locale: Locale,
	{ takesPlaceOn, startsAt, endsAt }: Pick<Meeting, 'takesPlaceOn' | 'startsAt' | 'endsAt'>,
): string => `${day(locale, takesPlaceOn, 'weekday')}, ${hours(startsAt, endsAt)}`;

/** The place, or that it is online and how. */
export const meetingWhere = (t: Translate, { online, place }: Pick<Meeting, 'online' | 'place'>): string =>
	online ? [t('meeting.online'), place].filter(Boolean).join(': ') : (place ?? '');

/** Who presents a point: an office of the committee, or an institution. */
export const presenterText = (
	t: Translate,
	{ presenterOffice, presenterName }: Pick<Item, 'presenterOffice' | 'presenterName'>,
): string => (presenterOffice ? t(`meeting.office.${presenterOffice}`) : (presenterName ?? ''));

/** "Vendimi nr. 3/2026"; without a number while the chair has not approved the minutes. */
export const decisionName = (t: Translate, { number, year }: Pick<Decision, 'number' | 'year'>): string =>
	number === null
		? t('meeting.decision.unnumbered')
		: t('meeting.decision.name', { number: String(number), year: String(year) });

/** "Pro 9, kundër 0, abstenim 1"; null where nothing was counted. */
export function votesText(locale: Locale, votes: Votes): string | null {
	const parts = (['for', 'against', 'abstained'] as const).flatMap((vote) => {
		const n = votes[vote];
		return n === null ? [] : [text(locale, `meeting.votes.${vote}`, { n: count(locale, n) })];
	});
	return parts.length === 0 ? null : parts.join(', ');
}

/** One event of the history in words. */
export function eventText(locale: Locale, { kind, details }: Pick<MeetingEvent, 'kind' | 'details'>): string {
	const t = translator(locale);
	const fields = (details.fields ?? []).map((field) => `meeting.field.${field}`).filter(isMessageKey);
	const says = t(`meeting.history.${kind}`, { title: details.title ?? '', n: details.mails ?? 0 });
	if (fields.length === 0) return says;
	return t('meeting.history.fields', {
		says,
		fields: list(
			locale,
			fields.map((key) => t(key)),
		),
	});
}
