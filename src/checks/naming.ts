import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';

/** How long a phase is open still: in minutes in a class, in hours where the whole country is asked for a day. */
export const timeLeft = (locale: Locale, minutes: number): string =>
	minutes > 120
		? t(locale, 'check.hours_left', { n: Math.round(minutes / 60) })
		: t(locale, 'check.minutes_left', { n: minutes });
