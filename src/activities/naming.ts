import { day, hours, list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import type { CalendarPeriod } from '#territory/model.ts';
import type { Clash, ClashingActivity } from './clashes.ts';
import type { BoardDay } from './days.ts';

/** A feast or school holidays by name; what nobody has confirmed yet says so. */
export function feastText(locale: Locale, { nameSq, nameEn, confirmed }: CalendarPeriod): string {
	const name = locale === 'sq' ? nameSq : nameEn;
	return confirmed ? name : t(locale, 'calendar.unconfirmed', { name });
}

const spell = (locale: Locale, { number, title, startsAt, endsAt }: ClashingActivity): string =>
	t(locale, startsAt ? 'clash.activity_at' : 'clash.activity', {
		...{ number: String(number), title, hours: hours(startsAt, endsAt) },
	});

/** A clash explained in a sentence. */
export function clashText(locale: Locale, clash: Clash): string {
	const { activities, audiences, calendar, have, kind, need, who } = clash;
	const [one, other] = activities;
	return t(locale, `clash.says.${kind}`, {
		...{ who, have, need },
		day: day(locale, clash.day, 'weekday'),
		before: one?.takesPlaceOn ? day(locale, one.takesPlaceOn) : '',
		name: calendar ? feastText(locale, calendar) : '',
		one: one ? spell(locale, one) : '',
		other: other ? spell(locale, other) : '',
		audiences: list(
			locale,
			audiences.map((audience) => t(locale, `audience.${audience}`)),
		),
	});
}

/** A day of the board as it is read out: its name, what the calendar says of it, how much takes place. */
export function dayText(
	locale: Locale,
	{ day: date, total, feast, holidays }: Pick<BoardDay<unknown>, 'day' | 'total' | 'feast' | 'holidays'>,
): string {
	const parts = [
		day(locale, date, 'weekday'),
		feast && t(locale, 'calendar.public_holiday', { name: feastText(locale, feast) }),
		holidays && t(locale, 'calendar.school_holiday', { name: feastText(locale, holidays) }),
		t(locale, 'board.activities', { n: total }),
	];
	return parts.filter(Boolean).join('; ');
}
