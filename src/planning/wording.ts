import { intlTag, type Locale } from '#i18n/locales.ts';

/** A share as the language writes it; small ones are not rounded away. */
export const asPercent = (locale: Locale, share: number): string =>
	new Intl.NumberFormat(intlTag[locale], { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(
		share,
	);

/** A measured quantity with at most one digit after the point. */
export const asNumber = (locale: Locale, value: number): string =>
	new Intl.NumberFormat(intlTag[locale], { maximumFractionDigits: 1 }).format(value);
