import { searchForm } from '#i18n/search.ts';

/** Kinds of places; schools, health centres and community centres are denominators of coverage. */
export const placeKinds = [
	'school',
	'health_centre',
	'company',
	'community_centre',
	'settlement',
	'square',
	'university',
	'hall',
	'other',
] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** Where activities are held. */
export type Place = {
	id: string;
	name: string;
	kind: PlaceKind;
	searchName: string;
	municipalityCode: string | null;
	unitCode: string | null;
	/** False until a person has checked it: shown as "to be confirmed". */
	confirmed: boolean;
	/** Made by the demonstration, and nothing else. */
	demonstration: boolean;
	/** The last day on which there was such a place; null while there is. */
	validTo: string | null;
	aliases: string[];
};

const signs: readonly [RegExp, PlaceKind][] = [
	[/^(shkolla|gjimnazi|liceu|kopshti)\b/, 'school'],
	[/^qendra shendetesore\b|^qsh\b/, 'health_centre'],
	[/^qendra komunitare\b/, 'community_centre'],
	[/^universiteti\b/, 'university'],
	[/^(ndermarrje|fabrika|fasoneri|kompania|subjekti)\b/, 'company'],
	[/^lagjja\b|^fshati\b/, 'settlement'],
	[/^(sheshi|bulevardi|parku)\b/, 'square'],
	[/^salla\b|^pallati\b/, 'hall'],
];

/** A first guess at the kind of a place from its name (in search form); a person confirms it. */
export const likelyKind = (searchName: string): PlaceKind =>
	signs.find(([sign]) => sign.test(searchName))?.[1] ?? 'other';

/** Whether every word of a search is in the name or in one of its other spellings; marks and capitals say nothing. */
export function isFound({ name, aliases }: Pick<Place, 'name' | 'aliases'>, search: string): boolean {
	const words = searchForm(search).split(' ').filter(Boolean);
	const names = [name, ...aliases].map(searchForm);
	return names.some((form) => words.every((word) => form.includes(word)));
}

type Named = Pick<Place, 'id' | 'name' | 'aliases' | 'municipalityCode'>;

/** Which place of the same municipality has this name already, as name or as another spelling. */
export function nameHolder<P extends Named>(
	places: readonly P[],
	{ name, municipalityCode }: Pick<Place, 'name' | 'municipalityCode'>,
	but?: string,
): P | undefined {
	const form = searchForm(name);
	const near = places.filter((place) => place.id !== but && place.municipalityCode === municipalityCode);
	return near.find((place) => [place.name, ...place.aliases].some((known) => searchForm(known) === form));
}

/** Which place has this spelling as an alias, in whatever municipality: an alias leads to one place only. */
export const aliasHolder = <P extends Named>(places: readonly P[], alias: string): P | undefined =>
	places.find(({ aliases }) => aliases.some((known) => searchForm(known) === searchForm(alias)));
