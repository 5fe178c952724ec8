import type { Committee } from '#committees/model.ts';
import { committeeName } from '#committees/naming.ts';
import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, t, translator } from '#i18n/t.ts';
import { actorKind, type Role } from './model.ts';
import { verbWord } from './rights.ts';

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

type NamedSeat = { role: Role; committee: string | null; partner: string | null; substitute: boolean };
/** A seat in one line: role, institution, committee. */
export function seatName(
	locale: Locale,
	{ role, committee: slug, partner, substitute }: NamedSeat,
	all: readonly Committee[],
) {
	const committee = all.find((one) => one.slug === slug);
	const parts = [
		substitute ? `${t(locale, `role.${role}`)} (${t(locale, 'members.as_substitute')})` : t(locale, `role.${role}`),
		partner,
		committee && role !== 'national' ? committeeName(translator(locale), committee, 'short') : null,
	];
	return parts.filter(Boolean).join(', ');
}

/** A thing of the table of access in words; where nobody has named it yet, as the table has it. */
export function thingName(locale: Locale, thing: string): string {
	const key = `access.thing.${thing}`;
	return isMessageKey(key) ? t(locale, key) : thing;
}

/** What is done to it: "confirms". */
export function verbName(locale: Locale, verb: string): string {
	const key = `access.verb.${verbWord(verb)}`;
	return isMessageKey(key) ? t(locale, key) : verb;
}
