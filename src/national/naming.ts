import { day, period } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, type MessageKey, t } from '#i18n/t.ts';
import type { Typed } from '#platform/forms.ts';
import type { NationalActivity } from './model.ts';

export const titleOf = (locale: Locale, { titleSq, titleEn }: Pick<NationalActivity, 'titleSq' | 'titleEn'>): string =>
	locale === 'sq' ? titleSq : titleEn;

/** "e diel, 18 tetor" with its year, or the days from the first to the last. */
export const daysText = (
	locale: Locale,
	{ startsOn, endsOn }: Pick<NationalActivity, 'startsOn' | 'endsOn'>,
): string => (startsOn === endsOn ? day(locale, startsOn) : period(locale, startsOn, endsOn));

const labels: Record<string, MessageKey> = { audiences: 'activity.field.audiences', methods: 'activity.field.methods' };

/** What a field of a form here is called. */
export function formLabel(locale: Locale, field: string): string {
	const key = labels[field] ?? `national.field.${field}`;
	return isMessageKey(key) ? t(locale, key) : field;
}

/** The form that shows one as it is. */
export const typedFor = (national: NationalActivity): Typed => ({
	version: [String(national.version)],
	...{ title_sq: [national.titleSq], title_en: [national.titleEn], aim_sq: [national.aimSq], aim_en: [national.aimEn] },
	...{ guidance_sq: [national.guidanceSq], guidance_en: [national.guidanceEn] },
	...{ starts_on: [national.startsOn], ends_on: [national.endsOn] },
	...{ audiences: national.audiences, methods: national.methods },
});
