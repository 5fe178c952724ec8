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
export const likelyKind = (searchName: string): PlaceKind => signs.find(([sign]) => sign.test(searchName))?.[1] ?? 'other';
