import { count, day, list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, t } from '#i18n/t.ts';
import { isDay } from '#platform/dates.ts';
import { isMove } from './moving.ts';

type Told = { kind: string; to: string; changes: Record<string, { from: unknown; to: unknown }> };

/** One event of a history in words. */
export function eventText(locale: Locale, { kind, to, changes }: Told): string {
	if (isMove({ kind, changes })) return t(locale, 'history.moved');
	const source = changes.copiedFrom?.to;
	if (kind === 'proposed' && typeof source === 'string')
		return t(locale, 'history.copied', { month: day(locale, source, 'month') });
	const state = isMessageKey(`state.${to}`) ? t(locale, `state.${to}` as 'state.held') : to;
	const key = `history.${kind}`;
	return isMessageKey(key) ? t(locale, key, { state }) : kind;
}

/** Where the words of coded values are. */
const vocabulary: Record<string, string> = {
	setting: 'setting',
	audiences: 'audience',
	methods: 'method',
	visibility: 'visibility',
	state: 'state',
	answer_reason: 'consult.reason',
	contribution: 'contribution.kind',
	accepted_clash: 'clash',
};

/** One changed field in words: what it was, what it became. Ids and codes are shown by their names. */
export function changeText(
	locale: Locale,
	field: string,
	change: { from: unknown; to: unknown },
	names: Record<string, string>,
): string {
	const label = [`activity.field.${field}`, `readiness.${field}`].find(isMessageKey);
	const says = (value: unknown) => valueText(locale, vocabulary[field], value, names);
	return t(locale, 'history.change', {
		field: label ? t(locale, label) : field,
		from: says(change.from),
		to: says(change.to),
	});
}

function valueText(locale: Locale, words: string | undefined, value: unknown, names: Record<string, string>): string {
	if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
		return t(locale, 'history.empty');
	if (Array.isArray(value))
		return list(
			locale,
			value.map((item) => valueText(locale, words, item, names)),
		);
	if (typeof value === 'boolean') return t(locale, value ? 'history.yes' : 'history.no');
	if (typeof value === 'number') return count(locale, value);
	const text = String(value);
	const key = `${words}.${text}`;
	if (isMessageKey(key)) return t(locale, key);
	return names[text] ?? (isDay(text) ? day(locale, text) : text);
}
