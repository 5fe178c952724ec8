import { count } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import type { Contribution } from './model.ts';

type Named = Pick<Contribution, 'kind' | 'quantity' | 'note' | 'titleSq' | 'titleEn'>;

/** "fletëpalosje, 100 copë: «Nuk je vetëm»" */
export function contributionText(locale: Locale, { kind, quantity, note, titleSq, titleEn }: Named): string {
	const title = locale === 'sq' ? titleSq : titleEn;
	const what = kind === 'other' && note ? note : t(locale, `contribution.kind.${kind}`);
	const amount = quantity === null ? what : t(locale, 'contribution.amount', { what, n: count(locale, quantity) });
	const more = [title && `«${title}»`, kind === 'other' ? null : note].filter(Boolean).join(', ');
	return more ? `${amount}: ${more}` : amount;
}
