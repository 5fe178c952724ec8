import { day } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, type MessageKey, t } from '#i18n/t.ts';
import type { Typed } from '#platform/forms.ts';
import type { Programme } from './model.ts';

const labels: Record<string, MessageKey> = {
	month: 'programme.field.month',
	copy_from: 'programme.field.copy_from',
	title_sq: 'programme.field.titleSq',
	title_en: 'programme.field.titleEn',
	starts_on: 'programme.field.startsOn',
	ends_on: 'programme.field.endsOn',
	aim_sq: 'programme.field.aimSq',
	aim_en: 'programme.field.aimEn',
};

/** What a field of the form is called; a target is called by its audience. */
export function formLabel(locale: Locale, field: string): string {
	const audience = field.replace(/^target_/, 'audience.');
	const key = labels[field] ?? (isMessageKey(audience) ? audience : undefined);
	return key ? t(locale, key) : field;
}

/** The form that shows a programme as it is; `seen` is its latest event. */
export const typedFor = (programme: Programme, seen: string): Typed => ({
	seen: [seen],
	title_sq: [programme.titleSq],
	title_en: [programme.titleEn],
	starts_on: [programme.startsOn],
	ends_on: [programme.endsOn],
	aim_sq: [programme.aimSq],
	aim_en: [programme.aimEn],
	...Object.fromEntries(programme.targets.map(({ audience, persons }) => [`target_${audience}`, [String(persons)]])),
});

/** The form that starts a month, with the title such a month usually has. */
export function typedForStart(month: string): Typed {
	const key = month.endsWith('-10') ? 'programme.default_title.october' : 'programme.default_title';
	const title = (locale: Locale) => t(locale, key, { month: day(locale, month, 'month') });
	return { month: [month], title_sq: [title('sq')], title_en: [title('en')] };
}
