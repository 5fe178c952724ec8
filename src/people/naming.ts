import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, t } from '#i18n/t.ts';
import { actorKind } from './model.ts';

/** Who did something, as a history says it: the role, and the name where it is still known. */
export function actorText(locale: Locale, actor: string, names: Record<string, string> = {}): string {
	const key = `actor.${actorKind(actor)}`;
	const role = isMessageKey(key) ? t(locale, key) : t(locale, 'actor.desk');
	const name = names[actor.split(':')[1] ?? ''];
	return name ? t(locale, 'actor.named', { role, name }) : role;
}

/** A yearly order as documents name it: "nr. 12, datë 9.2.2026". */
export const orderName = (locale: Locale, { number, datedOn }: { number: string; datedOn: string }): string =>
	t(locale, 'members.order.name', { number, date: numericDay(datedOn) });

const numericDay = (date: string): string => {
	const [year, month, dayOfMonth] = date.split('-').map(Number);
	return `${dayOfMonth}.${month}.${year}`;
};
