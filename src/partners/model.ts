import { searchForm } from '#i18n/search.ts';

/** What an institution is, in the order in which lists offer it. */
export const partnerKinds = [
	'education_office',
	'municipality',
	'child_protection_unit',
	'community_centre',
	'health_unit',
	'employment_office',
	'labour_inspectorate',
	'vocational_training',
	'police',
	'social_service',
	'ngo',
	'university',
	'committee',
	'national_coordinator',
	'other',
] as const;
export type PartnerKind = (typeof partnerKinds)[number];

/** An institution that leads or supports activities of one committee. */
export type Partner = {
	id: string;
	name: string;
	kind: PartnerKind;
	searchName: string;
	municipalityCode: string | null;
	/** How many activities a day it says it manages; null when it has not said. */
	perDay: number | null;
	/** False until a person has looked at what an import proposed. */
	confirmed: boolean;
	/** Made by the demonstration, and nothing else. */
	demonstration: boolean;
	aliases: string[];
};

/** State bodies and non-governmental organisations read differently in an announcement. */
export const isStateBody = (kind: PartnerKind): boolean => kind !== 'ngo' && kind !== 'other';

/** The forms of the abbreviation under which a kind is known; the first match decides. In search form. */
const signs: readonly [RegExp, PartnerKind][] = [
	[/^(zvap|zyra vendore e arsimit|drejtoria rajonale e arsimit|dar)\b/, 'education_office'],
	[/^bashkia\b/, 'municipality'],
	[/^(njmf|njesia per mbrojtjen e femijeve)\b/, 'child_protection_unit'],
	[/^qendra komunitare\b/, 'community_centre'],
	[/^(njvksh|njesia vendore e kujdesit shendetesor)\b/, 'health_unit'],
	[/^zyra e punesimit\b/, 'employment_office'],
	[/^inspektor(iat|at)i .*punes\b/, 'labour_inspectorate'],
	[/formimit? profesional/, 'vocational_training'],
	[/^(policia|drejtoria vendore e policise)\b/, 'police'],
	[/^(shssh|sherbimi social)\b/, 'social_service'],
	[/^(krat|komiteti rajonal)\b/, 'committee'],
	[/^koordinatori kombetar\b/, 'national_coordinator'],
	[/^universiteti\b/, 'university'],
];

/** A first guess at the kind of an institution from its name (in search form); a person confirms it. */
export const likelyKind = (searchName: string): PartnerKind =>
	signs.find(([sign]) => sign.test(searchName))?.[1] ?? 'ngo';

/** Whether every word of a search is in the name or in one of its other spellings; marks and capitals say nothing. */
export function isFound({ name, aliases }: Pick<Partner, 'name' | 'aliases'>, search: string): boolean {
	const words = searchForm(search).split(' ').filter(Boolean);
	const names = [name, ...aliases].map(searchForm);
	return names.some((form) => words.every((word) => form.includes(word)));
}

/** Who has this name already, as name or as another spelling; two partners never share one. */
export function nameHolder<P extends Pick<Partner, 'id' | 'name' | 'aliases'>>(
	partners: readonly P[],
	name: string,
	but?: string,
): P | undefined {
	const form = searchForm(name);
	return partners.find(
		(partner) => partner.id !== but && [partner.name, ...partner.aliases].some((known) => searchForm(known) === form),
	);
}

/** A focal point as a committee writes to it; only the committee and the institution itself see it. */
export type Contact = {
	id: string;
	partnerId: string;
	name: string;
	email: string;
	phone: string | null;
	locale: 'sq' | 'en';
	/** Days between which it is written to; without an end until somebody says so. */
	validFrom: string;
	validTo: string | null;
};

/** Whether mails go to a contact on a day. */
export const isReached = ({ validFrom, validTo }: Pick<Contact, 'validFrom' | 'validTo'>, today: string): boolean =>
	validFrom <= today && (validTo === null || today <= validTo);

const address =
	/^[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]+(\.[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Whether mail can be sent to an address: ASCII only, domains without capitals. */
export const isAddress = (email: string): boolean =>
	email.length <= 254 && email.indexOf('@') <= 64 && address.test(email);
