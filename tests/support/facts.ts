import fc from 'fast-check';
import { activityStates, methods, settings, wasHeld } from '#activities/model.ts';
import { type Evidence, type Facts, figuresFrom } from '#figures/evidence.ts';
import { partnerKinds } from '#partners/model.ts';
import { placeKinds } from '#places/model.ts';
import { audiences } from '#programmes/model.ts';
import {
	ageBands,
	countGroups,
	countMethods,
	fiveAnswers,
	materialKinds,
	materialLanguages,
	sexes,
	units,
} from '#returns/model.ts';

/** A programme as it could be: what a test writes to the database, or hands to the figures as facts. */
export type WildActivity = {
	setting: (typeof settings)[number];
	state: (typeof activityStates)[number];
	visibility: 'public' | 'closed';
	national: boolean;
	day: number;
	place: number | null;
	municipality: number | null;
	lead: number;
	supporters: number[];
	audiences: (typeof audiences)[number][];
	/** Versions of its return, the last one holds. */
	returns: WildReturn[];
};
export type WildReturn = {
	methods: (typeof methods)[number][];
	answers: (typeof fiveAnswers)[number][];
	counts: {
		audience: (typeof countGroups)[number];
		sex: (typeof sexes)[number];
		ageBand: (typeof ageBands)[number];
		unit: (typeof units)[number];
		method: (typeof countMethods)[number];
		value: number;
	}[];
	materials: { kind: (typeof materialKinds)[number]; language: (typeof materialLanguages)[number]; quantity: number }[];
	present: number[];
};
export type WildProgramme = {
	partners: (typeof partnerKinds)[number][];
	places: { kind: (typeof placeKinds)[number]; municipality: number | null }[];
	activities: WildActivity[];
};

/** Three municipalities, each of two units, as the county of a wild programme. */
export const municipalityCount = 3;

const some = <T>(options: readonly T[], least = 0) => fc.subarray([...options], { minLength: least });

const wildReturn = (partners: number): fc.Arbitrary<WildReturn> =>
	fc.record({
		methods: some(methods),
		answers: some(fiveAnswers),
		counts: fc.uniqueArray(
			fc.record({
				audience: fc.constantFrom(...countGroups),
				sex: fc.constantFrom(...sexes),
				ageBand: fc.constantFrom(...ageBands),
				unit: fc.constantFrom(...units),
				method: fc.constantFrom(...countMethods),
				value: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 2000 })),
			}),
			{ maxLength: 6, selector: ({ audience, sex, ageBand, unit }) => [audience, sex, ageBand, unit].join() },
		),
		materials: fc.uniqueArray(
			fc.record({
				kind: fc.constantFrom(...materialKinds),
				language: fc.constantFrom(...materialLanguages),
				quantity: fc.integer({ min: 1, max: 500 }),
			}),
			{ maxLength: 3, selector: ({ kind, language }) => `${kind} ${language}` },
		),
		present: some(Array.from({ length: partners }, (_, index) => index)),
	});

const wildActivity = (partners: number, places: number): fc.Arbitrary<WildActivity> =>
	fc
		.record({
			setting: fc.constantFrom(...settings),
			state: fc.constantFrom(...activityStates),
			visibility: fc.constantFrom('public' as const, 'closed' as const),
			national: fc.boolean(),
			day: fc.integer({ min: 1, max: 31 }),
			place: places === 0 ? fc.constant(null) : fc.option(fc.integer({ min: 0, max: places - 1 })),
			municipality: fc.option(fc.integer({ min: 0, max: municipalityCount - 1 })),
			lead: fc.integer({ min: 0, max: partners - 1 }),
			supporters: some(Array.from({ length: partners }, (_, index) => index)),
			audiences: some(audiences, 1),
			returns: fc.array(wildReturn(partners), { maxLength: 2 }),
		})
		.map((activity) => ({
			...activity,
			supporters: activity.supporters.filter((partner) => partner !== activity.lead),
		}));

/** `most` activities; the shapes range from nothing at all to several versions of returns of activities that were then cancelled. */
export const wildProgramme = (most: number): fc.Arbitrary<WildProgramme> =>
	fc
		.record({
			partners: fc.array(fc.constantFrom(...partnerKinds), { minLength: 1, maxLength: 6 }),
			places: fc.array(
				fc.record({
					kind: fc.constantFrom(...placeKinds),
					municipality: fc.option(fc.integer({ min: 0, max: municipalityCount - 1 })),
				}),
				{ maxLength: 5 },
			),
		})
		.chain(({ partners, places }) =>
			fc
				.array(wildActivity(partners.length, places.length), { maxLength: most })
				.map((activities) => ({ partners, places, activities })),
		);

const municipality = (index: number | null) => (index === null ? null : `M${index}`);

