import type { Locale } from '#i18n/locales.ts';
import { translator } from '#i18n/t.ts';
import { type ComposedMail, composeMail } from '#mail/compose.ts';
import type { NationalActivity, Telling } from './model.ts';
import { daysText, titleOf } from './naming.ts';

/** Tells the secretariat of a county what the office has published, moved or withdrawn, or that it has not answered yet. */
export function nationalMail(
	locale: Locale,
	national: NationalActivity,
	{ telling, slug }: { telling: Telling; slug: string },
): ComposedMail {
	const t = translator(locale);
	const title = titleOf(locale, national);
	const guidance = locale === 'sq' ? national.guidanceSq : national.guidanceEn;
	const isOpen = telling === 'published' || telling === 'reminder';
	return composeMail(locale, {
		subject: t(`national.mail.${telling}.subject`, { title }),
		paragraphs: [
			t('consult.mail.greeting'),
			t(`national.mail.${telling}.says`, { title }),
			...(isOpen && guidance ? [guidance] : []),
		],
		facts: [
			{ label: t('national.field.days'), value: daysText(locale, national) },
			...(national.reason ? [{ label: t('national.reason'), value: national.reason }] : []),
		],
		actions: [
			{
				label: t(isOpen ? 'national.mail.answer' : 'national.mail.look'),
				href: `/${locale}/desk/${slug}/national/${national.id}`,
			},
		],
		footer: [t('national.mail.footer')],
	});
}
