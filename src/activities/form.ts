import type { MessageKey } from '#i18n/t.ts';
import type { Typed } from '#platform/forms.ts';
import type { Activity } from './model.ts';

/** What the fields of the form are called; issues name the same fields. */
export const formLabels: Record<string, MessageKey> = {
	number: 'activity.field.number',
	title: 'activity.field.title',
	setting: 'activity.field.setting',
	lead: 'activity.field.leadId',
	supporters: 'activity.field.supporterIds',
	place: 'activity.field.placeId',
	municipality: 'activity.field.municipalityCode',
	unit: 'activity.field.unitCode',
	national: 'activity.field.national',
	audiences: 'activity.field.audiences',
	methods: 'activity.field.methods',
	day: 'activity.field.takesPlaceOn',
	from: 'activity.field.startsAt',
	to: 'activity.field.endsAt',
	persons: 'activity.field.plannedPersons',
	visibility: 'activity.field.visibility',
};

const one = (value: string | number | null): string[] => (value === null ? [] : [String(value)]);

/** The form that shows an activity as it is. */
export const typedFor = (activity: Activity): Typed => ({
	version: [String(activity.version)],
	number: [String(activity.number)],
	title: [activity.title],
	setting: [activity.setting],
	lead: [activity.leadId],
	supporters: activity.supporterIds,
	place: one(activity.placeId),
	municipality: one(activity.municipalityCode),
	unit: one(activity.unitCode),
	national: activity.national ? ['yes'] : [],
	audiences: activity.audiences,
	methods: activity.methods,
	day: one(activity.takesPlaceOn),
	from: one(activity.startsAt),
	to: one(activity.endsAt),
	persons: one(activity.plannedPersons),
	visibility: [activity.visibility],
});
