import type { Plan } from '#activities/changes.ts';
import { hours } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { columnKeys } from './model.ts';

/** A day as people write it in a table: 04.10.2026. */
const written = (day: string): string => day.split('-').toReversed().join('.');

/** The programme as a table with the columns that an import reads, so that it comes back the same. */
export function programmeRows(
	locale: Locale,
	plans: readonly Plan[],
	names: Readonly<Record<string, string>>,
): string[][] {
	const name = (id: string | null) => (id && names[id]) || '';
	return [
		columnKeys.map((key) => t(locale, `import.column.${key}`)),
		...plans.map((plan) => [
			String(plan.number),
			plan.takesPlaceOn ? written(plan.takesPlaceOn) : '',
			hours(plan.startsAt, plan.endsAt),
			plan.title,
			name(plan.placeId),
			name(plan.municipalityCode),
			name(plan.unitCode),
			t(locale, `setting.${plan.setting}`),
			name(plan.leadId),
			plan.supporterIds.map(name).join('; '),
			plan.audiences.map((audience) => t(locale, `audience.${audience}`)).join(', '),
			plan.methods.map((method) => t(locale, `method.${method}`)).join(', '),
			plan.plannedPersons === null ? '' : String(plan.plannedPersons),
			t(locale, plan.visibility === 'public' ? 'import.word.yes' : 'import.word.no'),
		]),
	];
}

/** Two rows to begin from, in the committee's own municipality. */
export function exampleRows(
	locale: Locale,
	month: string,
	municipality: { code: string; name: string } | undefined,
): string[][] {
	const home = municipality?.name ?? '';
	const plan = {
		municipalityCode: 'home',
		unitCode: null,
		national: false,
		supporterIds: ['police'],
		startsAt: '10:00',
	} as const;
	const names = {
		home,
		police: t(locale, 'import.example.police'),
		school: t(locale, 'import.example.place.school'),
		square: t(locale, 'import.example.place.public'),
		office: t(locale, 'import.example.lead.school', { municipality: home }),
		council: t(locale, 'import.example.lead.public', { municipality: home }),
	};
	const school: Plan = {
		...{
			...plan,
			supporterIds: ['police'],
			number: 1,
			title: t(locale, 'import.example.title.school'),
			setting: 'school',
			leadId: 'office',
			placeId: 'school',
		},
		...{
			audiences: ['pupils', 'teachers'],
			methods: ['video', 'case'],
			takesPlaceOn: `${month}-02`,
			endsAt: '11:30',
			plannedPersons: 60,
			visibility: 'closed',
		},
	};
	const square: Plan = {
		...{
			...plan,
			supporterIds: ['police'],
			number: 2,
			title: t(locale, 'import.example.title.public'),
			setting: 'public',
			leadId: 'council',
			placeId: 'square',
		},
		...{
			audiences: ['general_public'],
			methods: ['leaflet', 'help_information'],
			takesPlaceOn: `${month}-04`,
			endsAt: null,
			plannedPersons: 300,
			visibility: 'public',
		},
	};
	return programmeRows(locale, [school, square], names);
}
