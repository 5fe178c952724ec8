import { count, inQuotes } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import type { Contribution } from './model.ts';

type Named = Pick<Contribution, 'kind' | 'quantity' | 'note' | 'titleSq' | 'titleEn'>;

/** What is counted in pieces; a speaker is not. */
const inPieces: readonly Contribution['kind'][] = ['leaflets', 'projector'];

/** "fletëpalosje, 100 copë: «Nuk je vetëm»", "folës (1)" */
export function contributionText(locale: Locale, { kind, quantity, note, titleSq, titleEn }: Named): string {
	const title = locale === 'sq' ? titleSq : titleEn;
	const what = kind === 'other' && note ? note : t(locale, `contribution.kind.${kind}`);
	const counted = inPieces.includes(kind) ? 'contribution.amount.pieces' : 'contribution.amount';
	const amount = quantity === null ? what : t(locale, counted, { what, n: count(locale, quantity) });
	const more = [title && inQuotes(locale, title), kind === 'other' ? null : note].filter(Boolean).join(', ');
	return more ? `${amount}: ${more}` : amount;
}
