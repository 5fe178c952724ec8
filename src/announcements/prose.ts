import { list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { type MessageKey, t } from '#i18n/t.ts';
import { type PartnerKind, partnerKinds } from '#partners/model.ts';

export type Institution = { name: string; kind: PartnerKind };

/**
 * How a name of each kind begins; what follows is the part that stays as it is when Albanian declines the rest:
 * "Bashkia Durrës" is "Bashkisë Durrës", three of them are "bashkive Durrës, Krujë dhe Shijak".
 */
const beginnings: Partial<Record<PartnerKind, RegExp>> = {
	education_office: /^ZVAP(?:\s+|$)/i,
	municipality: /^Bashkia\s+/i,
	child_protection_unit: /^(?:NJMF|Njësia për Mbrojtjen e Fëmijëve)(?:\s+|$)/i,
	community_centre: /^Qendra Komunitare(?:\s+|$)/i,
	health_unit: /^(?:NJVKSH|Njësia Vendore e Kujdesit Shëndetësor)(?:\s+|$)/i,
	employment_office: /^Zyra e Punësimit(?:\s+|$)/i,
	labour_inspectorate: /^Inspektori?ati i Punës(?:\s+|$)/i,
	vocational_training: /^Drejtoria e Formimit Profesional(?:\s+|$)/i,
	police: /^Policia e Shtetit(?:\s+|$)/i,
	social_service: /^Shërbimi Social Shtetëror(?:\s+|$)/i,
	ngo: /^/,
	university: /^Universiteti\s+/i,
	committee: /^KRAT(?:\s+|$)/i,
	national_coordinator: /^Koordinatori Kombëtar(?:\s+|$)/i,
};

const alphabet = new Intl.Collator('sq');

/** Names that follow the word of their kind, and those that stand for themselves. */
function grouped(institutions: readonly Institution[]): { kind: PartnerKind | 'unlike'; names: string[] }[] {
	const unlike: string[] = [];
	const groups = partnerKinds.flatMap((kind) => {
		const names: string[] = [];
		const beginning = beginnings[kind];
		const ofKind = institutions
			.filter((institution) => institution.kind === kind)
			.toSorted((a, b) => alphabet.compare(a.name, b.name));
		for (const { name } of ofKind) {
			if (beginning?.test(name)) names.push(name.replace(beginning, '').trim());
			else unlike.push(name);
		}
		// A name without an addition ("Policia e Shtetit") cannot share its word with one that has it.
		const [bare, added] = [names.filter((name) => name === ''), names.filter((name) => name !== '')];
		return [...(bare.length > 0 ? [{ kind, names: [''] }] : []), ...(added.length > 0 ? [{ kind, names: added }] : [])];
	});
	return unlike.length > 0 ? [...groups, { kind: 'unlike' as const, names: unlike }] : groups;
}

/**
 * The institutions as they follow "nën kujdesin e": in Albanian in the genitive, each after the first with its article
 * ("e bashkive …, të Qendrës … dhe të Njësive …"); in English with "the".
 */
export function institutionsOf(locale: Locale, institutions: readonly Institution[]): string {
	const phrases = grouped(institutions).map(({ kind, names }) =>
		t(locale, `institution.${kind}` as MessageKey, { n: names.length, names: list(locale, names) }).trim(),
	);
	const [first = '', ...others] = phrases;
	return list(locale, [first, ...others.map((other) => t(locale, 'prose.genitive_next', { other }))]);
}

/** Text of a person inside a paragraph: its braces are not tokens, its end is one full stop. */
export const asSentence = (text: string): string => {
	const trimmed = text.replaceAll('{', '(').replaceAll('}', ')').replace(/\s+/g, ' ').trim();
	return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
};
