import type { ActivityState, Setting } from '#activities/model.ts';
import { isStateBody, type PartnerKind } from '#partners/model.ts';
import type { PlaceKind } from '#places/model.ts';
import type { Audience } from '#programmes/model.ts';
import type { Knowledge, PublishedKnowledge } from '#results/evidence.ts';
import type { Waits } from '#results/published.ts';
import { type Dimension, type Family, type Figure, figures, findFigure } from './model.ts';

/** One record of a figure: what it is (the number of an activity, or an id), how much it adds, and through which activities. */
export type Row = { of: string; value: number; through?: number[] };

/** An activity as the records of a figure name it. */
export type EvidenceActivity = {
	number: number;
	title: string;
	setting: Setting;
	state: ActivityState;
	visibility: 'public' | 'closed';
	national: boolean;
	day: string | null;
	audiences: Audience[];
	placeId: string | null;
	municipalityCode: string | null;
	leadId: string;
	supporterIds: string[];
	/** The groups of people counted there. */
	groups: string[];
};

/** A place, partner, municipality or unit by name. */
export type Named = { name: string; kind?: string; municipalityCode?: string | null };

/** All figures of one programme with the records that make them, as they were at one moment. */
export type Evidence = {
	asOf: string;
	programme: {
		id: string;
		slug: string;
		startsOn: string;
		endsOn: string;
		aimSq: string;
		aimEn: string;
		demonstration: boolean;
	};
	committee: { id: string; code: string; slug: string; countyName: string | null };
	activities: EvidenceActivity[];
	names: Record<string, Named>;
	/** Why nothing more is published of knowledge checks yet: the month is not over, or a class is being asked. Absent in what was kept before this was asked. */
	waits?: Waits | null;
	/** By figure key; a figure without records is not kept. */
	figures: Record<string, Row[]>;
};

/** What the reporting views say of a programme. */
export type Facts = {
	activities: (Omit<EvidenceActivity, 'supporterIds' | 'groups'> & {
		held: boolean;
		inCounty: boolean;
		unitCode: string | null;
	})[];
	returned: { number: number; methods: string[]; answers: number[] }[];
	counts: {
		number: number;
		audience: string;
		sex: string;
		ageBand: string;
		unit: string;
		method: string;
		value: number;
	}[];
	materials: { number: number; kind: string; language: string; value: number }[];
	presence: { number: number; partnerId: string }[];
	care: { number: number; partnerId: string; role: 'lead' | 'supporter' }[];
	partners: { id: string; name: string; kind: PartnerKind }[];
	places: { id: string; name: string; kind: PlaceKind; municipalityCode: string | null }[];
	knowledge: Pick<Knowledge, 'activities' | 'published'>;
	territory: { municipalityCode: string; unitCode: string | null; name: string }[];
};

/** Something seen that counts towards a family: where it stands in each dimension, and what it adds. */
type Sighting = { of: string; value: number; through?: number; at?: Partial<Record<Dimension, string>> };

export const sectorOf = (kind: PartnerKind): string =>
	kind === 'committee' ? 'committee' : kind === 'ngo' ? 'ngo' : isStateBody(kind) ? 'state' : 'other';

