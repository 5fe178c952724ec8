import { list } from '#i18n/format.ts';
import { defaultLocale, intlTag, type Locale } from '#i18n/locales.ts';
import { isMessageKey, t } from '#i18n/t.ts';
import type { BatchFormat, Material, MaterialEvent, Version, WhyNot } from './model.ts';
import type { DeathReason } from './recall.ts';
import type { MovementKind } from './stock.ts';

export const titleOf = (locale: Locale, { titleSq, titleEn }: Pick<Material, 'titleSq' | 'titleEn'>): string =>
	locale === 'sq' ? titleSq : titleEn;

/** A language as its readers' page calls it: "shqip", "Romany (Latin)". */
export const languageText = (locale: Locale, tag: string): string =>
	new Intl.DisplayNames(intlTag[locale], { type: 'language' }).of(tag) ?? tag;

/** Why a verb is not possible, with what to do. */
export function whyText(locale: Locale, why: WhyNot): string {
	if (why.reason === 'dead_number')
		return t(locale, 'material.why_not.dead_number', { numbers: list(locale, why.numbers) });
	if (why.reason === 'unanswered' || why.reason === 'answered_no') {
		const items = why.items.map((item) => t(locale, `material.check.${item}.short`));
		return t(locale, `material.why_not.${why.reason}`, { items: list(locale, items), n: items.length });
	}
	return t(locale, `material.why_not.${why.reason}`);
}

/** One event of a history in words. */
export function eventText(locale: Locale, { kind, details }: Pick<MaterialEvent, 'kind' | 'details'>): string {
	const key = `material.event.${kind}`;
	const format = details.format ? t(locale, `print_format.${details.format as BatchFormat}`) : '';
	const reason = details.reason ? t(locale, `material.death.${details.reason as DeathReason}`) : '';
	const language = details.language ? languageText(locale, String(details.language)) : '';
	const n = Number(details.quantity ?? details.places ?? details.mails ?? details.left ?? 0);
	const numbers = { yes: Number(details.yes ?? 0), no: Number(details.no ?? 0) };
	const movement = details.movement ? t(locale, `movement.${details.movement as MovementKind}`) : '';
	const words = { ...numbers, n, format, reason, language, movement, number: String(details.number ?? '') };
	return isMessageKey(key) ? t(locale, key, words) : kind;
}

/** What a file is called where somebody keeps it: by kind, language and version, never as it was called when it was sent. */
export const fileName = (
	{ kind }: Pick<Material, 'kind'>,
	{ id, language, number }: Pick<Version, 'id' | 'language' | 'number'>,
) =>
	`kambana-${t(defaultLocale, `material_kind.${kind}`)
		.normalize('NFD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^a-z]+/g, '-')}-${language}-${number}-${id.slice(-6)}.pdf`;
