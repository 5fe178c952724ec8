import { methods, settings } from '#activities/model.ts';
import { partnerKinds } from '#partners/model.ts';
import { placeKinds } from '#places/model.ts';
import {
	ageBands,
	countGroups,
	countMethods,
	fiveAnswers,
	materialKinds,
	materialLanguages,
	sexes,
} from '#returns/model.ts';

/** What the number counts. */
export type FigureUnit =
	| 'activities'
	| 'persons'
	| 'contacts'
	| 'copies'
	| 'places'
	| 'municipalities'
	| 'units'
	| 'partners'
	| 'answers';

/** What one record of a figure is. */
export type Subject = 'activity' | 'place' | 'municipality' | 'unit' | 'partner' | 'check';

/** State bodies and non-governmental organisations read differently; the committee itself is neither partner. */
export const sectors = ['state', 'ngo', 'committee', 'other'] as const;

/** By what a number is divided. The parts of one dimension are exhaustive and exclude each other unless a family says otherwise. */
export const dimensions = {
	setting: settings,
	group: countGroups,
	sex: sexes,
	age: ageBands,
	method: countMethods,
	material: materialKinds,
	language: materialLanguages,
	means: methods,
	place: placeKinds,
	partner: partnerKinds,
	sector: sectors,
	answer: fiveAnswers.map(String) as readonly string[],
	moment: ['before', 'after'],
} as const satisfies Record<string, readonly string[]>;
export type Dimension = keyof typeof dimensions;

/**
 * `total` is the undivided number; each entry of `parts` divides it by one or two dimensions, under the words of `as`.
 * `overlapping` families have parts that share records (an activity shows a video and hands out leaflets): no total.
 */
type Shape = {
	unit: FigureUnit;
	subject: Subject;
	total: boolean;
	overlapping?: true;
	parts?: readonly { as: string; by: readonly Dimension[] }[];
};

/** Every number there is: one definition each, in words under `figure.<family>.name` and `figure.<family>.definition`. */
export const families = {
	planned: { unit: 'activities', subject: 'activity', total: true, parts: [{ as: '', by: ['setting'] }] },
	held: { unit: 'activities', subject: 'activity', total: true, parts: [{ as: '', by: ['setting'] }] },
	postponed: { unit: 'activities', subject: 'activity', total: true },
	cancelled: { unit: 'activities', subject: 'activity', total: true },
	returned: { unit: 'activities', subject: 'activity', total: true },
	unreturned: { unit: 'activities', subject: 'activity', total: true },
	national: { unit: 'activities', subject: 'activity', total: true, parts: [{ as: '', by: ['setting'] }] },
	persons: {
		unit: 'persons',
		subject: 'activity',
		total: true,
		parts: [
			{ as: 'group', by: ['group'] },
			{ as: 'method', by: ['method'] },
			{ as: 'sex', by: ['sex'] },
			{ as: 'age', by: ['age'] },
			{ as: 'group', by: ['group', 'method'] },
		],
	},
	contacts: { unit: 'contacts', subject: 'activity', total: true, parts: [{ as: 'method', by: ['method'] }] },
	materials: {
		unit: 'copies',
		subject: 'activity',
		total: true,
		parts: [
			{ as: 'kind', by: ['material'] },
			{ as: 'language', by: ['language'] },
			{ as: 'kind', by: ['material', 'language'] },
		],
	},
	means: {
		unit: 'activities',
		subject: 'activity',
		total: false,
		overlapping: true,
		parts: [{ as: '', by: ['means'] }],
	},
	answers: {
		unit: 'activities',
		subject: 'activity',
		total: false,
		overlapping: true,
		parts: [{ as: '', by: ['answer'] }],
	},
	answer_persons: {
		unit: 'persons',
		subject: 'activity',
		total: false,
		overlapping: true,
		parts: [{ as: '', by: ['answer'] }],
	},
	// What knowledge checks may say in public (results/evidence.ts): rounded, and never of few.
	checked: { unit: 'activities', subject: 'activity', total: true },
	asked: {
		unit: 'answers',
		subject: 'check',
		total: false,
		overlapping: true,
		parts: [{ as: '', by: ['answer', 'moment'] }],
	},
	knowing: {
		unit: 'answers',
		subject: 'check',
		total: false,
		overlapping: true,
		parts: [{ as: '', by: ['answer', 'moment'] }],
	},
	present: {
		unit: 'activities',
		subject: 'activity',
		total: false,
		overlapping: true,
		parts: [{ as: '', by: ['partner'] }],
	},
	attending: { unit: 'partners', subject: 'partner', total: true, parts: [{ as: '', by: ['partner'] }] },
	partners: { unit: 'partners', subject: 'partner', total: true, parts: [{ as: '', by: ['sector'] }] },
	leads: { unit: 'partners', subject: 'partner', total: true, parts: [{ as: '', by: ['partner'] }] },
	supporters: { unit: 'partners', subject: 'partner', total: true, parts: [{ as: '', by: ['partner'] }] },
	places: { unit: 'places', subject: 'place', total: true, parts: [{ as: '', by: ['place'] }] },
	places_registered: { unit: 'places', subject: 'place', total: true, parts: [{ as: '', by: ['place'] }] },
	municipalities: { unit: 'municipalities', subject: 'municipality', total: true },
	municipalities_all: { unit: 'municipalities', subject: 'municipality', total: true },
	units: { unit: 'units', subject: 'unit', total: true },
	units_all: { unit: 'units', subject: 'unit', total: true },
} as const satisfies Record<string, Shape>;
export type Family = keyof typeof families;