function sightings(facts: Facts): Record<Family, Sighting[]> {
	const one = (activity: { number: number; setting: Setting }): Sighting => ({
		of: String(activity.number),
		value: 1,
		at: { setting: activity.setting },
	});
	const held = facts.activities.filter((activity) => activity.held);
	const returned = new Set(facts.returned.map(({ number }) => number));
	const kinds = new Map(facts.partners.map(({ id, kind }) => [id, kind]));
	const placeKind = new Map(facts.places.map(({ id, kind }) => [id, kind]));
	const counts = (unit: string): Sighting[] =>
		facts.counts
			.filter((count) => count.unit === unit)
			.map(({ number, value, audience, sex, ageBand, method }) => ({
				of: String(number),
				value,
				at: { group: audience, sex, age: ageBand, method },
			}));
	const persons = counts('persons');
	const personsAt = Map.groupBy(persons, ({ of }) => of);
	const partner = ({ number, partnerId }: { number: number; partnerId: string }): Sighting => {
		const kind = kinds.get(partnerId) ?? 'other';
		return { of: partnerId, value: 1, through: number, at: { partner: kind, sector: sectorOf(kind) } };
	};
	const answers = facts.returned.flatMap(({ number, answers }) =>
		answers.map((answer) => ({ number, answer: String(answer) })),
	);
	const places = facts.places.map(({ id, kind }): Sighting => ({ of: id, value: 1, at: { place: kind } }));
	return {
		planned: facts.activities.map(one),
		held: held.map(one),
		postponed: facts.activities.filter(({ state }) => state === 'postponed').map(one),
		cancelled: facts.activities.filter(({ state }) => state === 'cancelled').map(one),
		returned: held.filter(({ number }) => returned.has(number)).map(one),
		unreturned: held.filter(({ number }) => !returned.has(number)).map(one),
		national: held.filter(({ national }) => national).map(one),
		persons,
		contacts: counts('contacts'),
		materials: facts.materials.map(({ number, value, kind, language }) => ({
			of: String(number),
			value,
			at: { material: kind, language },
		})),
		means: facts.returned.flatMap(({ number, methods }) =>
			methods.map((means) => ({ of: String(number), value: 1, at: { means } })),
		),
		answers: answers.map(({ number, answer }) => ({ of: String(number), value: 1, at: { answer } })),
		answer_persons: answers.flatMap(({ number, answer }) =>
			(personsAt.get(String(number)) ?? []).map(({ of, value }) => ({ of, value, at: { answer } })),
		),
		checked: facts.activities.filter(({ number }) => facts.knowledge.activities.includes(number)).map(one),
		asked: facts.knowledge.published.map((known) => published(known, known.asked)),
		knowing: facts.knowledge.published.map((known) => published(known, known.right)),
		present: facts.presence.map(({ number, partnerId }) => ({
			of: String(number),
			value: 1,
			at: { partner: kinds.get(partnerId) ?? 'other' },
		})),
		attending: facts.presence.map(partner),
		partners: facts.care.map(partner),
		leads: facts.care.filter(({ role }) => role === 'lead').map(partner),
		supporters: facts.care.filter(({ role }) => role === 'supporter').map(partner),
		places: held.flatMap(({ number, placeId }) => {
			const place = placeId === null ? undefined : placeKind.get(placeId);
			return placeId === null || place === undefined ? [] : [{ of: placeId, value: 1, through: number, at: { place } }];
		}),
		places_registered: places,
		municipalities: held.flatMap(({ number, inCounty, municipalityCode }) =>
			inCounty && municipalityCode ? [{ of: municipalityCode, value: 1, through: number }] : [],
		),
		municipalities_all: facts.territory
			.filter(({ unitCode }) => unitCode === null)
			.map((unit) => ({ of: unit.municipalityCode, value: 1 })),
		units: held.flatMap(({ number, inCounty, unitCode }) =>
			inCounty && unitCode ? [{ of: unitCode, value: 1, through: number }] : [],
		),
		units_all: facts.territory.flatMap(({ unitCode }) => (unitCode === null ? [] : [{ of: unitCode, value: 1 }])),
	};
}

/** One record for each number that may be said: what makes it up is told to nobody outside the desk. */
const published = ({ answer, moment }: PublishedKnowledge, value: number): Sighting => ({
	of: moment,
	value,
	at: { answer: String(answer), moment },
});

/** Numbers of people, contacts and copies add up; everything else is counted once, however often it was seen. */
const adds: readonly Family[] = ['persons', 'contacts', 'materials', 'answer_persons'];

function rowsOf(family: Family, seen: readonly Sighting[]): Row[] {
	const rows = new Map<string, Row>();
	for (const { of, value, through } of seen) {
		const row = rows.get(of) ?? { of, value: 0 };
		row.value = adds.includes(family) ? row.value + value : value;
		if (through !== undefined && !row.through?.includes(through)) row.through = [...(row.through ?? []), through];
		rows.set(of, row);
	}
	return [...rows.values()].filter(({ value }) => value > 0);
}

/** The records of every figure that has any, by key. */
export function figuresFrom(facts: Facts): Record<string, Row[]> {
	const all = sightings(facts);
	const kept: Record<string, Row[]> = {};
	for (const { key, family, where } of figures) {
		const asked = Object.entries(where) as [Dimension, string][];
		const rows = rowsOf(
			family,
			asked.length === 0
				? all[family]
				: all[family].filter(({ at }) => asked.every(([dimension, value]) => at?.[dimension] === value)),
		);
		if (rows.length > 0) kept[key] = rows;
	}
	return kept;
}

type Kept = Pick<Evidence, 'figures'>;
export const recordsOf = (evidence: Kept, key: string): Row[] => evidence.figures[key] ?? [];

/** The value of a figure is the sum of its records, by construction. */
export const valueOf = (evidence: Kept, key: string): number =>
	recordsOf(evidence, key).reduce((sum, { value }) => sum + value, 0);

/** The figures of a programme that are not zero, in the order of the definitions. */
export const figuresWithRecords = (evidence: Kept): Figure[] =>
	Object.keys(evidence.figures).flatMap((key) => findFigure(key) ?? []);

/** The first letters of what a reader was shown, of figures, records and whatever stood beside them: a later look tells whether any of it moved since. */
export function fingerprint({ figures, activities, names }: Evidence, beside?: unknown): string {
	let hash = 0x811c9dc5;
	for (const letter of JSON.stringify([figures, activities, names, beside]))
		hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
	return hash.toString(36);
}
