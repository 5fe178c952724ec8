import { day, period } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, t } from '#i18n/t.ts';
import type { PublicLine } from './disclosure.ts';
import type { Dimension, Figure } from './model.ts';

const vocabulary: Record<Dimension, (value: string) => string> = {
	setting: (value) => `setting.${value}`,
	group: (value) => `group.${value}`,
	sex: (value) => `sex.${value}`,
	age: (value) => `age.${value}`,
	method: (value) => `count_method.${value}`,
	material: (value) => `material.${value}`,
	language: (value) => `material_language.${value}`,
	means: (value) => `method.${value}`,
	place: (value) => `place_kind.${value}`,
	partner: (value) => `partner_kind.${value}`,
	sector: (value) => `sector.${value}`,
	answer: (value) => `answer.${value}`,
	moment: (value) => `moment.${value}`,
};

/** "Pjesëmarrje: nxënës, sipas regjistrit". */
export function figureName(locale: Locale, { family, where }: Figure): string {
	const parts = Object.entries(where).map(([dimension, value]) => {
		const key = vocabulary[dimension as Dimension](value);
		return isMessageKey(key) ? t(locale, key) : value;
	});
	const name = t(locale, `figure.${family}.name`);
	return parts.length > 0 ? `${name}: ${parts.join(', ')}` : name;
}

export const figureDefinition = (locale: Locale, { family }: Figure): string =>
	t(locale, `figure.${family}.definition`);

/** A line of records as a public page writes it, without its number. */
export function lineName(locale: Locale, line: PublicLine): string {
	switch (line.kind) {
		case 'open':
			return line.day === null ? line.title : `${line.title}, ${day(locale, line.day)}`;
		case 'closed': {
			const where = line.municipality ?? t(locale, 'figure.no_municipality');
			const week = line.week ? period(locale, line.week.from, line.week.to) : '';
			const several = line.activities > 1 ? t(locale, 'phrase.unit.activities', { n: line.activities }) : '';
			return [t(locale, `setting.${line.setting}`), where, week, several].filter(Boolean).join(', ');
		}
		case 'rounded':
			return t(locale, 'figure.rounded');
		case 'together':
			return t(locale, 'figure.together', { n: line.activities });
		case 'named':
			return line.name;
		case 'in_municipality':
			return line.municipality ?? t(locale, 'figure.no_municipality');
	}
}