/** One number: `held`, `held.school`, `persons.group.pupils.register`. The key is its address and its token. */
export type Figure = {
	key: string;
	family: Family;
	unit: FigureUnit;
	subject: Subject;
	/** Which part of the family it is; empty for the total. */
	where: Readonly<Partial<Record<Dimension, string>>>;
};

/** The figure that a share is taken of: "9 of 16". */
export const wholes: Readonly<Partial<Record<Family, Family>>> = {
	held: 'planned',
	knowing: 'asked',
	returned: 'held',
	places: 'places_registered',
	municipalities: 'municipalities_all',
	units: 'units_all',
};

/** The key of the figure that this one is a share of. */
export function wholeOf(key: string): string | undefined {
	const family = byKey.get(key)?.family;
	const whole = family && wholes[family];
	return whole && byKey.get(key.replace(family, whole))?.key;
}

function* partsOf(family: Family, shape: Shape): Generator<Figure> {
	const { unit, subject } = shape;
	if (shape.total) yield { key: family, family, unit, subject, where: {} };
	for (const { as, by } of shape.parts ?? []) {
		const [first, second] = by;
		if (!first) continue;
		for (const one of dimensions[first]) {
			const key = [family, as, one].filter(Boolean).join('.');
			if (!second) yield { key, family, unit, subject, where: { [first]: one } };
			else
				for (const two of dimensions[second])
					yield { key: `${key}.${two}`, family, unit, subject, where: { [first]: one, [second]: two } };
		}
	}
}

export const figures: readonly Figure[] = Object.entries(families).flatMap(([family, shape]) => [
	...partsOf(family as Family, shape),
]);
const byKey = new Map(figures.map((figure) => [figure.key, figure]));
export const findFigure = (key: string): Figure | undefined => byKey.get(key);

/** The figures into which this one divides, one list for each way of dividing; their values add up to its own. */
export function divisionsOf(figure: Figure): Figure[][] {
	const shape: Shape = families[figure.family];
	if (shape.overlapping) return [];
	const size = Object.keys(figure.where).length;
	const inside = figures.filter(
		(part) =>
			part.family === figure.family &&
			Object.keys(part.where).length === size + 1 &&
			Object.entries(figure.where).every(([dimension, value]) => part.where[dimension as Dimension] === value),
	);
	const ways = Map.groupBy(
		inside,
		(part) => Object.keys(part.where).find((dimension) => !(dimension in figure.where)) ?? '',
	);
	return [...ways.values()];
}
