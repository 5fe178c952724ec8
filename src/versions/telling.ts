import { day, hours, list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { type Translate, translator } from '#i18n/t.ts';
import type { Change, Facet, Line } from './model.ts';

type ToldLine = Pick<
	Line,
	| 'number'
	| 'title'
	| 'takesPlaceOn'
	| 'startsAt'
	| 'endsAt'
	| 'placeName'
	| 'municipalityName'
	| 'leadName'
	| 'audiences'
	| 'off'
> & { supporters: string[] };

/** A change as it is told: names, and nothing of a plan that a public page does not show anyway. */
export type Told = Pick<Change, 'kind' | 'facets'> & {
	number: number;
	title: string;
	before: ToldLine | null;
	after: ToldLine | null;
	reason: string | null;
};

/** What changed from one version to the next; since the latest one `until` is null. */
export type Release = { number: number; approvedAt: Date; until: Date | null; changes: Told[] };

const shown = (line: Line): ToldLine => ({
	...{ number: line.number, title: line.title, off: line.off },
	...{ takesPlaceOn: line.takesPlaceOn, startsAt: line.startsAt, endsAt: line.endsAt },
	...{ placeName: line.placeName, municipalityName: line.municipalityName, leadName: line.leadName },
	...{ audiences: line.audiences, supporters: line.supporters.map(({ name }) => name) },
});

export function toldOf(
	{ activityId, kind, facets, before, after }: Change,
	reasons: ReadonlyMap<string, string>,
): Told {
	const line = after ?? before;
	return {
		...{ kind, facets, number: line?.number ?? 0, title: line?.title ?? '' },
		...{ before: before && shown(before), after: after && shown(after) },
		reason: after?.off ? (reasons.get(activityId) ?? null) : null,
	};
}

/** "Monday, 12 October, 10:00–11:30" */
export const whenOf = (
	t: Translate,
	locale: Locale,
	{ takesPlaceOn, startsAt, endsAt }: Pick<Line, 'takesPlaceOn' | 'startsAt' | 'endsAt'>,
): string =>
	takesPlaceOn
		? [day(locale, takesPlaceOn, 'weekday'), hours(startsAt, endsAt)].filter(Boolean).join(', ')
		: t('activity.no_day');

const whereOf = (t: Translate, { placeName, municipalityName }: ToldLine): string =>
	placeName ?? municipalityName ?? t('activity.no_place');

type Pair = { before: ToldLine; after: ToldLine };
const nobody = (t: Translate, names: readonly string[], locale: Locale) =>
	names.length > 0 ? list(locale, names) : t('version.nobody');

/** What is said of a facet; those of the desk alone are only named. */
const says: Partial<Record<Facet, (t: Translate, locale: Locale, pair: Pair) => string>> = {
	title: (t, _, { before }) => t('version.says.title', { from: before.title }),
	place: (t, _, { before, after }) => t('version.says.place', { from: whereOf(t, before), to: whereOf(t, after) }),
	lead: (t, _, { before, after }) => t('version.says.lead', { from: before.leadName, to: after.leadName }),
	audiences: (t, locale, { before, after }) => {
		const [from, to] = [before, after].map(({ audiences }) =>
			list(
				locale,
				audiences.map((audience) => t(`audience.${audience}`)),
			),
		);
		return t('version.says.audiences', { from: from ?? '', to: to ?? '' });
	},
	supporters: (t, locale, { before, after }) =>
		t('version.says.supporters', {
			from: nobody(t, before.supporters, locale),
			to: nobody(t, after.supporters, locale),
		}),
};

/**
 * What a change says below its title: one sentence for each thing that is different.
 * @param to whom it is told: an institution reads of its own part
 */
export function sentencesOf(
	locale: Locale,
	{ kind, facets, before, after, reason }: Told,
	to: 'everybody' | 'institution' = 'everybody',
): string[] {
	const t = translator(locale);
	const line = after ?? before;
	if (!line) return [];
	const why = reason ? [t('version.says.reason', { reason })] : [];
	if (kind === 'cancelled') return [t('version.says.cancelled', { when: whenOf(t, locale, before ?? line) }), ...why];
	if (kind === 'postponed') {
		const later = after?.takesPlaceOn && after.takesPlaceOn !== before?.takesPlaceOn ? after : null;
		return [
			t('version.says.postponed', { when: whenOf(t, locale, before ?? line) }),
			...(later ? [t('version.says.new_day', { when: whenOf(t, locale, later) })] : []),
			...why,
		];
	}
	if (!before || !after)
		return [t(after ? `version.says.added.${to}` : `version.says.removed.${to}`, { when: whenOf(t, locale, line) })];
	const pair = { before, after };
	const moved = facets.includes('day') || facets.includes('hours');
	const when = { from: whenOf(t, locale, before), to: whenOf(t, locale, after) };
	const rest = facets.filter((facet) => facet !== 'off' && facet !== 'day' && facet !== 'hours' && !says[facet]);
	return [
		...(kind === 'restored' ? [t('version.says.restored', { when: when.to })] : []),
		...(moved ? [t('version.says.moved', when)] : []),
		...facets.flatMap((facet) => says[facet]?.(t, locale, pair) ?? []),
		...(rest.length > 0
			? [
					t('version.says.rest', {
						fields: list(
							locale,
							rest.map((facet) => t(`activity.field.${facet}` as 'activity.field.number')),
						),
					}),
				]
			: []),
	];
}
