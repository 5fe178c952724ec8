import type { Committee } from '#committees/model.ts';
import { committeeName } from '#committees/naming.ts';
import { day, list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { translator } from '#i18n/t.ts';
import { type ComposedMail, composeMail } from '#mail/compose.ts';
import type { ListedBatch } from './stock.ts';

/** Leaflets of one batch at one place. */
export type ToldLeaflets = { batch: ListedBatch; place: string; left: number; numbers: readonly string[] };
type Writing = { locale: Locale; committee: Committee; partnerName: string };

/** Asks an institution to hand out no more of some leaflets, or tells it that it may again. */
export function recallMail(
	{ locale, committee, partnerName }: Writing,
	told: readonly ToldLeaflets[],
	kind: 'recall' | 'recall_over',
): ComposedMail {
	const t = translator(locale);
	const numbers = list(locale, [...new Set(told.flatMap((one) => one.numbers))]);
	const words = { committee: committeeName(t, committee, 'full'), partner: partnerName, numbers };
	return composeMail(locale, {
		subject: t(`material.mail.${kind}.subject`, words),
		paragraphs: [t('consult.mail.greeting'), t(`material.mail.${kind}.says`, words)],
		facts: told.map(({ batch, place, left }) => ({
			label: place,
			value: t('material.mail.leaflets', {
				n: left,
				title: locale === 'sq' ? batch.titleSq : batch.titleEn,
				format: t(`print_format.${batch.format}`),
				day: day(locale, batch.printedOn ?? batch.orderedOn),
			}),
		})),
		closing: [t(`material.mail.${kind}.closing`)],
		footer: [t('consult.mail.footer', words)],
	});
}