/** The same programme as the reporting views would tell it. */
export function factsOf({ partners, places, activities }: WildProgramme): Facts {
	const numbered = activities.map((activity, index) => ({ ...activity, number: index + 1 }));
	const returned = numbered.flatMap(({ number, state, returns }) => {
		const last = returns.at(-1);
		return wasHeld(state) && last ? [{ number, ...last }] : [];
	});
	return {
		knowledge: { activities: [], published: [] },
		activities: numbered.map((activity) => ({
			number: activity.number,
			title: `Veprimtaria ${activity.number}`,
			setting: activity.setting,
			state: activity.state,
			visibility: activity.visibility,
			national: activity.national,
			day: `2026-10-${String(activity.day).padStart(2, '0')}`,
			audiences: activity.audiences,
			placeId: activity.place === null ? null : `place ${activity.place}`,
			municipalityCode: municipality(activity.municipality),
			unitCode: activity.municipality === null ? null : `M${activity.municipality}-${activity.day % 2}`,
			leadId: `partner ${activity.lead}`,
			held: wasHeld(activity.state),
			inCounty: activity.municipality !== null && !activity.national,
		})),
		returned: returned.map(({ number, methods, answers }) => ({ number, methods, answers })),
		counts: returned.flatMap(({ number, counts }) => counts.map((count) => ({ number, ...count }))),
		materials: returned.flatMap(({ number, materials }) =>
			materials.map(({ kind, language, quantity }) => ({ number, kind, language, value: quantity })),
		),
		presence: returned.flatMap(({ number, present }) =>
			present.map((partner) => ({ number, partnerId: `partner ${partner}` })),
		),
		care: numbered
			.filter(({ state }) => wasHeld(state))
			.flatMap(({ number, lead, supporters }) => [
				{ number, partnerId: `partner ${lead}`, role: 'lead' as const },
				...supporters.map((partner) => ({ number, partnerId: `partner ${partner}`, role: 'supporter' as const })),
			]),
		partners: partners.map((kind, index) => ({ id: `partner ${index}`, name: nameOf(kind, index), kind })),
		places: places.map(({ kind, municipality: at }, index) => ({
			id: `place ${index}`,
			name: `Vendi ${index}`,
			kind,
			municipalityCode: municipality(at),
		})),
		territory: Array.from({ length: municipalityCount }, (_, at) => [
			{ municipalityCode: `M${at}`, unitCode: null, name: `Bashkia ${at}` },
			...[0, 1].map((unit) => ({
				municipalityCode: `M${at}`,
				unitCode: `M${at}-${unit}`,
				name: `Njësia ${at}${unit}`,
			})),
		]).flat(),
	};
}

const beginnings: Partial<Record<(typeof partnerKinds)[number], string>> = {
	education_office: 'ZVAP',
	municipality: 'Bashkia',
	child_protection_unit: 'NJMF',
	community_centre: 'Qendra Komunitare',
	health_unit: 'NJVKSH',
	employment_office: 'Zyra e Punësimit',
	labour_inspectorate: 'Inspektorati i Punës',
	police: 'Policia e Shtetit',
};
const towns = ['Durrës', 'Krujë', 'Shijak', 'Sukth', 'Manëz', 'Ishëm'];
const nameOf = (kind: (typeof partnerKinds)[number], index: number) =>
	`${beginnings[kind] ?? 'Organizata'} ${towns[index % towns.length]}`;

/** What a programme's figures and records would be, without a database. */
export function evidenceOf(programme: WildProgramme, more: Partial<Evidence['programme']> = {}): Evidence {
	const facts = factsOf(programme);
	return {
		asOf: '2026-11-02T09:00:00.000Z',
		programme: {
			id: 'p',
			slug: '2026-10',
			startsOn: '2026-10-01',
			endsOn: '2026-10-31',
			aimSq: '',
			aimEn: '',
			demonstration: false,
			...more,
		},
		committee: { id: 'c', code: 'AL-02', slug: 'durres', countyName: 'Durrës' },
		activities: facts.activities.map(({ held: _, inCounty: __, unitCode: ___, ...activity }) => ({
			...activity,
			supporterIds: facts.care
				.filter(({ number, role }) => number === activity.number && role === 'supporter')
				.map(({ partnerId }) => partnerId),
			groups: facts.counts
				.filter(({ number, value }) => number === activity.number && value > 0)
				.map(({ audience }) => audience),
		})),
		names: Object.fromEntries([
			...facts.partners.map(({ id, name, kind }) => [id, { name, kind }]),
			...facts.places.map(({ id, name, kind, municipalityCode }) => [id, { name, kind, municipalityCode }]),
			...facts.territory.map(({ municipalityCode, unitCode, name }) => [
				unitCode ?? municipalityCode,
				{ name, municipalityCode: unitCode ? municipalityCode : null },
			]),
		]),
		figures: figuresFrom(facts),
	};
}
