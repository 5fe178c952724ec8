import type { Locale } from '#i18n/locales.ts';
import { type MessageKey, t } from '#i18n/t.ts';
import type { Offer, OfferField } from './model.ts';

/** The label of each field of an offer, by its name in the form and in a sheet. */
export const fieldLabels: Record<string, MessageKey> = {
	number: 'opportunity.field.number',
	kind: 'opportunity.field.kind',
	title: 'opportunity.field.title',
	provider: 'opportunity.field.provider',
	municipality: 'opportunity.field.municipality',
	municipalityCode: 'opportunity.field.municipality',
	place: 'opportunity.field.place',
	deadline: 'opportunity.field.deadline',
	starts_on: 'opportunity.field.starts_on',
	startsOn: 'opportunity.field.starts_on',
	eligibility: 'opportunity.field.eligibility',
	cost: 'opportunity.field.cost',
	pay: 'opportunity.field.pay',
	hours: 'opportunity.field.hours',
	phone: 'opportunity.field.phone',
	address: 'opportunity.field.address',
	source: 'opportunity.field.source',
};

export const fieldName = (locale: Locale, field: OfferField | string): string => {
	const key = fieldLabels[field];
	return key ? t(locale, key) : '';
};

/** Where a course or a job is, as far as it is known. */
export const whereIs = ({ place, municipalityName }: Pick<Offer, 'place' | 'municipalityName'>): string =>
	[place, place?.includes(municipalityName ?? '–') ? null : municipalityName].filter(Boolean).join(', ');
